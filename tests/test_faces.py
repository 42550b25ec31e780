"""Faces: the face alone is changed, wherever it is, and where there is none nothing is."""

import numpy as np

from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.faces import SIDE, restore_face
from toile.pixels.arrays import RGB
from toile.world.clothes.wardrobe import draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.sample import photograph


def green(face: RGB) -> RGB:
    assert face.shape == (SIDE, SIDE, 3)
    return np.full_like(face, (0, 255, 0))


def test_the_face_is_handed_over_upright_and_laid_back_where_it_was() -> None:
    wearing = draw_outfit(3)
    person = photograph(
        draw_persona(3), wearing, POSES["relaxed"], SCENES["white-studio"], Size(384, 512), seed=3
    )
    seen: list[RGB] = []

    def same(face: RGB) -> RGB:
        seen.append(face)
        return face

    kept = restore_face(person.rgb, same)
    assert kept is not None
    # There and back again costs a little sharpness, nowhere else than at the head.
    changed = np.abs(kept.astype(int) - person.rgb.astype(int)).max(axis=2)
    rows, columns = np.nonzero(changed)
    nose = person.truth.joints["nose"]
    assert changed.mean() < 1 and rows.size
    assert np.hypot(rows - nose.y, columns - nose.x).max() < 0.2 * person.rgb.shape[0]
    painted = restore_face(person.rgb, green)
    assert painted is not None
    assert painted[round(nose.y), round(nose.x)].tolist() == [0, 255, 0]


def test_where_no_face_is_seen_nothing_is_done() -> None:
    assert restore_face(np.full((128, 96, 3), 200, np.uint8), green) is None
