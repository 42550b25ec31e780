"""Buffers: a picture of dressed people without the colours of its cloth, small enough to keep a hundred thousand of
them. `retexture` puts other fabrics on them in bulk.

The radiance of cloth whose ground colour is g, a channel of linear light, is `gleam + shade * (g + bounce * g**2)`:
what shines on any colour, what the cloth reflects, and what folds of the same colour hand on to each other. It is
found by painting every garment in three greys, so that stitches, seams, ribs, buttons, shadows and relief are all in
it. Threads of another colour and the pale wash of denim keep the colour they had.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Pattern
from toile.domain.persona import Persona
from toile.domain.scene import Scene
from toile.pixels.arrays import Floats
from toile.world import exposure, sample, truth
from toile.world.camera import film, render
from toile.world.clothes.garment import GarmentSpec, U, V
from toile.world.exposure import Lit
from toile.world.sample import Shot
from toile.world.textile import material
from toile.world.textile.fabric import FabricSpec, linear

Bytes = NDArray[np.uint8]
Fine = NDArray[np.uint8]  # [P, 4], of the four samples of every pixel

REVERSE = 16  # added to the panel where the wrong side of the cloth is seen
GRAIN = 1 / 16384  # metres: a step of `uv`
BRIGHT = 4.0  # what 255 means in `shade` and `gleam`, which are kept as square roots
_FULL = 4  # samples of a pixel
_FOLD = 3  # pixels' worth of cloth in one pixel lie on both sides of a fold
_GREYS = (90, 148, 203)  # about 0.10, 0.30 and 0.60 in linear light


@dataclass(frozen=True)
class Buffers:
    """Of a picture [H, W]; of bytes where nothing else is said. 22 bytes a pixel.

    `labels`: values of `Region`. `slot`: whose cloth is seen most, 1 for the first garment worn, 0 for none, and 16
    times that of the second. `cover`: how many of the pixel's four samples see the first, 8 times those that see the
    second, 32 times those that see the person's body, hair, shoes and the like. `panel`: of the first garment, plus
    `REVERSE`. `uv` int16 [H, W, 2]: its fabric coordinates in steps of `GRAIN`. `shade`, `gleam` [H, W, 3] and
    `bounce`, in 255ths: its light. `body` [H, W, 3]: display values of all that is neither cloth nor background, times
    its share of the pixel; `behind` [H, W, 3]: of the background alone, and `dim`, what the person's shadow leaves of
    it, in 255ths. `step`: metres to a pixel, and `chest`: metres from the top of the front to the middle of a print,
    float32 [S], for each garment.
    """

    labels: Bytes
    slot: Bytes
    cover: Bytes
    panel: Bytes
    uv: NDArray[np.int16]
    shade: Bytes
    gleam: Bytes
    bounce: Bytes
    body: Bytes
    behind: Bytes
    dim: Bytes
    step: Floats
    chest: Floats


def save(buffers: Buffers, path: Path) -> None:
    """Write them to an .npz file, a fraction of their size in memory."""
    np.savez_compressed(path, **{field.name: getattr(buffers, field.name) for field in fields(Buffers)})


def load(path: Path) -> Buffers:
    """What `save` wrote."""
    with np.load(path) as kept:
        return Buffers(**{field.name: kept[field.name] for field in fields(Buffers)})


def bake(shot: Shot, persona: Persona | None, wearing: Sequence[GarmentSpec], scene: Scene | None) -> Buffers:
    """The buffers of a shot. Mirrored in a glossy floor one sees the fabrics that were worn when this was baked.

    A garment that is photographed alone has no persona and no scene: what is behind it is white, and no shadow falls.
    """
    height, width = shot.camera.size.height, shot.camera.size.width
    numbers = {str(garment.category): number for number, garment in enumerate(wearing)}
    samples = shot.samples.mesh.size
    shown, bare = np.zeros((2, samples, 3), np.float32)
    answers = np.zeros((samples, 3, 3), np.float32)
    uv = np.zeros((samples, 2), np.float32)
    slot, panel = np.zeros((2, samples), np.uint8)
    step = np.ones(len(wearing), np.float32)
    for index, mesh in enumerate(shot.meshes):
        lit = exposure.fall(mesh, index, shot.samples, shot.camera, shot.maps)
        if lit is None:
            continue
        paint = sample.painter(mesh.name, persona, wearing)(lit.coords, lit.part, lit.pixel, lit.inside)
        shown[lit.at] = exposure.shine(lit, index, paint, shot.samples, shot.camera, shot.lights)
        if mesh.name not in numbers:
            bare[lit.at] = shown[lit.at]
            continue
        number = numbers[mesh.name]
        step[number] = lit.pixel
        slot[lit.at] = number + 1
        panel[lit.at] = lit.part + REVERSE * lit.inside
        uv[lit.at] = lit.coords[:, (U, V)]
        answers[lit.at] = _answer(wearing[number], lit, index, shot)
    behind, dim = (
        sample.background(shot, scene, shown)
        if scene
        else (np.ones((height, width, 3), np.float32), np.ones((height, width), np.float32))
    )
    things = _by_pixel((shot.samples.mesh.ravel() >= 0) & (slot == 0), height)
    packed = _pack(
        _by_pixel(slot, height),
        _by_pixel(panel, height),
        _by_pixel(uv, height),
        _by_pixel(answers, height),
        _FOLD * np.append(step, np.float32(1)),
    )
    packed["cover"] = packed["cover"] + 32 * things.sum(axis=1).astype(np.uint8)
    body = render.mean(film.film(bare), shot.samples)[..., :3]
    return Buffers(
        labels=truth.labels(shot.meshes, shot.samples),
        **{name: values.reshape(height, width, *values.shape[1:]) for name, values in packed.items()},
        body=_bytes(body),
        behind=_bytes(behind),
        dim=_bytes(dim),
        step=step,
        chest=np.array([material.chest(garment) for garment in wearing], np.float32),
    )


def _answer(garment: GarmentSpec, lit: Lit, index: int, shot: Shot) -> Floats:
    """How the radiance of the garment's samples follows the colour of its cloth: the factors [N, 3, 3] of its powers
    0, 1 and 2, by channel."""
    levels, seen = [], []
    for grey in _GREYS:
        cloth = _plain(garment.fabric, grey)
        paint = material.cloth(replace(garment, fabric=cloth), lit.coords, lit.part, lit.pixel, lit.inside)
        seen.append(exposure.shine(lit, index, paint, shot.samples, shot.camera, shot.lights))
        levels.append(linear(cloth.colours[0]))
    powers = np.stack(levels)[:, :, None].astype(np.float64) ** np.arange(3)  # grey, channel, power
    solve = np.linalg.inv(powers.transpose(1, 0, 2)).astype(np.float32)
    return np.asarray(np.einsum("cpk,knc->npc", solve, np.stack(seen)), dtype=np.float32)


def _plain(spec: FabricSpec, grey: int) -> FabricSpec:
    """Grey cloth with a breath of the fabric's own blue or red: the thread and the wash of denim go by it."""
    red, _, blue = spec.colours[0]
    breath = min(max(blue - red, -16), 16) // 2
    colour = (grey - breath, grey, grey + breath)
    return replace(spec, pattern=Pattern.PLAIN, colours=(colour,), motif="", names=())


