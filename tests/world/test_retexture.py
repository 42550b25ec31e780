"""Pictures retextured by torch, against the full renderer's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from toile.domain.body import Region
from toile.domain.garment import Pattern
from toile.domain.geometry import Size
from toile.domain.persona import Persona
from toile.domain.pose import POSES
from toile.domain.scene import SCENES, Scene
from toile.pixels.arrays import RGB, Bools
from toile.world import buffers, retexture, sample
from toile.world.buffers import Buffers
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import Shot
from toile.world.textile import bolts, swatch
from toile.world.textile.fabric import Colour, FabricSpec

SIZE = Size(192, 256)
WHITE, NAVY, RED, GREEN = (240, 238, 233), (33, 44, 78), (170, 40, 44), (42, 78, 60)
LOOKS = (
    (3, ("t-shirt", "jeans"), "arms-away", "grey-studio"),
    (5, ("long-sleeved t-shirt", "flared skirt"), "hand-on-hip", "park"),
    (8, ("sleeveless dress",), "walking", "white-studio"),
)


def cloth(
    pattern: Pattern, *colours: Colour, scale: float = 0.05, motif: str = "", upright: bool = False
) -> FabricSpec:
    return FabricSpec(pattern, colours, scale, upright, motif=motif)


PLAIN = [cloth(Pattern.PLAIN, colour) for colour in (WHITE, NAVY, (196, 110, 82))]
DESIGNS = [
    cloth(Pattern.STRIPES, WHITE, NAVY),
    cloth(Pattern.STRIPES, WHITE, RED, upright=True, scale=0.03),
    cloth(Pattern.STRIPES, GREEN, WHITE, motif="diagonal"),
    cloth(Pattern.PLAID, WHITE, NAVY, motif="gingham"),
    cloth(Pattern.PLAID, RED, WHITE, GREEN, scale=0.1, motif="tartan"),
    cloth(Pattern.DOTS, GREEN, WHITE),
    cloth(Pattern.GRAPHIC, WHITE, NAVY, RED, scale=0.11, motif="cat"),
    cloth(Pattern.ALL_OVER, GREEN, WHITE, RED, scale=0.06, motif="flowers"),
    cloth(Pattern.COLOUR_BLOCK, WHITE, NAVY, RED, scale=0.2, motif="three"),
    cloth(Pattern.COLOUR_BLOCK, WHITE, NAVY, motif="sleeves"),
]


@dataclass(frozen=True)
class Sitting:
    """A person photographed once, to be photographed again in other fabrics."""

    persona: Persona
    wearing: tuple[GarmentSpec, ...]
    scene: Scene
    shot: Shot
    baked: Buffers

    @property
    def on(self) -> Bools:
        """Where most of a pixel is the first garment."""
        return np.asarray(self.baked.slot & 15 == 1)

    def outfit(self, fabric: FabricSpec) -> tuple[GarmentSpec, ...]:
        """The first garment in that fabric, in its own weave; the others as they are."""
        first = self.wearing[0]
        return (replace(first, fabric=replace(fabric, weave=first.fabric.weave)), *self.wearing[1:])

    def develop(self, fabric: FabricSpec) -> RGB:
        """The full renderer's picture."""
        return sample.develop(self.shot, self.persona, self.outfit(fabric), self.scene, seed=1)


def sit(seed: int, cuts: Sequence[str], pose: str, scene: str) -> Sitting:
    persona = draw_persona(seed)
    wearing = tuple(replace(draw_garment(seed, cut), tucked=False) for cut in cuts)
    shot = sample.take(persona, wearing, POSES[pose], SCENES[scene], SIZE, seed=1)
    baked = buffers.bake(shot, persona, wearing, SCENES[scene])
    return Sitting(persona, wearing, SCENES[scene], shot, baked)


@pytest.fixture(scope="module")
def sittings() -> list[Sitting]:
    return [sit(*look) for look in LOOKS]


@pytest.fixture(scope="module")
def bank() -> bolts.Bank:
    return bolts.bank(swatch.collect(1, copies=1))


def dressed(sitting: Sitting, fabrics: Sequence[FabricSpec]) -> RGB:
    """The sitting once in each fabric, [B, H, W, 3]."""
    batch = retexture.stack([sitting.baked] * len(fabrics))
    worn = [[garment.fabric for garment in sitting.outfit(fabric)] for fabric in fabrics]
    out = retexture.retexture(batch, bolts.exact(worn, batch.step))
    return np.asarray(out.permute(0, 2, 3, 1).numpy())


@pytest.mark.parametrize("number", range(len(LOOKS)))
@pytest.mark.parametrize(
    ("fabrics", "mean", "most"), [(PLAIN, 2.0, 5), (DESIGNS, 3.5, 16)], ids=("plain", "designs")
)
def test_the_same_fabrics_look_as_the_full_renderer_shows_them(
    sittings: list[Sitting], number: int, fabrics: list[FabricSpec], mean: float, most: float
) -> None:
    sitting = sittings[number]
    for fabric, shown in zip(fabrics, dressed(sitting, fabrics), strict=True):
        away = np.abs(shown.astype(int) - sitting.develop(fabric))
        assert away[sitting.on].mean() <= mean, fabric
        assert np.percentile(away[sitting.on], 95) <= most, fabric
        assert away.mean() <= 2.0


