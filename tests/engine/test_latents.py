"""Latents: there and back, whole and in tiles."""

import numpy as np
import pytest

from toile.engine.architecture import Vae
from toile.engine.latents import TILE, decode, encode, glance
from toile.pixels.arrays import Floats

PLAN = Vae(channels=3, widths=(8, 8, 8, 8), scale=0.5)


def shrink(pixels: Floats) -> Floats:
    """A VAE that takes every eighth pixel."""
    small = pixels[:, ::8, ::8]
    return np.concatenate((small, np.zeros_like(small)))


def grow(latent: Floats) -> Floats:
    return np.kron(latent, np.ones((1, 8, 8), np.float32))


def test_there_and_back() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (16, 24, 3), np.uint8)
    blocks = np.kron(rgb, np.ones((8, 8, 1), np.uint8))
    latent = encode(blocks, PLAN, shrink)
    assert latent.shape == (3, 16, 24) and np.abs(latent).max() <= 0.5
    assert np.array_equal(decode(latent, PLAN, grow), blocks)


@pytest.mark.parametrize("shape", [(130, 140), (97, 200), (20, 900)])
def test_large_pictures_come_in_tiles_that_leave_no_seam(shape: tuple[int, int]) -> None:
    latent = np.random.default_rng(1).uniform(-0.5, 0.5, (3, *shape)).astype(np.float32)
    sizes: list[tuple[int, ...]] = []

    def run(tile: Floats) -> Floats:
        sizes.append(tile.shape[1:])
        return grow(tile)

    whole = np.rint(np.clip((grow(latent / 0.5).transpose(1, 2, 0) + 1) * 127.5, 0, 255)).astype(np.uint8)
    made = decode(latent, PLAN, run)
    assert np.abs(made.astype(int) - whole).max() <= 1
    assert len(sizes) > 1 and max(max(size) for size in sizes) <= TILE and len(set(sizes)) == 1


@pytest.mark.parametrize("xl", [False, True])
def test_a_glance_is_a_small_picture(xl: bool) -> None:
    seen = glance(np.random.default_rng(2).standard_normal((4, 6, 9)).astype(np.float32), xl=xl)
    assert seen.shape == (6, 9, 3) and seen.dtype == np.uint8 and seen.std() > 5
    assert glance(np.zeros((8, 6, 9), np.float32), xl=xl).shape == (6, 9, 3)  # other latents too
