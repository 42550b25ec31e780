"""How garments are looked at: kind, places and words of garments the readers never saw."""

import numpy as np
import pytest

from toile.domain.garment import Attributes, Kind, Pattern, Sleeve
from toile.domain.geometry import Size
from toile.errors import BadRequest
from toile.vision.attributes import describe
from toile.vision.garment_reader import CLOTHS, QUESTIONS, read_cloth, read_garment
from toile.vision.garment_sight import see_garment
from toile.vision.garment_words import add_words, find_motif
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_garment
from toile.world.sample import ProductPhoto, shoot_product

CUTS = (
    "t-shirt",
    "long-sleeved t-shirt",
    "tank top",
    "short-sleeved dress",
    "jeans",
    "shorts",
    "a-line skirt",
    "hoodie",
)


@pytest.fixture(scope="module")
def products() -> list[tuple[GarmentSpec, ProductPhoto]]:
    shown = []
    for number, cut in enumerate(CUTS):
        garment = draw_garment(7100 + number, cut)
        shown.append((garment, shoot_product(garment, Size(288, 384), seed=number)))
    return shown


def test_kinds_and_sleeves_are_read(products: list[tuple[GarmentSpec, ProductPhoto]]) -> None:
    for garment, photo in products:
        seen = see_garment(photo.rgb, photo.alpha).landmarks
        assert (seen.kind, seen.sleeve) == (garment.kind, garment.sleeve), garment.cut


def test_landmarks_lie_where_they_are(products: list[tuple[GarmentSpec, ProductPhoto]]) -> None:
    away = []
    for _, photo in products:
        seen, truth = see_garment(photo.rgb, photo.alpha).landmarks, photo.landmarks
        end = "shoulder" if truth.kind in (Kind.TOP, Kind.DRESS) else "waist"
        unit = abs(truth[f"left_{end}"].x - truth[f"right_{end}"].x)
        away += [
            float(np.hypot(seen[n].x - p.x, seen[n].y - p.y)) / unit
            for n, p in truth.points.items()
            if n in seen.points and n != "neck_front"
        ]
    assert np.mean(away) < 0.04
    assert np.quantile(away, 0.95) < 0.10


def test_sleeves_and_legs_run_from_root_to_cuff(products: list[tuple[GarmentSpec, ProductPhoto]]) -> None:
    for garment, photo in products:
        seen = see_garment(photo.rgb, photo.alpha).landmarks
        limbed = garment.sleeve is not Sleeve.NONE or garment.kind in (Kind.TROUSERS, Kind.SHORTS)
        assert bool(seen.strips) == limbed
        for strip in seen.strips.values():
            assert strip.outer[-1].y > strip.outer[0].y
            assert len(strip.outer) == len(strip.inner)


def test_legs_begin_at_the_hip_below_the_waist(products: list[tuple[GarmentSpec, ProductPhoto]]) -> None:
    """Where the trunk ends: a leg that began at the waist would leave a gap when it is bent."""
    for garment, photo in products:
        if garment.kind not in (Kind.TROUSERS, Kind.SHORTS):
            continue
        seen = see_garment(photo.rgb, photo.alpha).landmarks
        for side, strip in seen.strips.items():
            hip, waist = seen[f"{side}_hip"], seen[f"{side}_waist"]
            assert np.hypot(strip.outer[0].x - hip.x, strip.outer[0].y - hip.y) < 3
            assert waist.y < hip.y < seen["crotch"].y


def test_nothing_to_see_is_said() -> None:
    with pytest.raises(BadRequest, match="No garment"):
        see_garment(np.zeros((90, 60, 3), np.uint8), np.zeros((90, 60), np.float32))


def test_shares_of_answers_add_up(products: list[tuple[GarmentSpec, ProductPhoto]]) -> None:
    _, photo = products[0]
    reading = read_garment(photo.rgb, photo.alpha)
    assert set(reading.words) == set(QUESTIONS)
    for answers in reading.words.values():
        assert sum(answers.values()) == pytest.approx(1, abs=0.01)
    assert sum(read_cloth(photo.rgb, photo.alpha).values()) == pytest.approx(1, abs=0.01)


def test_length_and_closure_are_added(products: list[tuple[GarmentSpec, ProductPhoto]]) -> None:
    right = []
    for garment, photo in products:
        sight = see_garment(photo.rgb, photo.alpha)
        measured = describe(photo.rgb, photo.alpha, sight.landmarks, "crew")
        words = add_words(measured, sight.reading, photo.rgb, photo.alpha)
        right += [words.length in ("", garment.length_name), words.closure in ("", garment.closure)]
        assert words.colours == measured.colours
    assert np.mean(right) > 0.85


@pytest.mark.parametrize(
    ("pattern", "shares", "motif"),
    [
        (Pattern.ALL_OVER, {"floral": 0.7, "all-over": 0.2}, "floral"),
        (Pattern.ALL_OVER, {"camouflage": 0.5, "all-over": 0.4}, "camouflage"),
        (Pattern.ALL_OVER, {"all-over": 0.6, "animal": 0.3}, ""),
        (Pattern.ALL_OVER, {"plain": 0.9, "floral": 0.06, "all-over": 0.02}, "floral"),
        (Pattern.PLAIN, {"floral": 0.9}, ""),
    ],
)
def test_a_motif_is_said_of_all_over_patterns_only(
    pattern: Pattern, shares: dict[str, float], motif: str
) -> None:
    assert find_motif(pattern, dict.fromkeys(CLOTHS, 0.0) | shares) == motif


def test_attributes_without_words_are_empty() -> None:
    bare = Attributes(Kind.TOP, Sleeve.NONE, "crew", (), Pattern.PLAIN, 1.0)
    assert (bare.motif, bare.length, bare.closure) == ("", "", "")
