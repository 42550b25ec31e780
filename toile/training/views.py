"""Views: what the mannequin checkpoint learns from, drawn anew each time from sittings: fabrics, grounds, masks and
captions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.domain.body import JOINT_NAMES
from toile.domain.garment import Category, Pattern
from toile.domain.geometry import Size
from toile.pixels.arrays import Floats
from toile.pixels.bones import draw_bones
from toile.pixels.colour import light_to_oklab, to_oklab
from toile.training import sittings
from toile.training.captions import Shown
from toile.training.sittings import Sitting
from toile.vision.agnostic import draw_agnostic
from toile.world import retexture
from toile.world.textile import bolts, swatch
from toile.world.textile.bolts import Fabrics
from toile.world.textile.fabric import PRINTS
from toile.world.textile.inks import COLOURS

_SEEN = 0.12  # of a cloth: a colour that is named
_ENOUGH = 0.02  # of the picture: a garment that is seen
_PLAIN = 0.45  # of fabrics


@dataclass(frozen=True)
class View:
    """B views at one size. `person`, `piece` uint8 [B, 3, H, W]: somebody dressed, and one garment of theirs alone;
    `agnostic` float [B, 1, H, W], 1 where that garment could be; `bones` uint8 [B, 3, H, W]; `shown`: what there is to
    be said; `number`: of the garment among those worn; `worn` [B]: whether enough of that garment is seen on the
    person."""

    person: Tensor
    piece: Tensor
    agnostic: Tensor
    bones: Tensor
    shown: tuple[Shown, ...]
    number: tuple[int, ...]
    worn: Tensor


class Shelf:
    """Sittings on a device, and the fabrics that are put on them."""

    def __init__(self, sitters: Sequence[Sitting], seed: int, device: torch.device | str = "cpu") -> None:
        self.sitters = tuple(sitters)
        self.people = retexture.stack([one.picture for one in sitters], device)
        self.pieces = retexture.stack([one.piece for one in sitters], device)
        height, width = self.people.slot.shape[1:]
        self.size = Size(width, height)
        swatches = swatch.collect(seed)
        self._prints = tuple(_name(one.pattern, one.design) for one in swatches)
        bank = bolts.bank(swatches, device)
        plain = torch.tensor([one.pattern is Pattern.PLAIN for one in swatches], device=bank.odds.device)
        odds = bank.odds / bank.odds.sum()
        share = odds[plain].sum()
        odds = torch.where(plain, odds * _PLAIN / share, odds * (1 - _PLAIN) / (1 - share))
        self._bank = replace(bank, odds=odds)
        self._bones = torch.from_numpy(
            np.stack([draw_bones(_at(one.joints), self.size).transpose(2, 0, 1) for one in sitters])
        ).to(device)
        seen = (self.people.slot & 15) == torch.tensor([one.shown + 1 for one in sitters], device=device)[
            :, None, None
        ]
        self._worn = seen.flatten(1).float().mean(dim=1) > _ENOUGH
        self._agnostic = torch.from_numpy(np.stack([_agnostic(one, self.size) for one in sitters])).to(device)

    @property
    def device(self) -> torch.device:
        return self.people.slot.device

    def __len__(self) -> int:
        return len(self.sitters)

    def draw(self, count: int, random: torch.Generator) -> View:
        """That many views of sittings chosen at random."""
        return self.look(self._choose(count, random), random)

    def draw_clothed(self, count: int, random: torch.Generator) -> tuple[View, Tensor]:
        """The same, and where people wear something [B, H, W]."""
        chosen = self._choose(count, random)
        return self.look(chosen, random), self.people.slot.index_select(0, chosen) > 0

    def _choose(self, count: int, random: torch.Generator) -> Tensor:
        return torch.randint(len(self), (count,), generator=random, device=self.device)

    def say(self, count: int, random: torch.Generator) -> tuple[Shown, ...]:
        """What there is to be said of that many views, without making the pictures."""
        chosen = self._choose(count, random)
        garments = self.people.step.shape[1]
        return self._say(chosen, bolts.draw(self._bank, count, garments, random))

    def _say(self, chosen: Tensor, fabrics: Fabrics) -> tuple[Shown, ...]:
        named = _name_colours(fabrics)
        tiles = fabrics.tile.tolist()
        rows = [self.sitters[number] for number in chosen.tolist()]
        return tuple(
            Shown(
                one.person,
                [
                    (words, named[row][number], self._prints[tiles[row][number]])
                    for number, words in enumerate(one.garments)
                ],
                one.pose,
                one.scene,
                one.framing,
            )
            for row, one in enumerate(rows)
        )

    def look(self, chosen: Tensor, random: torch.Generator) -> View:
        """Views of those sittings [B]."""
        people, pieces = self.people.pick(chosen), self.pieces.pick(chosen)
        rows = [self.sitters[number] for number in chosen.tolist()]
        garments = people.step.shape[1]
        fabrics = bolts.draw(self._bank, len(rows), garments, random)
        shown = torch.tensor([one.shown for one in rows], device=chosen.device)
        grounds = _grounds(len(rows), self.size, random, chosen.device)
        return View(
            retexture.retexture(people, fabrics, random=random),
            retexture.retexture(pieces, _only(fabrics, shown), background=grounds, random=random),
            self._agnostic.index_select(0, chosen)[:, None].float(),
            self._bones.index_select(0, chosen),
            self._say(chosen, fabrics),
            tuple(one.shown for one in rows),
            self._worn.index_select(0, chosen),
        )


def read_shelf(folder: Path, numbers: Sequence[int], seed: int, device: torch.device | str = "cpu") -> Shelf:
    """The sittings of those numbers, which are in the folder."""
    return Shelf(
        [sittings.load(folder / f"{number:0{sittings.DIGITS}d}.npz") for number in numbers], seed, device
    )


def _at(joints: Floats) -> Mapping[str, tuple[float, float]]:
    """Joints by name, where they are known."""
    rows = zip(JOINT_NAMES, joints.tolist(), strict=True)
    return {name: (x, y) for name, (x, y, known) in rows if known > 0}


def _agnostic(sitting: Sitting, size: Size) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    category = sitting.garments[sitting.shown]["category"][0]
    found = {
        "top": Category.TOP,
        "bottom": Category.BOTTOM,
        "dress": Category.DRESS,
        "outerwear": Category.OUTER,
    }
    return draw_agnostic(_at(sitting.joints), size, found[category]).astype(np.uint8)


def _only(fabrics: Fabrics, shown: Tensor) -> Fabrics:
    """The fabric of one garment of each picture."""
    rows = torch.arange(len(shown), device=shown.device)

    def take(values: Tensor) -> Tensor:
        return values[rows, shown][:, None]

    return Fabrics(
        fabrics.bank, take(fabrics.tile), take(fabrics.scale), take(fabrics.turn), take(fabrics.shift),
        take(fabrics.inks), take(fabrics.gloss),
    )  # fmt: skip


def _name(pattern: Pattern, design: str) -> str:
    return PRINTS[pattern].get(design, "abstract print")


# The colours that shoppers name.
_NAMES = tuple(COLOURS)
_KNOWN: Floats = to_oklab(np.array([COLOURS[name] for name in _NAMES], np.uint8))  # [N, 3]


def _name_colours(fabrics: Fabrics) -> list[list[tuple[str, ...]]]:
    """One colour of each fabric, or two: those that cover most of it, [B][S]."""
    shares = fabrics.bank.mean[fabrics.tile].cpu().numpy()  # [B, S, INKS]
    shares = shares / np.maximum(shares.sum(axis=-1, keepdims=True), 1e-6)
    lab = light_to_oklab(fabrics.inks.cpu().numpy())  # [B, S, INKS, 3]
    nearest = np.square(lab[..., None, :] - _KNOWN).sum(axis=-1).argmin(axis=-1)
    most = np.argsort(-shares, axis=-1)[..., :2]

    def name(row: int, number: int) -> tuple[str, ...]:
        places = [place for place in most[row, number] if shares[row, number, place] >= _SEEN]
        return tuple(dict.fromkeys(_NAMES[nearest[row, number, place]] for place in places))

    return [[name(row, number) for number in range(lab.shape[1])] for row in range(len(lab))]


def _grounds(count: int, size: Size, random: torch.Generator, device: torch.device) -> Tensor:
    """What garments are photographed on, uint8 [B, 3, H, W]: white, a colour, or one that changes across it."""
    colours = torch.rand((count, 3, 2, 2), generator=random, device=device) * 0.9 + 0.1
    kind = torch.rand((count, 1, 1, 1), generator=random, device=device)
    flat = colours[..., :1, :1].expand_as(colours)
    chosen = torch.where(kind < 0.5, torch.ones_like(colours), torch.where(kind < 0.8, flat, colours))
    large = F.interpolate(chosen, (size.height, size.width), mode="bilinear", align_corners=True)
    return (large * 250).byte()
