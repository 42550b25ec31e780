"""The words of the house."""

import dataclasses
import importlib
import pkgutil

import pytest

import toile.domain
from toile.domain.body import BARE, CLOTHES, JOINT_NAMES, BodyPose, Joint, JointSource, Region, Side
from toile.domain.garment import SKIRT_LANDMARKS, TOP_LANDMARKS, TROUSERS_LANDMARKS, Category
from toile.domain.geometry import Box, Point, Size

MODULES = [
    importlib.import_module(f"toile.domain.{m.name}") for m in pkgutil.iter_modules(toile.domain.__path__)
]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_every_value_is_frozen(module: object) -> None:
    for thing in vars(module).values():
        if isinstance(thing, type) and dataclasses.is_dataclass(thing):
            assert thing.__dataclass_params__.frozen, thing  # type: ignore[attr-defined] # there at run time


@pytest.mark.parametrize("names", [JOINT_NAMES, TOP_LANDMARKS, TROUSERS_LANDMARKS, SKIRT_LANDMARKS])
def test_names_are_unique_and_left_has_its_right(names: tuple[str, ...]) -> None:
    assert len(set(names)) == len(names)
    assert {n.replace("left_", "right_") for n in names if n.startswith("left_")} == {
        n for n in names if n.startswith("right_")
    }


def test_regions_fill_a_label_map_without_gaps_and_nothing_is_bare_and_clothed() -> None:
    assert [region.value for region in Region] == list(range(len(Region)))
    assert not set(CLOTHES) & set(BARE)


def test_dressing_goes_from_the_inside_out() -> None:
    assert list(Category) == [Category.BOTTOM, Category.DRESS, Category.TOP, Category.OUTER]


def test_the_other_side_of_the_other_side() -> None:
    assert [side.other for side in Side] == [Side.RIGHT, Side.LEFT]


def test_a_pose_knows_what_it_has() -> None:
    pose = BodyPose({"nose": Joint(3, 4, 0.4)}, JointSource.GIVEN, 0.4)
    assert pose["nose"] == Point(3, 4)
    assert pose.has("nose") and pose.has("nose", least=0.4)
    assert not pose.has("nose", least=0.5) and not pose.has("nose", "left_hip")


def test_a_box_excludes_its_far_edges() -> None:
    assert Box(2, 3, 7, 5).size == Size(5, 2)
