"""The promise: outside the mask the photo's bits are the photo's."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from toile.pixels.arrays import RGB, Mask
from toile.pixels.compare import count_changed
from toile.tryon.paste import paste_back

pictures = hnp.arrays(np.uint8, (7, 9, 3))
masks = hnp.arrays(np.float32, (7, 9), elements=st.sampled_from([0.0, 0.001, 0.25, 0.5, 1.0]).map(np.float32))


@settings(max_examples=60, deadline=None)
@given(edit=pictures, photo=pictures, mask=masks)
def test_nothing_outside_the_mask_changes_whatever_the_edit(edit: RGB, photo: RGB, mask: Mask) -> None:
    result = paste_back(edit, photo, mask)
    assert np.array_equal(result[mask == 0], photo[mask == 0])
    assert count_changed(result, photo, mask) == 0


@settings(max_examples=30, deadline=None)
@given(edit=pictures, photo=pictures)
def test_a_full_mask_is_the_edit(edit: RGB, photo: RGB) -> None:
    assert np.array_equal(paste_back(edit, photo, np.ones((7, 9), np.float32)), edit)


def test_a_change_outside_the_mask_is_counted() -> None:
    photo = np.zeros((7, 9, 3), np.uint8)
    result = photo.copy()
    result[2, 3, 1] = 1
    result[5, 5] = 9
    mask = np.zeros((7, 9), np.float32)
    mask[5, 5] = 0.01
    assert count_changed(result, photo, mask) == 1
