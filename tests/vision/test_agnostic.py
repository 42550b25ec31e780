"""Agnostic masks: they cover whatever garment of their kind could be worn, from the pose alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.vision.agnostic import draw_agnostic
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import PersonPhoto, photograph

SIZE = Size(192, 256)
CUTS = {"shirt": Category.TOP, "jeans": Category.BOTTOM, "sweater dress": Category.DRESS}


def person(cut: str, pose: str, seed: int = 3) -> PersonPhoto:
    wearing = [draw_garment(seed, cut)]
    return photograph(draw_persona(seed), wearing, POSES[pose], SCENES["white-studio"], SIZE, seed=seed)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("pose", ["arms-down", "hand-on-hip", "walking", "sitting"])
def test_the_garment_is_under_it_and_the_face_is_not(cut: str, pose: str) -> None:
    photo = person(cut, pose)
    joints = {name: photo.truth.joints[name] for name in photo.truth.joints.joints}
    mask = draw_agnostic(joints, SIZE, CUTS[cut]) > 0
    worn = next(iter(photo.truth.garment_alpha.values())) > 0.5
    assert (worn & mask).sum() > 0.95 * worn.sum()
    nose = joints["nose"]
    assert not mask[round(nose[1]), round(nose[0])]


def test_it_says_nothing_of_the_garment() -> None:
    """Two garments in one pose have one mask: it is made of joints."""
    joints = {name: (float(x), float(y)) for name, (x, y) in _joints(person("shirt", "arms-down")).items()}
    assert np.array_equal(
        draw_agnostic(joints, SIZE, Category.TOP), draw_agnostic(joints, SIZE, Category.TOP)
    )
    top, dress = (draw_agnostic(joints, SIZE, one) > 0 for one in (Category.TOP, Category.DRESS))
    assert (dress | ~top).all() and dress.sum() > top.sum()


def _joints(photo: PersonPhoto) -> dict[str, tuple[float, float]]:
    return {name: photo.truth.joints[name] for name in photo.truth.joints.joints}


def test_without_shoulders_or_hips_there_is_none() -> None:
    assert not draw_agnostic({"nose": (5, 5)}, SIZE, Category.TOP).any()


places = st.tuples(*[st.floats(-500, 700)] * 2)


@given(
    st.fixed_dictionaries(
        {f"{s}_{p}": places for s in ("left", "right") for p in ("shoulder", "hip", "knee")}
    )
)
def test_joints_may_lie_anywhere(joints: dict[str, tuple[float, float]]) -> None:
    for category in Category:
        mask = draw_agnostic(joints, Size(48, 64), category)
        assert mask.shape == (64, 48) and set(np.unique(mask)) <= {0.0, 1.0}
