"""Telling garments on people from garments alone, on the synthetic world."""

import pytest

from toile.domain.geometry import Size
from toile.vision.cutout import cut_out
from toile.vision.worn import is_worn
from toile.world.clothes.wardrobe import draw_garment
from toile.world.sample import PersonPhoto, shoot_product


def test_garments_on_rendered_people_are_worn(people: list[PersonPhoto]) -> None:
    assert all(is_worn(photo.rgb, cut_out(photo.rgb)) for photo in people)


@pytest.mark.parametrize("what", ["top", "dress", "bottom"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_garments_alone_are_not_worn(what: str, seed: int) -> None:
    rgb = shoot_product(draw_garment(seed, what), Size(180, 240), "white", seed=seed).rgb
    assert not is_worn(rgb, cut_out(rgb))
