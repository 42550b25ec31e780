"""What is remembered, and what counts as the same photo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import BodyPose, Joint, JointSource
from toile.domain.garment import Attributes, Category, Kind, Pattern, Sleeve
from toile.domain.look import Notice
from toile.domain.recipe import Licence
from toile.tryon.fit import GarmentPhoto, PersonPhoto, Wish
from toile.tryon.look import Dressed
from toile.tryon.memory import Remembering

RGB = np.zeros((8, 6, 3), np.uint8)
POSE = BodyPose({"nose": Joint(1, 2)}, JointSource.GIVEN, 1.0)


PLAIN = Attributes(Kind.TOP, Sleeve.NONE, "crew", (), Pattern.PLAIN, 1.0)


@dataclass(frozen=True)
class Someone:
    pose: BodyPose


@dataclass(frozen=True)
class Something:
    category: Category = Category.TOP
    attributes: Attributes = PLAIN
    notices: tuple[Notice, ...] = ()


class Counting:
    """A little method that counts how often it is asked to look."""

    name = "counting"
    licences: tuple[Licence, ...] = ()

    def __init__(self) -> None:
        self.looks = 0

    def prepare_person(self, photo: PersonPhoto) -> Someone:
        self.looks += 1
        return Someone(photo.joints or POSE)

    def prepare_garment(self, photo: GarmentPhoto) -> Something:
        self.looks += 1
        return Something(photo.category or Category.TOP)

    def examine(self, person: Someone, garments: Sequence[Something]) -> tuple[Notice, ...]:
        return ()

    def dress(self, person: Someone, garment: Something, wish: Wish) -> tuple[Dressed, Someone]:
        nothing = np.zeros((8, 6), np.float32)
        return Dressed(RGB, nothing, RGB, nothing, RGB.reshape(-1, 3), nothing), person

    def settings(self, wish: Wish) -> Mapping[str, float | int | str | bool]:
        return {"length": wish.length}


def test_the_same_photo_is_looked_at_once() -> None:
    method = Counting()
    memory = Remembering(method)
    first = memory.prepare_person(PersonPhoto(RGB, "a"))
    assert memory.prepare_person(PersonPhoto(RGB.copy(), "a")) is first
    memory.prepare_garment(GarmentPhoto(RGB, "a"))
    memory.prepare_garment(GarmentPhoto(RGB, "a"))
    assert method.looks == 2


def test_other_content_joints_or_category_is_another_photo() -> None:
    method = Counting()
    memory = Remembering(method)
    photo = PersonPhoto(RGB, "a")
    moved = BodyPose({"nose": Joint(1, 3)}, JointSource.GIVEN, 1.0)
    for person in (
        photo,
        replace(photo, sha256="b"),
        replace(photo, joints=POSE),
        replace(photo, joints=moved),
    ):
        memory.prepare_person(person)
    for category in (None, Category.TOP, Category.OUTER):
        memory.prepare_garment(GarmentPhoto(RGB, "a", category=category))
    assert method.looks == 7


def test_everything_else_is_the_methods_own() -> None:
    memory = Remembering(Counting())
    assert memory.name == "counting"
    assert memory.settings(Wish(length=1.1)) == {"length": 1.1}
    someone = memory.prepare_person(PersonPhoto(RGB, "a"))
    assert memory.dress(someone, Something(), Wish())[1] is someone
    assert memory.examine(someone, []) == ()
