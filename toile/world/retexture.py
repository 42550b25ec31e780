"""Retexture: other fabrics on pictures baked once, in bulk, by torch on any device.

Over a garment's pixels, at 192x256 and in 255ths, the mean difference from what the full renderer makes of the same
fabrics is at most 2 and the 95th percentile at most 5 for plain cloth, 3.5 and 16 for designs (the worst are stripes
two pixels wide on a pleated skirt); about 0.8 of it is film grain. What is left out: how light changes within a pixel,
how a second garment in a pixel is patterned, a floor's reflection of the cloth, and what a weave's relief and finish
would be in another cloth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
import torch
from torch import Tensor

from toile.domain.body import Region
from toile.world.buffers import BRIGHT, GRAIN, REVERSE, Buffers
from toile.world.camera import film
from toile.world.textile import bolts
from toile.world.textile.bolts import Cloths, Fabrics
from toile.world.textile.design import FRONT, SLEEVES
from toile.world.textile.swatch import BLOCK, PLAIN, TILE

_LUT = 4096  # steps of the film's curve
_BARE = (Region.SKIN, Region.ARMS, Region.HANDS, Region.LEGS)
_FOLDED = 2.5  # times longer is the step to the next pixel across a fold, at least
_STEEPEST = 6.0  # pixels of cloth to a pixel of the picture, at most


@dataclass(frozen=True)
class Batch:
    """Buffers of B pictures of one size and S garments each, as tensors; see `Buffers`."""

    labels: Tensor
    slot: Tensor
    cover: Tensor
    panel: Tensor
    uv: Tensor
    shade: Tensor
    gleam: Tensor
    bounce: Tensor
    body: Tensor
    behind: Tensor
    dim: Tensor
    step: Tensor
    chest: Tensor

    def pick(self, chosen: Tensor) -> "Batch":
        """The pictures with those indices."""
        return Batch(**{f.name: getattr(self, f.name).index_select(0, chosen) for f in fields(Batch)})


def stack(pictures: Sequence[Buffers], device: torch.device | str = "cpu") -> Batch:
    """A batch of pictures of one size. Where fewer garments are worn than in others, none of the last are seen."""
    most = max(len(one.step) for one in pictures)
    full = [
        replace(
            one,
            step=np.pad(one.step, (0, most - len(one.step)), constant_values=1),
            chest=np.pad(one.chest, (0, most - len(one.chest))),
        )
        for one in pictures
    ]
    rows = {f.name: np.stack([getattr(one, f.name) for one in full]) for f in fields(Batch)}
    return Batch(**{name: torch.from_numpy(values).to(device) for name, values in rows.items()})


@dataclass(frozen=True)
class _Seen:
    """The N pixels of a batch that show cloth: their flat indices `at`; `pair`, the garment, counted through all
    pictures; `panel` without `REVERSE`, and where `wrong` sides are seen; fabric coordinates of the four samples `u`,
    `v` [N, 4]; `shade`, `gleam` [N, 3], `bounce` [N, 1]."""

    at: Tensor
    pair: Tensor
    panel: Tensor
    wrong: Tensor
    u: Tensor
    v: Tensor
    shade: Tensor
    gleam: Tensor
    bounce: Tensor

    def pick(self, chosen: Tensor) -> "_Seen":
        return _Seen(**{f.name: getattr(self, f.name).index_select(0, chosen) for f in fields(_Seen)})


def retexture(
    batch: Batch,
    fabrics: Fabrics,
    *,
    background: Tensor | None = None,
    skin: Tensor | None = None,
    random: torch.Generator | None = None,
) -> Tensor:
    """The pictures in those fabrics, uint8 [B, 3, H, W].

    `background` uint8 [B, 3, H, W] takes the place of the scene, but for the person's shadow. `skin` [B, 3]: what the
    light from bare skin is multiplied by. With `random` there is a little grain, as on film.
    """
    shown = _bare(batch, background, skin).reshape(-1, 3)
    curve = _curve(str(shown.device))
    cloths = bolts.lay(fabrics, batch.step, batch.chest)
    seen = _seen(batch)
    kinds = cloths.kind[seen.pair]
    cover = batch.cover.reshape(-1)
    for kind, colour in _KINDS.items():
        some = seen.pick(torch.nonzero(kinds == kind)[:, 0])
        display = _lit(colour(some, cloths), some, cloths, curve)
        shown[some.at] += display * (0.25 * (cover[some.at] & 7))[:, None]
    _add_second(batch, seen, cloths, curve, shown)
    return _develop(shown.reshape(*batch.slot.shape, 3), random)


def _bare(batch: Batch, background: Tensor | None, skin: Tensor | None) -> Tensor:
    """Display values [B, H, W, 3] of all that is not cloth, times its share of the pixel."""
    cover = batch.cover
    free = 1 - 0.25 * ((cover & 7) + (cover >> 3 & 3) + (cover >> 5))
    body = batch.body.float() / 255
    if skin is not None:
        bare = torch.zeros(len(Region), dtype=torch.bool, device=cover.device)
        bare[list(_BARE)] = True
        # Display values are about the 2.2nd root of light.
        toned = (skin.clamp(min=0) ** (1 / 2.2))[:, None, None, :]
        body = torch.where(bare[batch.labels.int()][..., None], body * toned, body).clamp(max=1)
    if background is None:
        return body + (free / 255)[..., None] * batch.behind
    return body + (free * batch.dim / (255 * 255))[..., None] * background.permute(0, 2, 3, 1)


def _seen(batch: Batch) -> _Seen:
    height, width = batch.slot.shape[1:]
    slot = batch.slot.reshape(-1) & 15
    at = torch.nonzero(slot)[:, 0]
    picture = at // (height * width)
    pair = picture * batch.step.shape[1] + slot[at].long() - 1
    panel = batch.panel.reshape(-1)
    u, v = _corners(batch, at, 32 * slot.int() + panel, batch.step.reshape(-1)[pair])
    return _Seen(
        at,
        pair,
        panel[at].int() % REVERSE,
        panel[at] >= REVERSE,
        u,
        v,
        _square(batch.shade.reshape(-1, 3)[at]),
        _square(batch.gleam.reshape(-1, 3)[at]),
        batch.bounce.reshape(-1)[at].float()[:, None] / 255,
    )


def _square(roots: Tensor) -> Tensor:
    root: Tensor = roots.float() * (BRIGHT**0.5 / 255)
    return torch.square(root)


def _corners(batch: Batch, at: Tensor, cloth: Tensor, step: Tensor) -> tuple[Tensor, Tensor]:
    """Fabric coordinates of the four samples of pixels `at`, [N, 4] each, from the differences to those neighbours
    that show the same side of the same panel of the same garment, `cloth` [BHW]."""
    height, width = batch.slot.shape[1:]
    flat = batch.uv.reshape(-1, 2)
    here, own = flat[at].float(), cloth[at]
    steepest = (_STEEPEST * step / GRAIN)[:, None]
    slopes = []
    for place, last, stride in ((at % width, width - 1, 1), (at // width % height, height - 1, width)):
        (ahead, some), (behind, more) = (
            _difference(flat, cloth, at, here, own, sign * stride, fits)
            for sign, fits in ((1, place < last), (-1, place > 0))
        )
        # Where one of the two is far longer, a fold lies between.
        long, short = ahead.abs().amax(dim=1, keepdim=True), behind.abs().amax(dim=1, keepdim=True)
        use = some & (~more | (long <= _FOLDED * short + 0.5 * steepest / _STEEPEST))
        also = more & (~some | (short <= _FOLDED * long + 0.5 * steepest / _STEEPEST))
        slope = (use * ahead - also * behind) / (use.float() + also.float()).clamp(min=1)
        slopes.append(torch.minimum(torch.maximum(slope, -steepest), steepest))
    right, down = slopes
    four = [here + 0.25 * (i * right + j * down) for j in (-1, 1) for i in (-1, 1)]
    uv = torch.stack(four, dim=2) * GRAIN
    return uv[:, 0], uv[:, 1]


def _difference(
    flat: Tensor, cloth: Tensor, at: Tensor, here: Tensor, own: Tensor, stride: int, fits: Tensor
) -> tuple[Tensor, Tensor]:
    """The coordinates of neighbours less one's own [N, 2], and whether they are of the same cloth [N, 1]."""
    other = torch.where(fits, at + stride, at)
    same = (fits & (cloth[other] == own))[:, None]
    return same * (flat[other].float() - here), same


