"""Faults planted in finished looks, one at a time, and harmless changes that no check may mind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import RGB, Floats, Mask
from toile.pixels.colour import ciede2000, to_lab, to_linear
from toile.tryon.look import Dressed
from toile.tryon.paste import paste_back
from toile.vision.quality import find_changes

Random = np.random.Generator
Changed = tuple[str, RGB]  # what was done, and the picture after it [H, W, 3]

# Directions in Lab, and CIEDE2000 that each goes.
TINTS: tuple[tuple[tuple[float, float, float], float], ...] = (
    ((1.0, 0.0, 0.0), 4.0),
    ((-1.0, 0.0, 0.0), 8.0),
    ((0.0, 1.0, 0.2), 4.0),
    ((0.0, -1.0, 0.2), 4.0),
    ((0.0, 0.1, -1.0), 8.0),
    ((0.0, 0.0, 1.0), 16.0),
)
_SYMMETRIC = 0.15  # of a print: what of it a mirror must change for it to be noticed


@dataclass(frozen=True)
class Case:
    """A draft, and the same person in other cloth. Pictures are [H, W, 3].

    `face` [H, W]: the true face; `eyes` [2, 2]: x and y in pixels; `print_mask` [H, W]: where a graphic was printed,
    empty where there is none. `swaps`: the person in the same garment of another cloth, by fault.
    """

    photo: RGB
    layer: Dressed
    face: Mask
    eyes: Floats
    print_mask: Mask
    swaps: Mapping[str, RGB]


def keep(case: Case, path: Path) -> None:
    """Write a case to an .npz file; a file that stands there is whole."""
    rows: dict[str, NDArray[Any]] = {
        f"layer_{f.name}": getattr(case.layer, f.name) for f in fields(Dressed)[:6]
    }
    rows |= {"photo": case.photo, "face": case.face, "eyes": case.eyes, "print_mask": case.print_mask}
    rows |= {f"swap_{name}": rgb for name, rgb in case.swaps.items()}
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, **cast(Any, rows))
    unfinished.replace(path)


def load(path: Path) -> Case:
    """What `keep` wrote."""
    with np.load(path) as kept:
        layer = Dressed(**{f.name: kept[f"layer_{f.name}"] for f in fields(Dressed)[:6]})
        swaps = {name.removeprefix("swap_"): kept[name] for name in kept if name.startswith("swap_")}
        return Case(kept["photo"], layer, kept["face"], kept["eyes"], kept["print_mask"], swaps)


def crop(case: Case, margin: int = 12) -> Case:
    """The case cut down to the garment: what happens there needs no more."""
    ys, xs = np.nonzero(case.layer.coverage > 0)
    top, left = max(int(ys.min()) - margin, 0), max(int(xs.min()) - margin, 0)
    box = np.s_[top : int(ys.max()) + margin, left : int(xs.max()) + margin]
    layer = case.layer
    return Case(
        case.photo[box],
        Dressed(
            layer.rgb[box],
            layer.mask[box],
            layer.expected[box],
            layer.coverage[box],
            layer.cloth,
            layer.protected[box],
        ),
        case.face[box],
        case.eyes - np.array((left, top), np.float32),
        case.print_mask[box],
        {name: rgb[box] for name, rgb in case.swaps.items()},
    )


def cut_face(case: Case) -> RGB:
    """The box of the face [h, w, 3], to be pasted on somebody else."""
    ys, xs = np.nonzero(case.face > 0.5)
    return case.photo[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


def plant_harmless(case: Case, random: Random) -> Iterator[Changed]:
    """The draft itself, and what a good diffusion result, a relit room and a file format make of it."""
    cover = case.layer.coverage
    drawn = _draft(case)
    yield "draft", drawn
    yield "JPEG 95 within the edit", paste_back(_jpeg(drawn, 95), case.photo, case.layer.mask)
    slope = 1 + 0.04 * np.linspace(-1, 1, cover.shape[1], dtype=np.float32)[None, :, None]
    for gain in (np.float32(0.96), np.float32(1.04), slope):
        yield "relit by 4 %", paste_back(_lit(drawn, gain), drawn, cover)
    for strength in (0.5, 1.0):
        rough = cv2.GaussianBlur(drawn, (0, 0), 0.5 + 0.5 * strength)
        noisy = rough + random.normal(0, 4 * strength, drawn.shape)
        yield "other texture", paste_back(_clip(noisy), drawn, cover)
    for reach in (1.0, 2.0):
        yield "bent by 2 pixels", paste_back(_bend(drawn, reach, random), drawn, cover)
    mixed = cv2.GaussianBlur(_lit(_bend(drawn, 1.5, random), np.float32(1.02)), (0, 0), 0.7)
    uneven = _clip(mixed + random.normal(0, 2.5, drawn.shape))
    yield "all of these", paste_back(_jpeg(paste_back(uneven, drawn, cover), 95), case.photo, case.layer.mask)


def plant_in_garment(case: Case) -> Iterator[Changed]:
    """Another cloth, a tint, a print that is not where or what it should be."""
    yield from case.swaps.items()
    drawn = _draft(case)
    yield from _tint(drawn, case.layer.coverage)
    if case.print_mask.sum() > 40:
        yield from _misprint(drawn, case)


def plant_in_face(case: Case, stranger: RGB, random: Random) -> Iterator[Changed]:
    """The face blurred, smoothed, moved, exchanged for the `stranger`'s [h, w, 3], and its eyes moved."""
    drawn = _draft(case)
    face = ((case.face > 0.5) & (case.layer.protected > 0.99)).astype(np.float32)
    ys, xs = np.nonzero(face > 0.5)
    if len(ys) < 100:
        return
    tall = float(ys.max() - ys.min())
    for share in (0.01, 0.03):
        yield "face blurred", paste_back(_blur(drawn, max(share * tall, 0.6)), drawn, face)
    yield "face smoothed", paste_back(_clip(cv2.bilateralFilter(drawn, 7, 30, 3)), drawn, face)
    for pixels in (2, 4):
        angle = random.uniform(0, 2 * np.pi)
        moved = _move(drawn, pixels * np.cos(angle), pixels * np.sin(angle))
        yield "face shifted", paste_back(moved, drawn, face)
    box = np.s_[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    exchanged = drawn.copy()
    exchanged[box] = cv2.resize(stranger, exchanged[box].shape[1::-1])
    yield "face exchanged", paste_back(exchanged, drawn, face)
    eyes = np.zeros_like(face)
    for x, y in case.eyes:
        cv2.circle(eyes, (round(float(x)), round(float(y))), max(3, round(0.09 * tall)), 1.0, -1)
    moved = paste_back(_move(drawn, 0, max(1.0, 0.04 * tall)), drawn, eyes * face)
    if not np.array_equal(moved, drawn):  # eyes under hair or outside the picture
        yield "eyes moved", moved


def plant_outside(case: Case, random: Random) -> Iterator[Changed]:
    """Noise, a shift of colour, compression and resampling of all that lies outside the mask, and a patch of it."""
    drawn = _draft(case)
    out = (case.layer.mask <= 0).astype(np.float32)
    for sigma in (1.0, 4.0):
        yield "leak: noise", paste_back(_clip(drawn + random.normal(0, sigma, drawn.shape)), drawn, out)
    for shift in ((2, 0, 0), (0, 3, -3), (5, 5, 5)):
        yield "leak: colour", paste_back(_clip(drawn + np.array(shift, np.float32)), drawn, out)
    for quality in (98, 80):
        yield "leak: JPEG", paste_back(_jpeg(drawn, quality), drawn, out)
    small = cv2.resize(drawn, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, drawn.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    yield "leak: resampled", paste_back(_clip(large), drawn, out)
    free = (out > 0) & (case.layer.protected == 0)
    ys, xs = np.nonzero(free)
    for side in (1, 4, 30):
        k = int(random.integers(len(ys)))
        patch = np.zeros_like(out)
        patch[ys[k] : ys[k] + side, xs[k] : xs[k] + side] = 1
        yield "leak: patch", paste_back(255 - drawn, drawn, np.asarray(patch * free, np.float32))


def _draft(case: Case) -> RGB:
    return paste_back(case.layer.rgb, case.photo, case.layer.mask)


def _tint(drawn: RGB, cover: Mask) -> Iterator[Changed]:
    """The whole garment shifted in Lab until it is so far from itself."""
    lab = to_lab(drawn)
    inside = cover > 0.9
    sample = lab[inside][:: max(int(inside.sum()) // 300, 1)][None]
    for way, wanted in TINTS:
        step = np.array(way, np.float32)
        for size in range(1, 60):
            if float(ciede2000(sample, to_lab(_from_lab(sample + size * step))).mean()) >= wanted:
                yield f"tinted by {wanted:.0f} ΔE", paste_back(_from_lab(lab + size * step), drawn, cover)
                break


def _misprint(drawn: RGB, case: Case) -> Iterator[Changed]:
    """The print erased (as a swap), moved, mirrored, shrunk and enlarged, on the same garment without it."""
    bare = case.swaps["print erased"]
    ys, xs = np.nonzero(case.print_mask)
    top, bottom, left, right = ys.min(), ys.max() + 1, xs.min(), xs.max() + 1
    mask = _soften(case.print_mask)
    cover = (case.layer.coverage > 0.5).astype(np.float32)
    size = max(bottom - top, right - left)
    middle = ((left + right) / 2, (top + bottom) / 2)
    for share in (0.12, 0.25):
        for x, y in ((1.0, 0.0), (-0.7, -0.7)):
            move = share * size * x, share * size * y
            yield "print moved", paste_back(_move(drawn, *move), bare, _move(mask, *move) * cover)
    flipped = _affine(drawn, np.array([[-1, 0, 2 * middle[0] - 1], [0, 1, 0]]))
    where = _affine(mask, np.array([[-1, 0, 2 * middle[0] - 1], [0, 1, 0]]))
    mirrored = paste_back(flipped, bare, where * cover)
    if float((find_changes(mirrored, drawn)[case.print_mask > 0] > 24).mean()) > _SYMMETRIC:
        yield "print mirrored", mirrored
    for scale in (0.7, 1.35):
        grow = cv2.getRotationMatrix2D(middle, 0, scale)
        yield "print resized", paste_back(_affine(drawn, grow), bare, _affine(mask, grow) * cover)


def _soften(mask: Mask) -> Mask:
    return np.asarray(cv2.GaussianBlur(cv2.dilate(mask, np.ones((3, 3), np.uint8)), (0, 0), 0.7), np.float32)


def _clip(values: object) -> RGB:
    return np.asarray(np.clip(np.rint(np.asarray(values)), 0, 255), np.uint8)


def _blur(rgb: RGB, sigma: float) -> RGB:
    return _clip(cv2.GaussianBlur(rgb, (0, 0), sigma))


def _lit(rgb: RGB, gain: Floats | np.float32) -> RGB:
    """Linear light multiplied by `gain`; sRGB by IEC 61966-2-1."""
    light = np.clip(to_linear(rgb) * gain, 0, 1)
    return _clip(255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055))


def _from_lab(lab: Floats) -> RGB:
    return _clip(255 * np.clip(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), 0, 1))


def _jpeg(rgb: RGB, quality: int) -> RGB:
    _, code = cv2.imencode(".jpg", rgb[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, quality))
    return _clip(np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR))[..., ::-1])


def _affine(array: NDArray[Any], matrix: NDArray[Any]) -> NDArray[Any]:
    """The picture or mask mapped by a matrix [2, 3]; what comes from outside is the border's."""
    mapped = cv2.warpAffine(array, matrix, array.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(mapped, array.dtype)


def _move(array: NDArray[Any], right: float, down: float) -> NDArray[Any]:
    return _affine(array, np.array([[1, 0, right], [0, 1, down]], np.float64))


def _bend(rgb: RGB, reach: float, random: Random) -> RGB:
    """Bent smoothly, by at most `reach` pixels."""
    height, width = rgb.shape[:2]
    few = random.normal(0, 1, (9, 7, 2)).astype(np.float32)
    field = np.asarray(cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
    field *= reach / np.abs(field).max()
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bent = cv2.remap(
        rgb, xs + field[..., 0], ys + field[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return _clip(bent)
