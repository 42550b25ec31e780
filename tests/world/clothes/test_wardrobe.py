"""Garments and outfits from seeds."""

import pytest

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Gender
from toile.world.clothes.wardrobe import CUTS, HEMS, NECKS, draw_garment, draw_outfit
from toile.world.clothes.words import describe_garment
from toile.world.textile.fabric import PRINTS

MANY = range(600)


def test_there_are_the_cuts_a_shop_sells() -> None:
    asked = {
        "t-shirt", "long-sleeved t-shirt", "tank top", "camisole", "shirt", "hoodie", "sweater", "trousers", "jeans",
        "shorts", "straight skirt", "flared skirt", "pleated skirt", "sleeveless dress", "short-sleeved dress",
        "cardigan", "coat",
    }  # fmt: skip
    assert asked <= set(CUTS)


@pytest.mark.parametrize("cut", list(CUTS))
def test_every_cut_can_be_drawn_and_named_in_both_languages(cut: str) -> None:
    garment = draw_garment(1, cut)
    assert garment.cut == cut
    assert cut in describe_garment(garment)
    assert describe_garment(garment, "zh")


def test_the_same_seed_draws_the_same_garment_and_another_does_not() -> None:
    assert draw_garment(5, Category.TOP) == draw_garment(5, Category.TOP)
    assert len({draw_garment(seed, "t-shirt") for seed in range(20)}) == 20


def test_draws_are_diverse() -> None:
    garments = [draw_garment(seed) for seed in MANY]
    assert {g.cut for g in garments} == set(CUTS)
    assert {g.sleeve for g in garments} == set(Sleeve)
    assert {g.neckline for g in garments} == set(NECKS)
    assert {g.fabric.pattern for g in garments} == set(Pattern)
    assert len({g.fabric.print_name for g in garments}) > 0.8 * sum(map(len, PRINTS.values()))
    assert len({g.fabric.names[0] for g in garments}) > 30
    assert {g.tucked for g in garments} == {g.worn_open for g in garments} == {True, False}


def test_lengths_are_as_they_are_called() -> None:
    for seed in MANY:
        g = draw_garment(seed)
        if g.category is Category.OUTER or g.length_name not in HEMS[g.kind]:
            continue
        nearest = min(HEMS[g.kind], key=lambda name: abs(HEMS[g.kind][name] - g.hem))
        assert nearest == g.length_name


@pytest.mark.parametrize("gender", list(Gender))
def test_an_outfit_covers_the_body_once(gender: Gender) -> None:
    for seed in range(200):
        worn = draw_outfit(seed, gender)
        places = [g.category for g in worn]
        assert len(set(places)) == len(places)
        assert {Category.DRESS} <= set(places) or {Category.TOP, Category.BOTTOM} <= set(places)
        assert not any(g.worn_open for g in worn if g.category is not Category.OUTER)


def test_men_are_not_drawn_in_skirts_by_chance() -> None:
    kinds = {g.kind for seed in range(200) for g in draw_outfit(seed, Gender.MAN)}
    assert kinds == {Kind.TOP, Kind.TROUSERS, Kind.SHORTS}


def test_an_unknown_cut_is_an_error() -> None:
    with pytest.raises(ValueError, match="poncho"):
        draw_garment(1, "poncho")
