"""Bolts: fabrics of all kinds for batches of pictures, as tensors on any device."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor

from toile.world.textile import swatch
from toile.world.textile.fabric import FabricSpec
from toile.world.textile.swatch import INKS, LEVELS, OCTAVE, Swatch
from toile.world.textile.texture import SHARP

_WRONG = 0.35  # of a print is seen on the wrong side
Rand = Callable[..., Tensor]  # numbers 0..1 for each garment of each picture, [B, S, ...]


# Columns of `Cloths.real`: the turn; texels per metre; what is added to u, v and, times the panel's number, to both;
# half a print's side; where fields of colour end; what the wrong side shows of a print; shine; where the print's
# middle is; metres to a pixel.
(COS, SIN, ACROSS, DOWN, U, V, BOLT, REACH, EDGE, EDGE2, PALE, GLOSS, CHEST, STEP) = range(14)


@dataclass(frozen=True)
class Bank:
    """Swatches on a device. `ints` int64 [K, 5]: kind, ink of the ground, fields across, sleeves only, bolt. `reals`
    [K, 7]: reach, two edges, finest texel, width and height in metres, angle; `pale` [K]: what is left of a print on
    the wrong side. `odds` [K] and `stretch` [K, 2], `turning` [K]: as of `Swatch`; the rest as of `swatch.Tiles`."""

    texels: Tensor
    first: Tensor
    wide: Tensor
    tall: Tensor
    mean: Tensor
    ints: Tensor
    reals: Tensor
    pale: Tensor
    odds: Tensor
    stretch: Tensor
    turning: Tensor


@dataclass(frozen=True)
class Fabrics:
    """A fabric for each garment of each picture, [B, S]. `tile`: a swatch of `bank`; `scale`: by how much it is
    enlarged; `turn` [B, S, 2]: cosine and sine of the angle it is turned by; `shift` [B, S, 2]: metres it is moved;
    `inks` [B, S, INKS, 3]: linear light; `gloss`: what the cloth's shine is multiplied by."""

    bank: Bank
    tile: Tensor
    scale: Tensor
    turn: Tensor
    shift: Tensor
    inks: Tensor
    gloss: Tensor

    def pick(self, chosen: Tensor) -> "Fabrics":
        """Those of the pictures with those indices."""
        rows = {f.name: getattr(self, f.name) for f in fields(Fabrics) if f.name != "bank"}
        return replace(self, **{name: values.index_select(0, chosen) for name, values in rows.items()})


@dataclass(frozen=True)
class Cloths:
    """The fabrics of all P = B x S garments in one row, ready to look up: `kind`; `sleeves` and `across` bool, as of
    `Swatch`; the `first` texel of the tile in `texels` [T, INKS], and its size `wide`, `tall` in texels; `real`
    [P, 14], columns `COS` to `STEP`; `inks` [P, INKS, 3]; the `ground` and the `mean` colour [P, 3]."""

    kind: Tensor
    sleeves: Tensor
    across: Tensor
    first: Tensor
    wide: Tensor
    tall: Tensor
    texels: Tensor
    real: Tensor
    inks: Tensor
    ground: Tensor
    mean: Tensor


def bank(swatches: Sequence[Swatch], device: torch.device | str = "cpu") -> Bank:
    """Swatches, to look up on that device."""
    tiles = swatch.cut(swatches)
    ints = [(s.kind, s.ground, s.across, s.sleeves, s.bolt) for s in swatches]
    reals = [
        (s.reach, *s.edges, finest, *size, s.texture.turn)
        for s, finest, size in zip(swatches, tiles.finest, tiles.size, strict=True)
    ]

    def real(values: object) -> Tensor:
        return torch.tensor(np.asarray(values, np.float32), device=device)

    return Bank(
        torch.from_numpy(tiles.texels).to(device),
        torch.from_numpy(tiles.first).to(device),
        torch.from_numpy(tiles.wide).to(device),
        torch.from_numpy(tiles.tall).to(device),
        real(tiles.mean),
        torch.tensor(ints, dtype=torch.int64, device=device),
        real(reals),
        real([_WRONG if s.printed else 1.0 for s in swatches]),
        real([s.weight for s in swatches]),
        real([s.stretch for s in swatches]),
        real([s.turning for s in swatches]),
    )


def exact(specs: Sequence[Sequence[FabricSpec]], step: Tensor) -> Fabrics:
    """Just those fabrics, for each garment of each picture. `step` [B, S]: as of `Buffers`. The first one stands in
    for those of garments that are not worn."""
    device, metres = step.device, step.tolist()
    specs = [[*row, *[row[0]] * (step.shape[1] - len(row))] for row in specs]
    wanted = [list(zip(*row, strict=True)) for row in zip(specs, metres, strict=True)]
    known = {key: number for number, key in enumerate(dict.fromkeys(key for row in wanted for key in row))}
    tile = torch.tensor([[known[key] for key in row] for row in wanted], device=device)
    inks = np.stack([[swatch.palette(spec) for spec in row] for row in specs])
    known_bank = bank([swatch.exact(*key) for key in known], device)
    angle = known_bank.reals[:, 6][tile]
    return Fabrics(
        known_bank,
        tile,
        torch.ones_like(step),
        torch.stack((angle.cos(), angle.sin()), dim=-1),
        torch.zeros((*step.shape, 2), device=device),
        torch.from_numpy(inks).to(device),
        torch.ones_like(step),
    )


