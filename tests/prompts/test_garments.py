"""Garments for prompts: what readers saw in a photo, in words."""

from typing import Any

import pytest

from toile.domain.garment import Attributes, Category, Kind, Pattern, Sleeve
from toile.prompts.compiler import describe
from toile.prompts.garments import name_garment
from toile.prompts.wording import BASES, CHINESE, COLOUR_NAMES, ENGLISH
from toile.vision.palette import PALETTE


def seen(kind: Kind = Kind.TOP, sleeve: Sleeve = Sleeve.SHORT, **more: Any) -> Attributes:
    said: dict[str, Any] = {
        "neckline": "crew",
        "colours": (("red", 0.9),),
        "pattern": Pattern.PLAIN,
        "confidence": 1.0,
    }
    return Attributes(kind, sleeve, **{**said, **more})


@pytest.mark.parametrize(
    ("attributes", "category", "english", "chinese"),
    [
        (seen(), Category.TOP, "red short-sleeved t-shirt with a crew neck", "红色圆领短袖T恤"),
        (
            seen(colours=(("navy", 0.6), ("white", 0.4)), pattern=Pattern.STRIPES, sleeve=Sleeve.LONG),
            Category.TOP,
            "navy and white striped long-sleeved top with a crew neck",
            "藏青色白色条纹圆领长袖上衣",
        ),
        (
            seen(Kind.TROUSERS, Sleeve.NONE, neckline="none", length="cropped"),
            Category.BOTTOM,
            "cropped red trousers",
            "红色短款长裤",
        ),
        (
            seen(
                Kind.DRESS, Sleeve.NONE, neckline="v", length="midi", pattern=Pattern.ALL_OVER, motif="floral"
            ),
            Category.DRESS,
            "midi red floral sleeveless dress with a V-neck",
            "红色大花中长V领无袖连衣裙",
        ),
        (seen(closure="buttons", neckline="none"), Category.TOP, "red short-sleeved shirt", "红色短袖衬衫"),
        (seen(closure="zip", neckline="none"), Category.OUTER, "red short-sleeved jacket", "红色短袖夹克"),
    ],
)
def test_a_garment_in_both_languages(
    attributes: Attributes, category: Category, english: str, chinese: str
) -> None:
    said = name_garment(attributes, category)
    assert (describe(said, ENGLISH), describe(said, CHINESE)) == (english, chinese)


def test_the_mannequin_hears_only_words_that_it_was_taught() -> None:
    said = name_garment(
        seen(colours=(("dark green", 0.6), ("peach", 0.4)), pattern=Pattern.PLAID), Category.TOP, taught=True
    )
    assert said["colour"][ENGLISH] == "forest green and apricot"
    assert said["pattern"] == ("tartan", "苏格兰格纹")


@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_that_readers_name_was_taught(colour: str) -> None:
    said = name_garment(seen(colours=((colour, 1.0),)), Category.TOP, taught=True)["colour"][ENGLISH]
    assert said in {*COLOUR_NAMES, *BASES.values()}


def test_of_two_colours_with_one_name_one_is_said() -> None:
    twice = seen(colours=(("blue", 0.5), ("blue", 0.5)), pattern=Pattern.STRIPES)
    assert name_garment(twice, Category.TOP)["colour"][ENGLISH] == "blue"
