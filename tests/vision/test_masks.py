"""What an edit may touch, category by category."""

import numpy as np
import pytest

from toile.domain.body import Region
from toile.domain.garment import Category
from toile.pixels.arrays import Labels
from toile.vision.masks import GREY, REPAINT, agnostic, inpaint, protect
from toile.vision.measure import Body


def scene() -> tuple[Labels, Body]:
    """Bands of regions, top to bottom, and a body whose face lies in the second one."""
    labels = np.zeros((400, 200), np.uint8)
    for index, region in enumerate(Region):
        labels[index * 36 : (index + 1) * 36, 40:160] = region
    joints = {"nose": np.array([100.0, 90.0])}
    down, across = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    middle = np.array([100.0, 130.0])
    return labels, Body(
        60.0, joints, middle, middle + np.array([0, 90]), down, across, {}, {}, np.zeros((0, 3)), {}, {}
    )


def test_every_category_has_a_policy() -> None:
    assert set(REPAINT) == set(Category)


@pytest.mark.parametrize("category", list(Category))
def test_the_old_garment_may_be_repainted_whole_and_face_hair_and_hands_never(category: Category) -> None:
    labels, body = scene()
    nothing = np.zeros(labels.shape, np.float32)
    mask = inpaint(labels, body, category, nothing, nothing)
    kept = protect(labels, body)
    for region in REPAINT[category]:
        assert mask[(labels == region) & (kept < 0.5)].min() == 1
    for region in (Region.HAIR, Region.HANDS, Region.SHOES):
        assert mask[labels == region].max() == 0
    assert mask[85:95, 95:105].max() == 0  # the face


def test_the_new_garment_may_go_where_the_old_one_was_not() -> None:
    labels, body = scene()
    coverage = np.zeros(labels.shape, np.float32)
    coverage[0:20, 0:20] = 1
    mask = inpaint(labels, body, Category.BOTTOM, coverage, np.zeros_like(coverage))
    assert mask[0:20, 0:20].min() == 1


def test_an_agnostic_picture_is_grey_inside_and_the_photo_outside() -> None:
    photo = np.random.default_rng(3).integers(0, 255, (60, 60, 3)).astype(np.uint8)
    mask = np.zeros((60, 60), np.float32)
    mask[20:40, 20:40] = 1
    grey = agnostic(photo, mask)
    assert (grey[24:36, 24:36] == GREY).all()
    assert np.array_equal(grey[:12], photo[:12])