def draw(bank: Bank, count: int, garments: int, random: torch.Generator) -> Fabrics:
    """Fabrics of all kinds for that many garments of `count` pictures. The generator is on the bank's device."""
    shape, on = (count, garments), bank.odds.device

    def rand(*more: int) -> Tensor:
        return torch.rand((*shape, *more), generator=random, device=on)

    tile = torch.multinomial(bank.odds, count * garments, True, generator=random).reshape(shape)
    low, high = bank.stretch[tile].log().unbind(-1)
    scale = (low + rand() * (high - low)).exp()
    # Turned by any angle, else straight; stripes stand half of the time.
    free, upright = rand() < bank.turning[tile], (rand() < 0.4) & (bank.turning[tile] > 0)
    angle = bank.reals[tile][..., 6] + torch.where(
        free, rand() * np.pi, torch.where(upright, 0.5 * np.pi, 0.0)
    )
    moved = (bank.reals[tile][..., :1] == 0).float() * (rand(2) - 0.5)
    turn = torch.stack((angle.cos(), angle.sin()), dim=-1)
    return Fabrics(bank, tile, scale, turn, moved, _inks(rand), 0.5 + 1.5 * rand() ** 2)


def _inks(rand: Rand) -> Tensor:
    """Inks of all hues, [B, S, INKS, 3] linear light; the second is never nearly as light as the ground."""
    colour, strength = rand(INKS, 3), 1.7 * rand(INKS, 1) ** 0.6
    grey = colour.mean(dim=-1, keepdim=True)
    colour = (grey + strength * (colour - grey)).clamp(0, 1)
    # Most cloths are lighter or darker than chance makes the mean of three numbers.
    light = rand(INKS, 1)
    colour = torch.where(
        light < 0.5, colour * (2 * light + 0.06).clamp(max=1), 1 - (1 - colour) * (2 - 2 * light)
    )
    ground, second = colour[..., :1, :].mean(dim=-1), colour[..., 1:2, :].mean(dim=-1)
    close = ((ground - second).abs() < 0.2)[..., None]
    away = torch.where(
        (ground > 0.5)[..., None], 0.35 * colour[..., 1:2, :], 1 - 0.35 * (1 - colour[..., 1:2, :])
    )
    colour[..., 1:2, :] = torch.where(close, away, colour[..., 1:2, :])
    return 0.006 + 0.86 * colour.clamp(0, 1) ** 2.2


def lay(fabrics: Fabrics, step: Tensor, chest: Tensor) -> Cloths:
    """The fabrics on garments of which a pixel shows `step` metres and that bear prints at `chest`, [B, S] each; see
    `Buffers`. Of every tile the size is taken whose texels are as fine as the pixels."""
    bank, tile = fabrics.bank, fabrics.tile.reshape(-1)
    scale, step = fabrics.scale.reshape(-1), step.reshape(-1)
    ints, reals = bank.ints[tile], bank.reals[tile]
    kind, ground, across, sleeves, bolt = ints.unbind(1)
    wanted = SHARP * step / (scale * reals[:, 3])
    level = (OCTAVE * wanted.log2()).round().long().clamp(0, LEVELS - 1)
    wide, tall = bank.wide[tile, level], bank.tall[tile, level]
    reach = reals[:, 0] * scale
    chest = torch.where(reach > 0, chest.reshape(-1), 0.0)
    turn, shift = fabrics.turn.reshape(-1, 2), fabrics.shift.reshape(-1, 2)
    real = (
        turn[:, 0],
        turn[:, 1],
        wide / (scale * reals[:, 4]),
        tall / (scale * reals[:, 5]),
        shift[:, 0] + reach,
        shift[:, 1] + reach - chest,
        bolt.float(),
        reach,
        reals[:, 1] * scale,
        reals[:, 2] * scale,
        bank.pale[tile],
        fabrics.gloss.reshape(-1),
        chest,
        step,
    )
    inks = fabrics.inks.reshape(-1, INKS, 3)
    share = bank.mean[tile]
    # A print on the chest is little of the cloth.
    own = torch.nn.functional.one_hot(ground, INKS).float()
    share = torch.where(reach[:, None] > 0, own, share)
    return Cloths(
        kind,
        sleeves > 0,
        across > 0,
        bank.first[tile, level],
        wide,
        tall,
        bank.texels,
        torch.stack(real, dim=1),
        inks,
        mix(own, inks),
        mix(share, inks),
    )


def mix(shares: Tensor, inks: Tensor) -> Tensor:
    """Colours [..., 3] of shares of inks [..., INKS]; `inks` [..., INKS, 3]. Always added in the same order."""
    total = shares[..., 0, None] * inks[..., 0, :]
    for k in range(1, INKS):
        total = total + shares[..., k, None] * inks[..., k, :]
    return total
