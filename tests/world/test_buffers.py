"""Pictures without the colours of their cloth, against the samples and the photo that they were made from."""

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.pixels.arrays import RGB
from toile.world import buffers, sample, truth
from toile.world.buffers import GRAIN, REVERSE, Buffers
from toile.world.camera import film, render
from toile.world.clothes.garment import GarmentSpec, U, V
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import Shot

SIZE = Size(96, 128)


@pytest.fixture(scope="module")
def wearing() -> list[GarmentSpec]:
    return [replace(draw_garment(3, "t-shirt"), tucked=False), draw_garment(3, "jeans")]


@pytest.fixture(scope="module")
def shot(wearing: list[GarmentSpec]) -> Shot:
    return sample.take(draw_persona(3), wearing, POSES["arms-away"], SCENES["park"], SIZE, seed=3)


@pytest.fixture(scope="module")
def baked(shot: Shot, wearing: list[GarmentSpec]) -> Buffers:
    return buffers.bake(shot, draw_persona(3), wearing, SCENES["park"])


@pytest.fixture(scope="module")
def photo(shot: Shot, wearing: list[GarmentSpec]) -> RGB:
    return sample.develop(shot, draw_persona(3), wearing, SCENES["park"], seed=3)


def test_the_colours_of_cloth_need_no_torch() -> None:
    code = "import sys, toile.world.sample, toile.world.buffers; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_saved_is_loaded(baked: Buffers, tmp_path: Path) -> None:
    buffers.save(baked, tmp_path / "one.npz")
    again = buffers.load(tmp_path / "one.npz")
    for field in fields(Buffers):
        before, after = getattr(baked, field.name), getattr(again, field.name)
        assert before.dtype == after.dtype and np.array_equal(before, after), field.name


def test_a_pixel_takes_two_dozen_bytes(baked: Buffers) -> None:
    total = sum(getattr(baked, field.name).nbytes for field in fields(Buffers))
    assert total / (SIZE.width * SIZE.height) < 24


def test_labels_are_those_of_the_photo(baked: Buffers, shot: Shot) -> None:
    assert np.array_equal(baked.labels, truth.labels(shot.meshes, shot.samples))


def test_cover_counts_the_samples_of_garments_and_of_the_person(
    baked: Buffers, shot: Shot, wearing: list[GarmentSpec]
) -> None:
    worn = truth.worn(shot.meshes, shot.samples)
    first, second, body = baked.cover & 7, baked.cover >> 3 & 3, baked.cover >> 5
    for number, garment in enumerate(wearing, 1):
        share = np.where(baked.slot & 15 == number, first, 0) + np.where(baked.slot >> 4 == number, second, 0)
        assert np.array_equal(share / 4, worn[garment.category])
    assert np.array_equal((first + second + body) / 4, truth.alpha(shot.meshes, shot.samples))
    assert (first >= second).all() and (second > 0).any()


def test_fabric_coordinates_lie_between_those_of_the_pixels_samples(baked: Buffers, shot: Shot) -> None:
    seen = np.zeros((*shot.samples.mesh.shape, 3))
    for index, mesh in enumerate(shot.meshes):
        if mesh.name not in ("top", "bottom"):
            continue
        at = render.where(shot.samples, index)
        uv = render.gather(shot.samples, index, mesh, mesh.coords)[:, (U, V)]
        panel = render.parts(shot.samples, index, mesh) + REVERSE * shot.samples.inside.ravel()[at]
        seen.reshape(-1, 3)[at] = np.column_stack((uv, panel))
    four = np.stack([seen[i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=2)
    # Where one panel fills the pixel, its coordinates are within those of its samples.
    whole = (baked.cover & 7 == 4) & (four[..., 2] == four[:, :, :1, 2]).all(axis=2)
    assert whole.sum() > 800
    low, high = four[whole][..., :2].min(axis=1), four[whole][..., :2].max(axis=1)
    kept = baked.uv[whole] * GRAIN
    assert (kept > low - GRAIN).all() and (kept < high + GRAIN).all()
    assert np.array_equal(baked.panel[whole], four[whole][:, 0, 2])


def test_without_cloth_the_photo_is_the_body_before_the_background(baked: Buffers, photo: RGB) -> None:
    bare = baked.cover & 31 == 0
    share = (baked.cover >> 5)[..., None] / 4
    shown = baked.body / 255 + (1 - share) * baked.behind / 255
    expected = film.develop(shown.astype(np.float32), 3).astype(int)
    assert np.abs(expected - photo)[bare].max() <= 2


def test_the_floor_is_darker_beside_the_feet_than_far_away(baked: Buffers) -> None:
    assert baked.dim[:10].min() == 255
    assert baked.dim[-24:].min() < 200
