"""The draft on people and garments of the synthetic world, whose truth is known to the pixel."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from toile.domain.body import JointSource, Region
from toile.domain.garment import Category, GarmentLandmarks, Kind, Sleeve
from toile.domain.geometry import Point, Size
from toile.domain.look import Verdict
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.errors import BadRequest
from toile.tryon.draft import Draft, ends_between_legs
from toile.tryon.fit import GarmentPhoto, PersonPhoto, Wish, fit
from toile.tryon.look import Look
from toile.world import sample
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import photograph, shoot_product

SIZE = Size(288, 384)
SHOT = Size(240, 320)


def shot(cut: str) -> sample.ProductPhoto:
    """The first garment of a cut that is not as white as its ground."""
    garment = next(
        g for g in (draw_garment(seed, cut) for seed in range(99)) if max(g.fabric.colours[0]) < 200
    )
    return shoot_product(garment, SHOT, "white", seed=1)


@pytest.fixture(scope="module")
def person() -> sample.PersonPhoto:
    clothes = [draw_garment(1, "tank top"), draw_garment(10, "skinny jeans")]
    return photograph(
        draw_persona(8), clothes, POSES["arms-away"], SCENES["grey-studio"], SIZE, "three-quarter", seed=8
    )


@pytest.fixture(scope="module")
def tee() -> sample.ProductPhoto:
    return shot("t-shirt")


def dressed(
    person: sample.PersonPhoto, *shots: sample.ProductPhoto, wish: Wish | None = None, **said: Category | None
) -> Look:
    photo = PersonPhoto(person.rgb, "p", "person", person.truth.joints)
    garments = [GarmentPhoto(shot.rgb, "g", "garment", None, said.get("category")) for shot in shots]
    return fit(photo, garments, Draft(), wish=wish, clock=itertools.count().__next__)


@pytest.fixture(scope="module")
def look(person: sample.PersonPhoto, tee: sample.ProductPhoto) -> Look:
    return dressed(person, tee)


def test_outside_the_mask_the_photo_is_bit_for_bit_the_photo(look: Look, person: sample.PersonPhoto) -> None:
    assert look.changed_outside == 0
    assert np.array_equal(look.rgb[look.mask == 0], person.rgb[look.mask == 0])
    assert 0.05 < float((look.mask > 0).mean()) < 0.6


def test_face_and_hair_stay_bit_for_bit_though_the_garment_touches_them(
    look: Look, person: sample.PersonPhoto
) -> None:
    nose = person.truth.joints["nose"]
    x, y = round(nose.x), round(nose.y)
    box = np.s_[y - 12 : y + 8, x - 8 : x + 8]
    assert np.array_equal(look.rgb[box], person.rgb[box])


def test_every_check_of_a_sensible_pair_passes(look: Look) -> None:
    assert {check.code: check.verdict for check in look.checks if check.verdict is Verdict.FAIL} == {}


def test_the_garment_is_seen_in_its_own_colour(
    look: Look, person: sample.PersonPhoto, tee: sample.ProductPhoto
) -> None:
    here = look.layers[0].coverage > 0.95
    cloth = tee.rgb[tee.alpha > 0.99].mean(axis=0)
    seen, before = look.rgb[here].mean(axis=0), person.rgb[here].mean(axis=0)
    assert np.abs(seen - cloth).max() < 25
    assert np.abs(seen - cloth).sum() < 0.5 * np.abs(before - cloth).sum()


def test_the_same_photos_give_the_same_pixels_and_the_same_recipe(
    look: Look, person: sample.PersonPhoto, tee: sample.ProductPhoto
) -> None:
    again = dressed(person, tee)
    assert np.array_equal(again.rgb, look.rgb)
    assert again.recipe == look.recipe


def test_a_longer_garment_reaches_lower(person: sample.PersonPhoto, tee: sample.ProductPhoto) -> None:
    def hem(wish: Wish) -> int:
        coverage = dressed(person, tee, wish=wish).layers[0].coverage
        return int(np.flatnonzero((coverage > 0.5).any(axis=1)).max())

    assert hem(Wish(length=0.85)) + 5 < hem(Wish()) < hem(Wish(length=1.2)) - 5


def test_a_wider_garment_covers_more(person: sample.PersonPhoto, tee: sample.ProductPhoto) -> None:
    def area(wish: Wish) -> float:
        return float(dressed(person, tee, wish=wish).layers[0].coverage.sum())

    assert area(Wish(width=1.25)) > 1.02 * area(Wish())


def test_a_tucked_top_ends_where_the_trousers_begin(
    person: sample.PersonPhoto, tee: sample.ProductPhoto
) -> None:
    over = dressed(person, tee, wish=Wish(length=1.2, tuck=False)).layers[0].coverage
    tucked = dressed(person, tee, wish=Wish(length=1.2, tuck=True)).layers[0].coverage
    lowest = [int(np.flatnonzero((c > 0.5).any(axis=1)).max()) for c in (tucked, over)]
    waist = int(np.flatnonzero((person.truth.labels == Region.BOTTOM).any(axis=1)).min())
    assert lowest[0] < lowest[1]
    assert abs(lowest[0] - waist) < 0.12 * SIZE.height


def test_an_outfit_is_put_on_from_the_inside_out(
    person: sample.PersonPhoto, tee: sample.ProductPhoto
) -> None:
    trousers = shot("trousers")
    both = dressed(person, tee, trousers)
    assert both.categories == (Category.BOTTOM, Category.TOP)
    assert both.changed_outside == 0
    assert all(layer.coverage.sum() > 500 for layer in both.layers)


def test_a_dress_replaces_top_and_trousers(person: sample.PersonPhoto) -> None:
    dress = shot("short-sleeved dress")
    look = dressed(person, dress)
    assert look.categories == (Category.DRESS,)
    torso = np.isin(person.truth.labels, (Region.TOP, Region.BOTTOM))
    touched = look.mask > 0.5
    assert float(touched[torso].mean()) > 0.9


def test_what_the_user_says_about_the_category_wins(
    person: sample.PersonPhoto, tee: sample.ProductPhoto
) -> None:
    assert dressed(person, tee, category=Category.OUTER).categories == (Category.OUTER,)


def test_a_photo_without_anybody_is_refused_with_a_reason(tee: sample.ProductPhoto) -> None:
    empty = PersonPhoto(np.full((300, 300, 3), 230, np.uint8), "p")
    with pytest.raises(BadRequest) as refused:
        fit(empty, [GarmentPhoto(tee.rgb, "g")], Draft(), clock=itertools.count().__next__)
    assert refused.value.code == "no_person"


def test_a_photo_without_a_garment_is_refused_with_a_reason(person: sample.PersonPhoto) -> None:
    blank = GarmentPhoto(np.full((300, 300, 3), 250, np.uint8), "g")
    with pytest.raises(BadRequest) as refused:
        fit(
            PersonPhoto(person.rgb, "p", "person", person.truth.joints),
            [blank],
            Draft(),
            clock=itertools.count().__next__,
        )
    assert refused.value.code == "no_garment"


def test_an_estimated_pose_is_announced(person: sample.PersonPhoto, tee: sample.ProductPhoto) -> None:
    photo = PersonPhoto(person.rgb, "p", "person", None)
    look = fit(photo, [GarmentPhoto(tee.rgb, "g")], Draft(), clock=itertools.count().__next__)
    pose = Draft().prepare_person(photo).pose
    assert pose.source is not JointSource.GIVEN
    assert ("unsure_pose" in {notice.code for notice in look.notices}) == (pose.confidence < 0.6)


def test_a_mirrored_pair_gives_the_mirrored_look(
    person: sample.PersonPhoto, tee: sample.ProductPhoto, look: Look
) -> None:
    width = SIZE.width
    pose = person.truth.joints
    swap = {"left": "right", "right": "left"}
    flipped = {}
    for name, joint in pose.joints.items():
        side, _, rest = name.partition("_")
        flipped[f"{swap[side]}_{rest}" if side in swap else name] = replace(joint, x=width - 1 - joint.x)
    photo = PersonPhoto(
        np.ascontiguousarray(person.rgb[:, ::-1]), "p", "person", replace(pose, joints=flipped)
    )
    garment = GarmentPhoto(np.ascontiguousarray(tee.rgb[:, ::-1]), "g")
    mirrored = fit(photo, [garment], Draft(), clock=itertools.count().__next__)
    gap = np.abs(mirrored.rgb[:, ::-1].astype(int) - look.rgb.astype(int)).max(axis=-1)
    assert float((gap > 40).mean()) < 0.02


def test_a_large_photo_keeps_its_resolution_and_its_pixels_outside_the_edit(
    person: sample.PersonPhoto, tee: sample.ProductPhoto
) -> None:
    large = np.ascontiguousarray(np.repeat(np.repeat(person.rgb, 6, axis=0), 6, axis=1))
    pose = person.truth.joints
    joints = {name: replace(j, x=6 * j.x, y=6 * j.y) for name, j in pose.joints.items()}
    photo = PersonPhoto(large, "p", "person", replace(pose, joints=joints))
    look = fit(photo, [GarmentPhoto(tee.rgb, "g")], Draft(), clock=itertools.count().__next__)
    assert look.rgb.shape == large.shape
    assert look.changed_outside == 0
    assert np.array_equal(look.rgb[look.mask == 0], large[look.mask == 0])
    assert "edit_enlarged" in {notice.code for notice in look.notices}
    x, y, _ = look.recipe.joints["left_shoulder"]
    assert abs(x - joints["left_shoulder"].x) < 0.5
    assert abs(y - joints["left_shoulder"].y) < 0.5


def test_trousers_given_as_a_top_are_announced(person: sample.PersonPhoto) -> None:
    trousers = shot("trousers")
    codes = {notice.code for notice in dressed(person, trousers, category=Category.TOP).notices}
    assert "wrong_category" in codes
    assert "wrong_category" not in {notice.code for notice in dressed(person, trousers).notices}


def test_a_bodysuit_narrows_towards_its_end_and_a_tee_with_a_hanging_tie_does_not() -> None:
    places = {"left_armpit": Point(150, 60), "right_armpit": Point(50, 60)}
    marks = GarmentLandmarks(Kind.TOP, Sleeve.NONE, places, {}, 100.0, 1.0, 1.0)
    tee = np.zeros((300, 200), np.float32)
    tee[20:220, 50:150] = 1
    suit = tee.copy()
    for row in range(220, 290):
        half = 50 - (row - 220) // 2
        suit[row, 100 - half : 100 + half] = 1
    tied = tee.copy()
    tied[220:280, 97:103] = 1
    assert ends_between_legs(marks, suit)
    assert not ends_between_legs(marks, tee)
    assert not ends_between_legs(marks, tied)