def _plain(seen: _Seen, cloths: Cloths) -> Tensor:
    return cloths.ground[seen.pair][:, None]


def _tiled(seen: _Seen, cloths: Cloths) -> Tensor:
    """Colours [N, 4, 3] of designs looked up in their tiles."""
    real = cloths.real[seen.pair][:, :, None].unbind(1)
    bolt = real[bolts.BOLT] * seen.panel[:, None]
    u, v = seen.u + real[bolts.U] + 0.137 * bolt, seen.v + real[bolts.V] + 0.071 * bolt
    x = (u * real[bolts.COS] + v * real[bolts.SIN]) * real[bolts.ACROSS]
    y = (v * real[bolts.COS] - u * real[bolts.SIN]) * real[bolts.DOWN]
    shares = _look(cloths, seen.pair, x - 0.5, y - 0.5)
    colour = bolts.mix(shares, cloths.inks[seen.pair][:, None])
    reach, ground, mean = (
        real[bolts.REACH],
        cloths.ground[seen.pair][:, None],
        cloths.mean[seen.pair][:, None],
    )
    within = (
        (seen.u.abs() < reach) & ((seen.v - real[bolts.CHEST]).abs() < reach) & (seen.panel == FRONT)[:, None]
    )
    colour = torch.where((within | (reach == 0))[..., None], colour, ground)
    kept = torch.where(seen.wrong[:, None], real[bolts.PALE], 1.0)[..., None]
    return mean + kept * (colour - mean)


