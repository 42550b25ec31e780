"""Long hair and what is worn under it, as the camera sees both."""

import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.domain.persona import Hair
from toile.domain.pose import POSES
from toile.world.camera import render
from toile.world.clothes.comb import MOST, comb
from toile.world.clothes.dress import dress
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure import hair
from toile.world.figure.body import Figure, stand
from toile.world.figure.cast import CAST
from toile.world.mesh import Mesh

FREYA = CAST["Freya"]
CAMERA = render.frame(Size(120, 120), 1.1, 1.8, 4.2, 1.4)


@pytest.fixture(scope="module", params=["shirt", "hoodie"])
def worn(request: pytest.FixtureRequest) -> tuple[Figure, Mesh, tuple[Mesh, ...]]:
    figure = stand(FREYA.build, FREYA.face, POSES["arms-down"])
    assert FREYA.hair is Hair.LONG
    (locks,) = hair.hair(figure, FREYA)
    return figure, locks, dress(figure, [draw_garment(2, request.param)])


def seen(locks: Mesh, figure: Figure, worn: tuple[Mesh, ...]) -> float:
    """The share of the hair before the body that garments do not hide."""
    free, dressed = (render.trace((locks, figure.skin, *more), CAMERA) for more in ((), worn))
    low = np.zeros(free.mesh.shape, bool)
    low[int(CAMERA.project(np.array((0, 1.56, 0.1))).y) * render.SIDE :] = True
    there = (free.mesh == 0) & low
    return float(((dressed.mesh == 0) & there).sum() / there.sum())


def test_hair_lies_on_collars_and_hoods(worn: tuple[Figure, Mesh, tuple[Mesh, ...]]) -> None:
    figure, locks, clothes = worn
    assert seen(comb(locks, clothes, figure), figure, clothes) > max(
        0.85, seen(locks, figure, clothes) + 0.05
    )


def test_hair_is_moved_no_further_than_it_must(worn: tuple[Figure, Mesh, tuple[Mesh, ...]]) -> None:
    figure, locks, clothes = worn
    moved = np.linalg.norm(comb(locks, clothes, figure).vertices - locks.vertices, axis=1)
    assert moved.max() <= MOST + 1e-6
    crown = locks.vertices[:, 1] > figure.joints["left_eye"][1] + 0.05
    assert moved[crown].max() < 1e-4


def test_hair_over_nothing_stays_as_it_grew(worn: tuple[Figure, Mesh, tuple[Mesh, ...]]) -> None:
    figure, locks, _ = worn
    assert comb(locks, (), figure) is locks
