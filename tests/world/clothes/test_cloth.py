"""Scissors on a flat sheet whose answers are plain."""

import numpy as np

from toile.pixels.arrays import Floats
from toile.world.clothes import cloth
from toile.world.clothes.cloth import Cloth


def sheet(count: int = 12) -> Cloth:
    """A square of one metre in the plane z = 0."""
    y, x = np.meshgrid(np.linspace(0, 1, count), np.linspace(0, 1, count), indexing="ij")
    rest = np.stack((x, y, 0 * x), axis=-1).reshape(-1, 3).astype(np.float32)
    i = np.arange(count * count).reshape(count, count)
    a, b, c, d = i[:-1, :-1].ravel(), i[:-1, 1:].ravel(), i[1:, 1:].ravel(), i[1:, :-1].ravel()
    faces = np.concatenate((np.stack((a, b, c), 1), np.stack((a, c, d), 1))).astype(np.int32)
    return Cloth(rest, faces, np.zeros(len(faces), np.uint8))


def area(piece: Cloth) -> float:
    a, b, c = (piece.rest[piece.faces[:, i]].astype(np.float64) for i in range(3))
    return float(0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum())


def left_of(line: Floats) -> Floats:
    return np.asarray(0.437 - line[:, 0] - 0.2 * line[:, 1], np.float32)


def test_trimming_leaves_just_what_lies_inside() -> None:
    cut = cloth.trim(sheet(), left_of, 1 / 11)
    assert left_of(cut.rest).min() > -1e-3
    assert abs(area(cut) - (0.437 - 0.1)) < 0.012


def test_a_seam_parts_panels_and_loses_no_cloth() -> None:
    sewn = cloth.assign(sheet(), left_of, 1 / 11, 7, (0,))
    assert set(np.unique(sewn.panel)) == {0, 7}
    inner = cloth.compact(Cloth(sewn.rest, sewn.faces[sewn.panel == 0], sewn.panel[sewn.panel == 0]))
    assert abs(area(inner) - (0.437 - 0.1)) < 0.012
    assert abs(area(sewn) - 1) < 0.02


def test_a_mirror_image_is_sewn_on_at_the_seam_only() -> None:
    both = cloth.mirrored(sheet(), above=0.5)
    rim = cloth.border(both.faces)
    ends = both.rest[rim]
    on_seam = (np.abs(ends[..., 0]) < 1e-6).all(axis=1)
    assert (ends[on_seam][..., 1].min(axis=1) < 0.51).all()
    assert abs(area(both) - 2) < 1e-5


def test_hinges_name_the_corners_across_each_inner_edge() -> None:
    one = sheet(2)
    assert cloth.hinges(one.faces).tolist() in ([[1, 2]], [[2, 1]], [[1, 3]], [[3, 1]])
    assert len(cloth.edges_of(one.faces)) == 5
    assert len(cloth.border(one.faces)) == 4