def _look(cloths: Cloths, pair: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Shares of inks [N, 4, INKS] at places in texels, bilinear; tiles repeat."""
    texels = cloths.texels
    first, wide, tall = (rows[pair][:, None] for rows in (cloths.first, cloths.wide, cloths.tall))
    left, top = x.floor(), y.floor()
    a, b = (x - left)[..., None], (y - top)[..., None]
    i, j = left.long() % wide, top.long() % tall
    p, q = (i + 1) % wide, (j + 1) % tall
    j, q = first + j * wide, first + q * wide
    high = texels[j + i] * (1 - a) + texels[j + p] * a
    low = texels[q + i] * (1 - a) + texels[q + p] * a
    return high * (1 - b) + low * b


def _blocked(seen: _Seen, cloths: Cloths) -> Tensor:
    """Colours [N, 4, 3] of fields of colour sewn together; see `design`."""
    real, inks = cloths.real[seen.pair][:, :, None], cloths.inks[seen.pair][:, None]
    along = torch.where(cloths.across[seen.pair][:, None], seen.u, seen.v)
    colour = inks[:, :, 0]
    for number, edge in ((1, bolts.EDGE), (2, bolts.EDGE2)):
        share = ((along - real[:, edge]) / real[:, bolts.STEP] + 0.5).clamp(0, 1)[..., None]
        colour = colour + share * (inks[:, :, number] - colour)
    sleeve = torch.isin(seen.panel, torch.tensor(SLEEVES, device=along.device)) & cloths.sleeves[seen.pair]
    return torch.where(sleeve[:, None, None], inks[:, :, 1], colour)


_KINDS = {PLAIN: _plain, TILE: _tiled, BLOCK: _blocked}


def _lit(albedo: Tensor, seen: _Seen, cloths: Cloths, curve: Tensor) -> Tensor:
    """Display values [N, 3] of cloth of those colours [N, Q, 3], the mean over its samples."""
    gleam = (seen.gleam * cloths.real[seen.pair, bolts.GLOSS, None])[:, None]
    radiance = gleam + seen.shade[:, None] * (albedo + seen.bounce[:, None] * albedo * albedo)
    place = (radiance * (1 / film.BRIGHTEST)).clamp(0, 1).sqrt() * _LUT + 0.5
    display = curve[place.int()]
    total = display[:, 0]
    for k in range(1, display.shape[1]):
        total = total + display[:, k]
    return total / display.shape[1]


def _add_second(batch: Batch, seen: _Seen, cloths: Cloths, curve: Tensor, shown: Tensor) -> None:
    """Add to `shown` what peeps out of a second garment: in its mean colour, in the first one's light."""
    count = batch.cover.reshape(-1)[seen.at] >> 3 & 3
    some = torch.nonzero(count)[:, 0]
    few = seen.pick(some)
    number = batch.slot.reshape(-1)[few.at] >> 4
    garments = batch.step.shape[1]
    pair = few.pair // garments * garments + number - 1
    few = _Seen(few.at, pair, *(getattr(few, f.name) for f in fields(_Seen)[2:]))
    display = _lit(cloths.mean[pair][:, None], few, cloths, curve)
    shown[few.at] += display * (0.25 * count[some])[:, None]


def _develop(shown: Tensor, random: torch.Generator | None) -> Tensor:
    """Display values [B, H, W, 3] to bytes [B, 3, H, W]; see `film.develop`."""
    height, width = shown.shape[1:3]
    y = torch.linspace(-1, 1, height, device=shown.device)[:, None]
    x = torch.linspace(-1, 1, width, device=shown.device)
    shown = shown * (255 - 255 * 0.022 * ((x * x + y * y) / 2) ** 2)[..., None]
    if random is not None:
        grey = (shown.mean(dim=-1, keepdim=True) / 255).clamp(0, 1)
        speckle = torch.randn(grey.shape, generator=random, device=shown.device)
        shown = shown + speckle * (1.3 * (0.35 + 2.6 * grey * (1 - grey)))
    return (shown + 0.5).clamp(0, 255).byte().permute(0, 3, 1, 2).contiguous()


@cache
def _curve(device: str) -> Tensor:
    """The film's display values for radiances `film.BRIGHTEST` t², t evenly from 0 to 1, [`_LUT` + 1]."""
    t = np.linspace(0, 1, _LUT + 1, dtype=np.float32)
    return torch.from_numpy(film.film(film.BRIGHTEST * t * t)).to(device)
