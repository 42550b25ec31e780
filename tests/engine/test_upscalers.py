"""Upscalers: those of latents against PyTorch, by which AUTOMATIC1111 makes latents larger."""

import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.engine.noise import Philox
from toile.engine.upscalers import LATENT, PIXELS, stretch_latent

TORCH = {
    "Latent": ("bilinear", False),
    "Latent (antialiased)": ("bilinear", True),
    "Latent (bicubic)": ("bicubic", False),
    "Latent (bicubic antialiased)": ("bicubic", True),
    "Latent (nearest)": ("nearest", False),
    "Latent (nearest-exact)": ("nearest-exact", False),
}


@pytest.mark.parametrize("shape", [(16, 24), (15, 20), (11, 13)])
@pytest.mark.parametrize("name", LATENT)
def test_latents_grow_as_in_pytorch(name: str, shape: tuple[int, int]) -> None:
    torch = pytest.importorskip("torch")
    latent = Philox(1)((4, 8, 12))
    mode, smooth = TORCH[name]
    theirs = torch.nn.functional.interpolate(
        torch.from_numpy(latent[None]), shape, mode=mode, antialias=smooth
    )
    assert np.allclose(stretch_latent(latent, shape, name), theirs[0].numpy(), atol=1e-4)


@pytest.mark.parametrize("name", PIXELS)
def test_pictures_grow(name: str) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (8, 12, 3), np.uint8)
    assert PIXELS[name](rgb, Size(24, 16)).shape == (16, 24, 3)
    assert np.array_equal(PIXELS["Nearest"](rgb, Size(24, 16))[::2, ::2], rgb)
