"""The four modes against figures taken from AUTOMATIC1111 1.10.1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.geometry import Size
from toile.pixels.resize import Placement, ResizeMode, fit_within, plan, resize, scale

# source, target, crop: scaled and corner, fill: scaled and corner
FIGURES = [
    ((512, 512), (512, 512), (512, 512), (0, 0), (512, 512), (0, 0)),
    ((512, 512), (512, 768), (768, 768), (-128, 0), (512, 512), (0, 128)),
    ((640, 480), (512, 512), (682, 512), (-85, 0), (512, 384), (0, 64)),
    ((640, 480), (512, 768), (1024, 768), (-256, 0), (512, 384), (0, 192)),
    ((480, 640), (512, 512), (512, 682), (0, -85), (384, 512), (64, 0)),
    ((480, 640), (512, 768), (576, 768), (-32, 0), (512, 682), (0, 43)),
    ((1000, 333), (512, 512), (1537, 512), (-512, 0), (512, 170), (0, 171)),
    ((1000, 333), (512, 768), (2306, 768), (-897, 0), (512, 170), (0, 299)),
    ((333, 1000), (512, 512), (512, 1537), (0, -512), (170, 512), (171, 0)),
    ((333, 1000), (512, 768), (512, 1537), (0, -384), (255, 768), (129, 0)),
    ((64, 64), (512, 512), (512, 512), (0, 0), (512, 512), (0, 0)),
    ((64, 64), (512, 768), (768, 768), (-128, 0), (512, 512), (0, 128)),
    ((1, 1), (512, 512), (512, 512), (0, 0), (512, 512), (0, 0)),
    ((1, 1), (512, 768), (768, 768), (-128, 0), (512, 512), (0, 128)),
]
SIDES = st.integers(1, 3000)
SIZES = st.builds(Size, SIDES, SIDES)


@pytest.mark.parametrize(("source", "target", "crop", "crop_at", "fill", "fill_at"), FIGURES)
def test_a_picture_lands_where_the_web_ui_puts_it(
    source: tuple[int, int],
    target: tuple[int, int],
    crop: tuple[int, int],
    crop_at: tuple[int, int],
    fill: tuple[int, int],
    fill_at: tuple[int, int],
) -> None:
    photo, canvas = Size(*source), Size(*target)
    assert plan(photo, canvas, ResizeMode.CROP) == Placement(Size(*crop), *crop_at)
    assert plan(photo, canvas, ResizeMode.FILL) == Placement(Size(*fill), *fill_at)
    assert plan(photo, canvas, ResizeMode.STRETCH) == Placement(canvas, 0, 0)
    assert plan(photo, canvas, ResizeMode.LATENT) == Placement(photo, 0, 0)


@given(source=SIZES, target=SIZES)
def test_crop_covers_the_canvas_and_fill_stays_inside(source: Size, target: Size) -> None:
    crop = plan(source, target, ResizeMode.CROP).scaled
    fill = plan(source, target, ResizeMode.FILL).scaled
    assert crop.width >= target.width and crop.height >= target.height
    assert fill.width <= target.width and fill.height <= target.height


@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    target=st.builds(Size, st.integers(1, 40), st.integers(1, 40)),
    mode=st.sampled_from([ResizeMode.STRETCH, ResizeMode.CROP, ResizeMode.FILL]),
)
def test_every_canvas_comes_out_at_its_size_and_a_plain_picture_stays_plain(
    width: int, height: int, target: Size, mode: ResizeMode
) -> None:
    plain = np.full((height, width, 3), (12, 200, 77), np.uint8)
    result = resize(plain, target, mode)
    assert result.shape == (target.height, target.width, 3)
    assert (result == (12, 200, 77)).all()


def test_fill_smears_the_edge_rows_outward() -> None:
    picture = np.zeros((4, 8, 3), np.uint8)
    picture[0], picture[-1] = 250, 90
    result = resize(picture, Size(8, 10), ResizeMode.FILL)
    assert (result[:3] == 250).all() and (result[-3:] == 90).all()


def test_shrinking_does_not_alias() -> None:
    checks = (np.indices((256, 256)).sum(axis=0) % 2 * 255).astype(np.uint8)
    small = scale(np.repeat(checks[..., None], 3, axis=2), Size(37, 41))
    assert abs(float(small.mean()) - 127.5) < 1.5 and int(small.max()) - int(small.min()) < 12


def test_fit_within_never_enlarges_and_keeps_the_proportions() -> None:
    picture = np.zeros((300, 200, 3), np.uint8)
    assert fit_within(picture, 1000).shape == (300, 200, 3)
    assert fit_within(picture, 150).shape == (150, 100, 3)
    assert not np.shares_memory(fit_within(picture, 1000), picture)
