"""Patterns as functions of place."""

import numpy as np
import pytest

from toile.domain.garment import Pattern
from toile.pixels.arrays import Floats
from toile.world.fabric import FabricSpec, linear, noise, paint

COLOURS = ((240, 238, 233), (33, 44, 78), (186, 44, 48))


def swatch(pattern: Pattern, **more: object) -> Floats:  # [64, 64, 3]
    v, u = np.mgrid[0:64, 0:64].astype(np.float32) * np.float32(0.004)
    spec = FabricSpec(pattern, COLOURS, scale=0.064, motif="star", **more)  # type: ignore[arg-type]  # by name
    colour = paint(spec, u.ravel() - 0.1, v.ravel(), np.ones(u.size, np.float32))
    return colour.reshape(64, 64, 3)


@pytest.mark.parametrize("pattern", list(Pattern))
def test_every_pattern_stays_within_its_colours(pattern: Pattern) -> None:
    colour = swatch(pattern)
    assert colour.min() >= 0 and colour.max() <= 1
    assert (colour[..., 0].std() > 0.01) == (pattern is not Pattern.PLAIN)


def test_stripes_run_across_or_upright_and_repeat() -> None:
    across, upright = swatch(Pattern.STRIPES), swatch(Pattern.STRIPES, upright=True)
    assert np.ptp(across, axis=1).max() == 0
    assert np.ptp(upright, axis=0).max() == 0
    assert np.allclose(across[:16], across[16:32], atol=1e-3)


def test_linear_light_meets_the_published_values() -> None:
    # IEC 61966-2-1: middle grey 188 is half the light; black and white stay.
    assert linear((0, 188, 255)) == pytest.approx((0.0, 0.503, 1.0), abs=1e-3)


def test_noise_repeats_for_a_seed_and_differs_for_another() -> None:
    x = np.linspace(-5, 5, 200, dtype=np.float32)
    assert np.array_equal(noise(x, x, 3), noise(x, x, 3))
    assert not np.array_equal(noise(x, x, 3), noise(x, x, 4))
    assert np.abs(noise(x, x, 3)).max() <= 1
