"""A subject by a network: shares, logits, odd sizes, and what a cut-out or an outline becomes of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from toile.vision.borrowed.matte import Matte, as_share, as_silhouette, replace_cut
from toile.vision.borrowed.recognise import Recognised
from toile.vision.borrowed.registry import Role
from toile.vision.cutout import cut_out
from toile.vision.garment_photo import is_doubtful

Make = Callable[..., Path]
Open = Callable[..., Recognised]


def sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))


@pytest.mark.parametrize("ends_in_sigmoid", [False, True])
def test_the_answer_is_the_same_share_whichever_way_the_file_ends(
    ends_in_sigmoid: bool, matting: Make, tell: Open
) -> None:
    """Left half red 200, right half red 40; green and blue would say otherwise."""
    rgb = np.full((75, 101, 3), (200, 10, 250), np.uint8)
    rgb[:, 51:] = (40, 250, 10)
    alpha = Matte(tell(Role.CUTOUT, matting(512, sigmoid=ends_in_sigmoid)))(rgb)
    assert alpha.shape == (75, 101) and alpha.dtype == np.float32
    inside, outside = (sigmoid(4 * (red - 123.675) / 58.395) for red in (200, 40))
    assert alpha[:, :46] == pytest.approx(inside, abs=1e-4)
    assert alpha[:, 56:] == pytest.approx(outside, abs=1e-4)


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (1500, 7), (513, 511)])
def test_every_size_comes_back_as_it_went(shape: tuple[int, int], matting: Make, tell: Open) -> None:
    matte = Matte(tell(Role.CUTOUT, matting(512)))
    rgb = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
    alpha = matte(rgb)
    assert alpha.shape == shape and float(alpha.min()) >= 0 and float(alpha.max()) <= 1


def test_a_border_stays_where_it_is(matting: Make, tell: Open) -> None:
    rgb = np.zeros((700, 430, 3), np.uint8)
    rgb[123:456, 78:301] = 255
    inside = Matte(tell(Role.CUTOUT, matting(512)))(rgb) > 0.5
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    assert np.abs(np.array((rows[0], rows[-1], columns[0], columns[-1])) - (123, 455, 78, 300)).max() <= 1


def test_shares_are_told_from_logits() -> None:
    assert as_share(np.array([[0, 0.3, 1]], np.float32))[0] == pytest.approx([0, 0.3, 1])
    assert as_share(np.array([[-4, 0.3, 1]], np.float32))[0] == pytest.approx(
        [sigmoid(v) for v in (-4, 0.3, 1)]
    )
    assert as_share(np.array([[-1e4, 1e4]], np.float32))[0] == pytest.approx([0, 1], abs=1e-6)


def test_a_cut_by_a_network_knows_nothing_of_the_ground() -> None:
    """A blue square on stripes: the classical cut doubts the ground, the network's stands."""
    rgb = np.zeros((200, 160, 3), np.uint8)
    rgb[:, ::8] = rgb[:, 1::8] = 255
    rgb[40:160, 30:130] = (30, 60, 200)
    alpha = np.zeros((200, 160), np.float32)
    alpha[40:160, 30:130] = 1
    classical = cut_out(rgb)
    assert is_doubtful(classical)
    cut = replace_cut(classical, rgb, alpha)
    assert (cut.alpha == alpha).all() and cut.report.confidence == 1
    assert not is_doubtful(cut)
    assert cut.report.area == pytest.approx(alpha.mean()) and not any(cut.report.touches)
    assert np.abs(cut.foreground.astype(int) - (30, 60, 200)).max() <= 1  # its own colour, far out too


def test_an_empty_answer_is_an_empty_cut_and_nobody() -> None:
    rgb = np.full((50, 40, 3), 200, np.uint8)
    alpha = np.zeros((50, 40), np.float32)
    assert not replace_cut(cut_out(rgb), rgb, alpha).alpha.any()
    outline = as_silhouette(alpha)
    assert outline.people == 0 and outline.confidence == 0


def test_an_outline_is_the_largest_figure_and_the_others_are_counted() -> None:
    alpha = np.zeros((300, 400), np.float32)
    alpha[40:280, 50:130] = 1
    alpha[60:270, 220:290] = 1
    alpha[10:20, 380:390] = 1
    outline = as_silhouette(alpha)
    assert outline.people == 2 and outline.confidence == 1
    assert outline.alpha[:, :150].sum() == alpha[:, :150].sum() and not outline.alpha[:, 150:].any()


def test_an_undecided_outline_is_not_trusted() -> None:
    alpha = np.zeros((100, 100), np.float32)
    alpha[20:80, 20:80] = 0.6
    assert as_silhouette(alpha).confidence == 0