def test_fabrics_are_told_apart_by_far_more_than_they_are_off(sittings: list[Sitting]) -> None:
    shown = dressed(sittings[0], [*PLAIN, *DESIGNS])[:, sittings[0].on].astype(int)
    for one in range(len(shown)):
        for other in range(one):
            # A print covers a tenth of a shirt; sleeves of another colour, a quarter.
            assert np.abs(shown[one] - shown[other]).mean() > 6


def test_nothing_but_the_garment_changes(sittings: list[Sitting]) -> None:
    for sitting in sittings:
        shown = dressed(sitting, [PLAIN[0], DESIGNS[0]]).astype(int)
        elsewhere = (sitting.baked.slot & 15 != 1) & (sitting.baked.slot >> 4 != 1)
        assert np.array_equal(shown[0][elsewhere], shown[1][elsewhere])


def test_a_print_stays_on_the_chest(sittings: list[Sitting]) -> None:
    plain, printed = dressed(sittings[0], [PLAIN[0], DESIGNS[6]])
    changed = (plain != printed).any(axis=2)
    rows, columns = np.nonzero(sittings[0].on)
    middle = np.nonzero(changed)[1].mean()
    assert changed.sum() > 150
    assert abs(middle - columns.mean()) < 4
    assert np.nonzero(changed)[0].max() < np.percentile(rows, 75)


def test_the_same_generator_draws_the_same_bits_and_another_does_not(
    sittings: list[Sitting], bank: bolts.Bank
) -> None:
    batch = retexture.stack([s.baked for s in sittings[:2]])

    def drawn(seed: int) -> RGB:
        random = torch.Generator().manual_seed(seed)
        return np.asarray(retexture.retexture(batch, bolts.draw(bank, 2, 2, random), random=random).numpy())

    assert np.array_equal(drawn(4), drawn(4))
    assert (drawn(4) != drawn(5)).mean() > 0.1


def test_a_batch_of_one_is_a_row_of_a_batch_of_many(sittings: list[Sitting], bank: bolts.Bank) -> None:
    batch = retexture.stack([s.baked for s in sittings[:2]]).pick(torch.tensor([0, 1, 0, 1, 1]))
    fabrics = bolts.draw(bank, 5, 2, torch.Generator().manual_seed(8))
    many = retexture.retexture(batch, fabrics)
    for number in range(5):
        row = torch.tensor([number])
        one = retexture.retexture(batch.pick(row), fabrics.pick(row))
        assert torch.equal(one[0], many[number])


def test_people_in_fewer_garments_go_with_people_in_more(sittings: list[Sitting]) -> None:
    outfits = [[g.fabric for g in s.wearing] for s in sittings]
    assert sorted(len(outfit) for outfit in outfits) == [1, 2, 2]
    batch = retexture.stack([s.baked for s in sittings])
    together = retexture.retexture(batch, bolts.exact(outfits, batch.step))
    for sitting, outfit, shown in zip(sittings, outfits, together, strict=True):
        alone = retexture.stack([sitting.baked])
        assert torch.equal(retexture.retexture(alone, bolts.exact([outfit], alone.step))[0], shown)


def test_drawn_fabrics_are_of_all_kinds_and_colours(bank: bolts.Bank) -> None:
    fabrics = bolts.draw(bank, 600, 2, torch.Generator().manual_seed(2))
    assert len(torch.unique(fabrics.tile)) == len(bank.odds)
    assert fabrics.inks.min() >= 0 and fabrics.inks.max() < 0.9
    ground, second = (fabrics.inks[:, :, k] ** (1 / 2.2) for k in (0, 1))
    assert (ground - second).abs().amax(dim=-1).min() > 0.05
    # All hues: each channel is the strongest in a quarter of the grounds or more.
    strongest = torch.bincount(ground.reshape(-1, 3).argmax(dim=1), minlength=3)
    assert strongest.min() > 0.25 * strongest.sum()


def test_another_background_shows_where_the_person_is_not(sittings: list[Sitting]) -> None:
    sitting = sittings[2]
    batch = retexture.stack([sitting.baked])
    fabrics = bolts.exact([[g.fabric for g in sitting.wearing]], batch.step)
    green = torch.tensor((20, 200, 60), dtype=torch.uint8)[None, :, None, None].expand(1, 3, 256, 192)
    before = retexture.retexture(batch, fabrics)[0].permute(1, 2, 0).numpy()
    after = retexture.retexture(batch, fabrics, background=green)[0].permute(1, 2, 0).numpy()
    covered = (sitting.baked.cover & 7) + (sitting.baked.cover >> 3 & 3) + (sitting.baked.cover >> 5)
    lit = (covered == 0) & (sitting.baked.dim == 255)
    assert np.abs(after[lit].astype(int) - (20, 200, 60)).max() <= 5  # corners are a little darker
    assert np.array_equal(after[covered == 4], before[covered == 4])


def test_skin_takes_another_tone_and_nothing_else_does(sittings: list[Sitting]) -> None:
    sitting = sittings[2]
    batch = retexture.stack([sitting.baked])
    fabrics = bolts.exact([[g.fabric for g in sitting.wearing]], batch.step)
    before = retexture.retexture(batch, fabrics)[0].permute(1, 2, 0).numpy()
    toned = retexture.retexture(batch, fabrics, skin=torch.full((1, 3), 0.5))[0].permute(1, 2, 0).numpy()
    skin = np.isin(sitting.baked.labels, (Region.SKIN, Region.ARMS, Region.LEGS, Region.HANDS))
    assert (toned[skin].mean() / before[skin].mean()) == pytest.approx(0.5 ** (1 / 2.2), abs=0.04)
    assert np.array_equal(toned[~skin], before[~skin])
