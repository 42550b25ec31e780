"""Fabrics drawn for a cut are such as shops sell."""

from collections import Counter

import numpy as np
import pytest

from toile.domain.garment import Pattern
from toile.world.textile import palette
from toile.world.textile.fabric import FabricSpec
from toile.world.textile.weave import WEAVES


def drawn(family: str, count: int = 200) -> list[FabricSpec]:
    return [palette.draw_fabric(np.random.default_rng((7, k)), family) for k in range(count)]


def test_the_same_seed_draws_the_same_fabric() -> None:
    assert drawn("dress", 5) == drawn("dress", 5)


@pytest.mark.parametrize("family", palette.FAMILIES)
def test_every_fabric_is_whole(family: str) -> None:
    for spec in drawn(family):
        assert spec.weave in WEAVES
        assert spec.pattern is Pattern.PLAIN or len(spec.colours) >= 2
        assert len(spec.names) == len(spec.colours)
        assert set(spec.names) <= set(palette.COLOURS)
        assert 0.005 <= spec.scale <= 1.0


def test_jeans_are_denim_and_hoodies_are_not() -> None:
    assert {spec.weave for spec in drawn("jeans")} == {"denim"}
    assert "denim" not in {spec.weave for spec in drawn("hoodie")}


def test_dresses_are_more_often_floral_than_coats() -> None:
    def florals(family: str) -> int:
        return sum("floral" in spec.print_name for spec in drawn(family))

    assert florals("dress") > 40
    assert florals("coat") == 0


def test_no_design_is_never_drawn() -> None:
    seen = Counter(spec.print_name for family in palette.FAMILIES for spec in drawn(family, 300))
    assert len(seen) >= 40


def test_the_nearest_name_of_a_named_colour_is_its_own() -> None:
    for name, colour in palette.COLOURS.items():
        assert palette.nearest(colour) == name
