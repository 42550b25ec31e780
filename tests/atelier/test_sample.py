"""Whole photos."""

import numpy as np

from toile.atelier.fabric import FabricSpec
from toile.atelier.garment import GarmentSpec
from toile.atelier.sample import photograph
from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.geometry import Size
from toile.domain.persona import Build, Face, Hair, Persona
from toile.domain.pose import POSES
from toile.domain.scene import SCENES

RED = FabricSpec(Pattern.PLAIN, ((186, 44, 48),))
WORN = (
    GarmentSpec(Category.TOP, Kind.TOP, "t-shirt", RED, Sleeve.SHORT, 0.38, 0.022),
    GarmentSpec(
        Category.BOTTOM, Kind.TROUSERS, "trousers", FabricSpec(Pattern.PLAIN, ((33, 44, 78),)), hem=0.09
    ),
)
WHO = Persona(
    3, Build(), (226, 176, 150), Hair.BOB, (60, 40, 28), (92, 60, 36), (186, 92, 92), "sneakers", (230, 228, 222), "",
    face=Face(),
)  # fmt: skip


def test_a_photo_shows_the_garments_in_their_colours_where_they_are() -> None:
    shot = photograph(WHO, WORN, POSES["arms-away"], SCENES["white-studio"], Size(96, 128), seed=1)
    assert shot.rgb.shape == (128, 96, 3)
    names = [mesh.name for mesh in shot.meshes]
    for name, channel in (("top", 0), ("bottom", 2)):
        fine = shot.samples.mesh == names.index(name)
        whole = fine[0::2, 0::2] & fine[1::2, 0::2] & fine[0::2, 1::2] & fine[1::2, 1::2]
        colour = shot.rgb[whole].astype(float).mean(axis=0)
        assert whole.sum() > 300
        assert colour.argmax() == channel


def test_the_same_seed_gives_the_same_bits_and_another_does_not() -> None:
    take = [
        photograph(WHO, WORN, POSES["walking"], SCENES["park"], Size(48, 64), seed=seed).rgb
        for seed in (1, 1, 2)
    ]
    assert np.array_equal(take[0], take[1])
    assert not np.array_equal(take[0], take[2])
