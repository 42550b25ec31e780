"""Taking clothes away from rendered people whose label maps are exact."""

import numpy as np
import pytest

from toile.domain.body import Region
from toile.domain.garment import Category
from toile.domain.geometry import Box
from toile.pixels.arrays import Mask
from toile.vision.measure import Body, measure
from toile.vision.residue import REPLACES, Residue, Wardrobe, find_residue
from toile.world.sample import PersonPhoto


def wearing(person: PersonPhoto) -> Wardrobe:
    labels = person.truth.labels
    soft = {region: (labels == region).astype(np.float32) for region in Region if region}
    return Wardrobe(labels, soft, person.truth.alpha)


def body_of(person: PersonPhoto) -> Body:
    return measure(person.truth.joints, person.truth.alpha, person.truth.labels)


def undress(person: PersonPhoto, category: Category, coverage: Mask | None = None) -> Residue:
    body = body_of(person)
    nothing = np.zeros(person.truth.labels.shape, np.float32)
    cover = nothing if coverage is None else coverage
    return find_residue(
        person.rgb, wearing(person), body, cover, category, 0.84 * body.torso, 9e9, nothing, seed=0
    )


def test_every_category_says_what_it_replaces() -> None:
    assert set(REPLACES) == set(Category)


@pytest.mark.parametrize("category", [Category.TOP, Category.BOTTOM])
def test_all_of_the_old_garment_is_taken_away_and_nothing_of_face_hair_and_hands(
    people: list[PersonPhoto], category: Category
) -> None:
    person = people[1]
    gone = undress(person, category)
    labels = person.truth.labels
    assert gone.amount[np.isin(labels, REPLACES[category])].min() > 0.3
    assert gone.amount[np.isin(labels, (Region.HAIR, Region.HANDS, Region.SHOES))].max() < 0.1


def test_what_the_new_garment_covers_needs_no_filling(people: list[PersonPhoto]) -> None:
    person = people[0]
    everything = np.ones(person.truth.labels.shape, np.float32)
    assert undress(person, Category.TOP, everything).amount.max() == 0


def test_a_coat_takes_nothing_away(people: list[PersonPhoto]) -> None:
    assert undress(people[0], Category.OUTER).amount.max() == 0


def test_bare_arms_and_chest_are_filled_in_the_persons_own_skin(people: list[PersonPhoto]) -> None:
    person = people[0]
    labels = person.truth.labels
    gone = undress(person, Category.TOP)
    skin = np.isin(gone.labels, (Region.SKIN, Region.ARMS)) & (labels == Region.TOP)
    assert skin.sum() > 100
    own = np.median(person.rgb[np.isin(labels, (Region.SKIN, Region.ARMS))], axis=0)
    assert np.abs(np.median(gone.fill[skin], axis=0) - own).max() < 45


def test_made_up_skin_is_counted(people: list[PersonPhoto]) -> None:
    assert undress(people[0], Category.TOP).made_up_skin > 0.02
    assert undress(people[0], Category.OUTER).made_up_skin == 0


def test_putting_on_hides_what_was_there_and_shares_still_add_up_to_one(people: list[PersonPhoto]) -> None:
    worn = wearing(people[0])
    box = Box(80, 100, 200, 200)
    cover = np.full((100, 120), 0.75, np.float32)
    now = worn.put_on(Region.DRESS, cover, worn.labels[100:200, 80:200], box)
    assert set(now.soft) == set(worn.soft) | {Region.DRESS}
    assert len(now.soft) == len(list(now.soft))
    assert (now.labels[100:200, 80:200] == Region.DRESS).all()
    assert max(share.max() for share in now.soft.values()) <= 1
    assert np.sum([share[150, 140] for share in now.soft.values()]) <= 1.0001
    assert worn.labels[150, 140] != Region.DRESS
