"""The film: order, range and repeatability."""

import numpy as np

from toile.world.camera import film, light


def test_film_keeps_order_and_range_and_shows_white_cloth_white() -> None:
    ramp = np.repeat(np.linspace(0, 8, 2000, dtype=np.float32)[:, None], 3, axis=1)
    shown = film.film(ramp)
    assert (np.diff(shown[:, 0]) >= 0).all()
    assert shown[0, 0] == 0 and 0.98 < shown[-1, 0] <= 1
    studio = light.studio()
    cloth = np.array([(0.0, 0.2, 0.98)], np.float32)
    facing = np.maximum(studio.toward @ cloth[0], 0)
    radiance = 0.85 * (facing[:, None] * studio.radiance).sum(axis=0)
    assert 225 <= 255 * float(film.film(radiance[None].astype(np.float32)).mean()) <= 248


def test_development_repeats_by_seed() -> None:
    grey = np.full((20, 30, 3), 0.5, np.float32)
    one, two, other = film.develop(grey, 1), film.develop(grey, 1), film.develop(grey, 2)
    assert np.array_equal(one, two) and not np.array_equal(one, other)
    assert abs(float(one.mean()) - 127.5) < 1.5
