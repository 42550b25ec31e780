"""Maps from the person's photo to the garment's, checked against maps whose answer is known."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toile.domain.geometry import Box
from toile.pixels.arrays import RGB, Mask, Points
from toile.vision.warp import bound, fit_spline, resample, warp_by_spline, warp_by_strip


def checkers(size: int = 120, cell: int = 10) -> tuple[RGB, Mask]:
    ys, xs = np.mgrid[:size, :size]
    board = (((ys // cell) + (xs // cell)) % 2 * 200 + 20).astype(np.uint8)
    return np.repeat(board[..., None], 3, axis=2), np.ones((size, size), np.float32)


CORNERS = np.array([[10, 10], [100, 12], [12, 95], [104, 100], [50, 40], [70, 80]], dtype=np.float64)


@settings(max_examples=30, deadline=None)
@given(turn=st.floats(-0.6, 0.6), scale=st.floats(0.4, 2.5), x=st.floats(-50, 50), y=st.floats(-50, 50))
def test_a_spline_through_a_similarity_is_that_similarity_everywhere(
    turn: float, scale: float, x: float, y: float
) -> None:
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    spline = fit_spline(CORNERS, CORNERS @ matrix.T + (x, y))
    elsewhere = np.array([[0.0, 0.0], [60.0, 20.0], [130.0, 90.0]])
    assert np.allclose(spline(elsewhere), elsewhere @ matrix.T + (x, y), atol=1e-3)


def test_a_spline_takes_its_points_where_they_belong() -> None:
    target = CORNERS + np.array([[3, 0], [0, -4], [2, 2], [-3, 1], [5, 5], [-5, 0]])
    assert np.abs(fit_spline(CORNERS, target, stiffness=1e-6)(CORNERS) - target).max() < 0.1


def test_a_spline_that_changes_nothing_gives_the_same_picture() -> None:
    rgb, alpha = checkers()
    layer = warp_by_spline(rgb, alpha, fit_spline(CORNERS, CORNERS), Box(8, 16, 104, 100))
    assert np.abs(layer.rgb - rgb[16:100, 8:104]).max() < 2


def test_a_strip_that_changes_nothing_gives_the_same_picture() -> None:
    rgb, alpha = checkers()
    edges = (_line((30, 10), (30, 110)), _line((80, 10), (80, 110)))
    layer = warp_by_strip(rgb, alpha, edges, edges, Box(35, 20, 75, 100))
    assert np.abs(layer.rgb - rgb[20:100, 35:75]).max() < 2


def test_stripes_across_a_sleeve_turn_with_the_arm() -> None:
    ys = np.mgrid[:120, :120][0]
    stripes = np.repeat(((ys // 8) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)
    source = (_line((40, 10), (40, 110)), _line((80, 10), (80, 110)))
    target = (_line((10, 40), (110, 40)), _line((10, 80), (110, 80)))  # the arm held out to the side
    layer = warp_by_strip(stripes, np.ones((120, 120), np.float32), source, target, Box(20, 50, 100, 70))
    along, across = np.abs(np.diff(layer.rgb[..., 0], axis=1)), np.abs(np.diff(layer.rgb[..., 0], axis=0))
    assert along.mean() > 20 * across.mean()


def test_each_edge_of_a_strip_keeps_its_own_length() -> None:
    """The inner seam of a short sleeve is far shorter than the outer one; nothing may fold over it."""
    rgb, alpha = checkers()
    source = (_line((20, 10), (20, 110)), _line((90, 70), (90, 110)))
    target = (_line((10, 10), (30, 110)), _line((80, 60), (80, 100)))
    layer = warp_by_strip(rgb, alpha, source, target, Box(0, 0, 120, 120))
    assert layer.alpha[60:95, 40:75].min() > 0.99


def test_what_lies_outside_the_garment_photo_is_transparent() -> None:
    rgb, alpha = checkers()
    away = fit_spline(CORNERS, CORNERS + 500)
    assert warp_by_spline(rgb, alpha, away, Box(0, 0, 50, 50)).alpha.max() == 0


def test_fine_stripes_turn_grey_and_not_into_moire_when_shrunk() -> None:
    ys = np.mgrid[:480, :480][0]
    fine = np.repeat((ys % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)
    shrink = fit_spline(CORNERS, CORNERS * 4.1)
    layer = warp_by_spline(fine, np.ones((480, 480), np.float32), shrink, Box(10, 10, 100, 100))
    assert layer.rgb.std() < 25


@given(
    points=st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), min_size=1, max_size=8),
    margin=st.floats(0, 80),
)
def test_a_bound_is_never_empty_and_never_leaves_the_picture(
    points: list[tuple[float, float]], margin: float
) -> None:
    box = bound(np.array(points), margin, height=90, width=70)
    assert 0 <= box.left < box.right <= 70
    assert 0 <= box.top < box.bottom <= 90


def test_resampled_points_lie_at_equal_distances_between_the_same_ends() -> None:
    edge = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 30.0]])
    dense = resample(edge, 9)
    assert np.allclose(np.linalg.norm(np.diff(dense, axis=0), axis=1), 5.0)
    assert np.allclose(dense[[0, -1]], edge[[0, -1]])


def _line(start: tuple[float, float], end: tuple[float, float]) -> Points:
    return np.linspace(start, end, 9)


def test_a_garment_shrunk_to_almost_nothing_is_still_a_picture() -> None:
    rgb, alpha = checkers()
    layer = warp_by_spline(rgb, alpha, fit_spline(CORNERS, CORNERS * 400), Box(0, 0, 20, 20))
    assert np.isfinite(layer.rgb).all()