def _pack(slot: Fine, panel: Fine, uv: Floats, answers: Floats, folds: Floats) -> dict[str, NDArray[Any]]:
    """What is kept of pixels' four samples: most of one garment and of one place of it, and the means over them.
    `folds` [S + 1]: metres of each garment that one pixel cannot show but across a fold; the last stands for none."""
    rows = np.arange(len(slot))
    worn = slot > 0
    count = (_alike(slot) & worn[:, None, :]).sum(axis=2) * worn
    first = slot[rows, count.argmax(axis=1)]
    mine = worn & (slot == first[:, None])
    other = worn & ~mine
    second = np.where(other, slot, 0).max(axis=1)
    near = np.abs(uv[:, :, None] - uv[:, None, :]).max(axis=3) < folds[first.astype(int) - 1, None, None]
    together = _alike(panel) & near & mine[:, None, :] & mine[:, :, None]
    chosen = together.sum(axis=2).argmax(axis=1)
    uv = _mean(uv, together[rows, chosen])
    gleam, shade, handed = (_mean(answers[:, :, power], mine) for power in range(3))
    bounce = handed.sum(axis=1) / np.maximum(shade.sum(axis=1), 1e-4)
    return {
        "slot": (first + 16 * second).astype(np.uint8),
        "cover": (mine.sum(axis=1) + 8 * other.sum(axis=1)).astype(np.uint8),
        "panel": np.where(first > 0, panel[rows, chosen], 0).astype(np.uint8),
        "uv": np.clip(np.round(uv / GRAIN), -32767, 32767).astype(np.int16),
        "shade": _roots(shade),
        "gleam": _roots(gleam),
        "bounce": _bytes(bounce),
    }


def _alike(values: Fine) -> NDArray[np.bool_]:
    """Which of a pixel's samples have the value of which, [P, 4, 4]."""
    return np.asarray(values[:, :, None] == values[:, None, :])


def _mean(values: Floats, among: NDArray[np.bool_]) -> Floats:
    """The mean [P, K] of pixels' samples [P, 4, K] over some of them."""
    total = np.einsum("psk,ps->pk", values, among.astype(np.float32))
    return np.asarray(total / np.maximum(among.sum(axis=1), 1)[:, None], dtype=np.float32)


def _by_pixel(values: NDArray[Any], height: int) -> NDArray[Any]:
    """Samples' values [4HW, ...] as [HW, 4, ...]."""
    rest = values.shape[1:]
    four = values.reshape(height, 2, -1, 2, *rest).swapaxes(1, 2)
    return four.reshape(-1, _FULL, *rest)


def _bytes(values: Floats) -> Bytes:
    return np.clip(np.round(values * 255), 0, 255).astype(np.uint8)


def _roots(values: Floats) -> Bytes:
    return _bytes(np.sqrt(np.clip(values / np.float32(BRIGHT), 0, 1)))
