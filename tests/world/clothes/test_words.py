"""Every property of a garment has its words, in both languages."""

from dataclasses import fields, replace

import numpy as np
import pytest

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.prompts import wording
from toile.prompts.wording import COLOUR_NAMES
from toile.world.clothes import words
from toile.world.clothes.garment import GarmentSpec
from toile.world.textile import fabric, palette, weave
from toile.world.textile.fabric import FabricSpec

TEE = GarmentSpec(
    Category.TOP,
    Kind.TOP,
    "t-shirt",
    FabricSpec(Pattern.STRIPES, ((240, 240, 240), (20, 30, 60)), names=("white", "navy"), weave="jersey"),
    Sleeve.LONG,
    1.0,
)
# The values that `GarmentSpec` documents.
DOCUMENTED = {
    "neckline": (wording.NECKLINES, "crew, v, scoop, square, boat, turtle, strap"),
    "collar": (words.COLLARS, "none, rib, shirt, lapel, hood, turtle"),
    "closure": (words.CLOSURES, "none, buttons, zip"),
    "cuff": (words.CUFFS, "hem, rib, band"),
    "waistband": (words.WAISTBANDS, "hem, rib, band, elastic"),
    "pockets": (words.POCKETS, "none, kangaroo, jeans, slash, patch, chest"),
    "length_name": (wording.LENGTHS, "cropped, regular, long, mini, knee-length, midi, maxi, full-length"),
}


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_every_colour_that_fabrics_have_is_named_in_chinese() -> None:
    assert set(palette.COLOURS) == set(COLOUR_NAMES)
    assert all(is_chinese(word) for word in COLOUR_NAMES.values())


def test_every_print_has_an_adjective_and_a_chinese_name() -> None:
    colours = ((0, 0, 0), (9, 9, 9))
    for pattern, designs in fabric.PRINTS.items():
        for design in designs:
            for upright in (False, True):
                name = FabricSpec(pattern, colours, upright=upright, motif=design).print_name
                assert is_chinese(words.PRINTS[name][1])


def test_every_weave_has_words() -> None:
    assert set(weave.WEAVES) == set(words.WEAVES)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_documented_value_has_words(name: str) -> None:
    table, values = DOCUMENTED[name]
    assert set(table) >= set(values.split(", "))
    assert name in {field.name for field in fields(GarmentSpec)}


def test_enumerations_are_complete() -> None:
    assert set(wording.SLEEVES) == set(Sleeve)
    assert set(words.CATEGORIES) == set(Category)


@pytest.mark.parametrize("family", palette.FAMILIES)
def test_whatever_is_drawn_can_be_described(family: str) -> None:
    for seed in range(60):
        drawn = palette.draw_fabric(np.random.default_rng(seed), family)
        garment = replace(TEE, fabric=drawn)
        assert all(all(pair) for pair in words.attributes(garment).values())
        assert is_chinese(words.describe_garment(garment, "zh"))
        assert "t-shirt" in words.describe_garment(garment)


def test_a_shop_would_say_it_so() -> None:
    assert words.describe_garment(TEE) == "a white and navy striped long-sleeved t-shirt with a crew neck"
    assert words.describe_garment(TEE, "zh") == "一件白藏青条纹圆领长袖T恤"


def test_what_a_name_implies_is_not_said_again() -> None:
    blue = FabricSpec(Pattern.PLAIN, ((74, 102, 138),), names=("denim blue",), weave="denim")
    jeans = GarmentSpec(Category.BOTTOM, Kind.TROUSERS, "jeans", blue, pockets="jeans", fit="slim")
    assert words.describe_garment(jeans) == "a pair of slim denim blue jeans"
    assert words.describe_garment(jeans, "zh") == "一条牛仔蓝色修身牛仔裤"


def test_lettering_is_quoted() -> None:
    printed = FabricSpec(
        Pattern.GRAPHIC,
        ((0, 0, 0), (255, 255, 255)),
        motif="text",
        text="new\nyork",
        names=("black", "white"),
    )
    assert "says “NEW YORK”" in words.describe_garment(replace(TEE, fabric=printed))
    assert words.attributes(replace(TEE, fabric=printed))["text"] == ("NEW YORK", "NEW YORK")
