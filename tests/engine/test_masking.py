"""Masking: outside the mask the picture stays, inside it starts from what was asked for."""

import numpy as np
import pytest

from toile.engine.denoise import Denoise, Denoised
from toile.engine.masking import Content, keep, prepare

LATENT, NOISE, OTHER = (np.random.default_rng(n).standard_normal((4, 6, 5)) for n in (1, 2, 3))
MASK = np.zeros((1, 6, 5))
MASK[:, 2:4, 1:4] = 1
INSIDE = np.broadcast_to(MASK > 0, LATENT.shape)


@pytest.mark.parametrize("content", Content)
def test_outside_the_mask_the_latent_is_the_pictures_own(content: Content) -> None:
    assert np.array_equal(prepare(LATENT, MASK, NOISE, content)[~INSIDE], LATENT[~INSIDE])


def test_inside_it_is_what_was_asked_for() -> None:
    started = {content: prepare(LATENT, MASK, NOISE, content)[INSIDE] for content in Content}
    assert np.array_equal(started[Content.ORIGINAL], LATENT[INSIDE])
    assert np.array_equal(started[Content.NOISE], NOISE[INSIDE])
    assert not started[Content.NOTHING].any()


def test_every_answer_shows_the_picture_outside_the_mask() -> None:
    answer = keep(LATENT, MASK)(Denoise(OTHER, 3.0), Denoised(OTHER, NOISE))
    assert np.array_equal(answer.x0[~INSIDE], LATENT[~INSIDE])
    assert np.array_equal(answer.x0[INSIDE], OTHER[INSIDE])
    assert answer.x0_uncond is NOISE
