"""Numbers about a finished look: is it this garment's colour, pattern and print, and was anything else touched.

A garment is compared with what the draft expects in its place. Everything is measured on a copy of the garment's box
in which the garment is about `SIDE` pixels wide and high: weave, noise and compression are averaged away there, and
the cost does not depend on the photo. Structure is compared by where edges lie and which way they run, whatever their
colours; colours are compared place by place where the structure agrees, and ink by ink where it does not.
"""

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Bools, Floats, Labels, Mask
from toile.pixels.colour import ciede2000, to_lab
from toile.pixels.mask import shrink

SIDE = 128  # the square root of the garment's area in the copy that is compared, in pixels
BLOCK = 8  # side of the blocks whose structure is compared
SLACK = 2  # pixels of the copy by which cloth may have moved
FAINT = 1.75  # Lab per pixel: weaker edges are folds and weave
HARD = 8.0  # Lab per pixel from which on an edge counts by its root
RIM = 3.0  # pixels of the photo at the garment's outline that belong to nobody
LEAST = 64  # pixels of the copy, for anything to be said
AGREES, PLACES = (
    0.8,
    0.3,
)  # agreement that makes a block sure, and how much must be sure to compare place by place
CELL, INKS = 12.0, 12  # side of a cell of Lab that holds one ink, and how many inks count
PURER = 0.5  # how far beyond two mixed inks a purer one may lie, in their distance
UNSURE = 4.0  # CIEDE2000 by which the inks of one cloth seem apart in two patterns
STRONG, LOCAL = 2.5, 0.4  # Lab per pixel over a whole block, and the share of a garment that a print may take
WEAK = 2.0  # levels of 255 per pixel: weaker slopes of a face are noise


@dataclass(frozen=True)
class Likeness:
    """How a garment in a look resembles the expected one.

    `colour`: how far its colours are off, CIEDE2000; `pattern` 0..1: how much of it has the edges that it should have;
    `detail` 0..1: the same of what stands out on it, a print or a logo, None where nothing does.
    """

    colour: float
    pattern: float
    detail: float | None


def compare(result: RGB, expected: RGB, coverage: Mask) -> Likeness:
    """Compare a look [H, W, 3] with the garment expected in it, where the coverage [H, W] shows it.

    A garment too small to be judged is alike in everything.
    """
    seen = _copy(result, expected, coverage)
    if seen is None:
        return Likeness(0.0, 1.0, None)
    return _compare(*seen)


def _compare(lab: Floats, wanted: Floats, inside: Mask) -> Likeness:
    """The same for the small copy: both pictures in Lab [h, w, 3], and the garment's inside [h, w], 0 or 1."""
    edges, wanted_edges = (_edges(picture, inside) for picture in (lab, wanted))
    area, own = _sum(inside), _sum(wanted_edges[0] ** 2 + wanted_edges[1] ** 2)
    agreement = _agree(edges, wanted_edges)
    printed = _find_print(own, area)
    cloth = area if printed is None else _leave_out(printed, area)
    return Likeness(
        _shift(lab, wanted, inside, agreement),
        float((agreement * cloth).sum() / cloth.sum()),
        None if printed is None else float((agreement * own)[printed].sum() / own[printed].sum()),
    )


def _copy(result: RGB, expected: RGB, coverage: Mask) -> tuple[Floats, Floats, Mask] | None:
    """The garment's box of both pictures in Lab and the mask of its inside, small."""
    inside = shrink(coverage, RIM)
    rows, columns = (np.flatnonzero((inside > 0.5).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return None
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = min(1.0, SIDE / float(np.sqrt((inside[box] > 0.5).sum())))
    height, width = (max(BLOCK, round(n * scale / BLOCK) * BLOCK) for n in inside[box].shape)
    size = (width, height)
    mask = (cv2.resize(inside[box], size, interpolation=cv2.INTER_AREA) > 0.9).astype(np.float32)
    if mask.sum() < LEAST:
        return None
    seen, wanted = (
        np.asarray(cv2.resize(picture[box], size, interpolation=cv2.INTER_AREA), np.uint8)
        for picture in (result, expected)
    )
    return to_lab(seen), to_lab(wanted), mask


def _edges(lab: Floats, inside: Mask) -> Floats:
    """How strong edges are and which way they run [2, h, w], as a vector of twice the angle: opposite sides are one.

    Di Zenzo, A note on the gradient of a multi-image, 1986, over the three channels of Lab. The length is in Lab per
    pixel, and grows with its root where edges are strong.
    """
    dx, dy = (
        np.asarray(cv2.Sobel(lab, cv2.CV_32F, x, y, ksize=3, scale=0.125), np.float32)
        for x, y in ((1, 0), (0, 1))
    )
    xx, yy, xy = (np.einsum("yxc,yxc->yx", a, b) for a, b in ((dx, dx), (dy, dy), (dx, dy)))
    one, two = xx - yy, 2 * xy
    length = np.sqrt(np.hypot(one, two)) + np.float32(1e-3)
    within = cv2.erode(inside, np.ones((3, 3), np.uint8))
    return np.asarray(np.stack((one, two)) * (within / (length * np.sqrt(1 + length / HARD))), np.float32)


def _agree(edges: Floats, wanted: Floats) -> Floats:
    """How well each block's edges agree, 0..1 [h / BLOCK, w / BLOCK].

    The best correlation over small shifts; where both pictures have nothing but faint edges it is 1.
    """
    faint = FAINT * FAINT * BLOCK * BLOCK
    own = _sum(wanted[0] ** 2 + wanted[1] ** 2) + faint
    height, width = wanted.shape[1:]
    padded = np.pad(edges, ((0, 0), (SLACK, SLACK), (SLACK, SLACK)))
    strength = padded[0] ** 2 + padded[1] ** 2
    best = np.zeros_like(own)
    for down, right in itertools.product(range(2 * SLACK + 1), repeat=2):
        y, x = slice(down, down + height), slice(right, right + width)
        common = _sum(padded[0, y, x] * wanted[0] + padded[1, y, x] * wanted[1]) + faint
        best = np.maximum(best, common / np.sqrt(own * (_sum(strength[y, x]) + faint)))
    return np.asarray(np.clip(best, 0, 1), np.float32)


def _sum(array: Floats) -> Floats:
    """Sums over blocks."""
    height, width = array.shape
    small = cv2.resize(array, (width // BLOCK, height // BLOCK), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) * np.float32(BLOCK * BLOCK)


def _shift(lab: Floats, wanted: Floats, inside: Mask, agreement: Floats) -> float:
    """How far the colours are off, CIEDE2000: in the places whose structure agrees, or of the inks where few do."""
    area = _sum(inside)
    agrees = (agreement > AGREES).astype(np.float32)
    # Within the outline of a print that is gone nothing disagrees: the neighbours of what does are left out.
    for places in (cv2.erode(agrees, np.ones((3, 3), np.uint8)), agrees):
        sure = area * np.asarray(places, np.float32)
        if sure.sum() > PLACES * area.sum():
            apart = ciede2000(_around(lab, inside, sure), _around(wanted, inside, sure))
            return float((apart * sure).sum() / sure.sum())
    seen, expected = _inks(lab[inside > 0]), _inks(wanted[inside > 0])
    return max(_miss(seen, expected), _miss(expected, seen), UNSURE) - UNSURE


def _around(lab: Floats, inside: Mask, sure: Floats) -> Floats:
    """The mean colour about every block [h / BLOCK, w / BLOCK, 3]: of itself and its neighbours, as far as they are
    sure, so that a motif which lies across the border of two blocks is in both pictures' means."""
    area = np.maximum(_sum(inside), 1e-6)
    weight = np.maximum(cv2.blur(sure, (3, 3), borderType=cv2.BORDER_CONSTANT), 1e-6)
    sums = [_sum(plane * inside) * (sure / area) for plane in cv2.split(lab)]
    means = [cv2.blur(plane, (3, 3), borderType=cv2.BORDER_CONSTANT) / weight for plane in sums]
    return np.asarray(np.stack(means, axis=-1), np.float32)


def _inks(colours: Floats) -> tuple[Floats, Floats]:
    """The colours [K, 3] that [N, 3] pixels gather about, and their shares [K]."""
    cells = np.floor(colours / CELL).astype(np.int64) + 32
    index = (cells[:, 0] * 64 + cells[:, 1]) * 64 + cells[:, 2]
    _, place, count = np.unique(index, return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(place, colours[:, k]) for k in range(3)], axis=1) / count[:, None]
    common = np.argsort(count)[::-1][:INKS]
    common = common[count[common] > 0.02 * len(colours)]
    return np.asarray(means[common], np.float32), np.asarray(count[common] / count[common].sum(), np.float32)


def _miss(inks: tuple[Floats, Floats], others: tuple[Floats, Floats]) -> float:
    """How far the inks are from the nearest mixture of two of the others, CIEDE2000, on average by share.

    Fine patterns are seen as mixtures of their inks, and small motifs paler than large ones of the same ink.
    """
    (colours, shares), (ends, _) = inks, others
    if not len(colours) or not len(ends):
        return 0.0
    one, two = (index.ravel() for index in np.indices((len(ends), len(ends))))
    start, way = ends[one], ends[two] - ends[one]  # [P, 3]
    length = np.maximum((way * way).sum(axis=1), 1e-6)
    along = np.clip(((colours[:, None] - start) * way).sum(axis=2) / length, -PURER, 1 + PURER)  # [K, P]
    mixed = start + along[..., None] * way
    nearest = np.linalg.norm(colours[:, None] - mixed, axis=2).argmin(axis=1)
    return float(ciede2000(colours, mixed[np.arange(len(colours)), nearest]) @ shares)


def _find_print(own: Floats, area: Floats) -> Bools | None:
    """The blocks of the strongest edges, if they are few; None where there are none or they are all over.

    `own`: how strong the expected edges of each block are, summed squares; `area`: how much of it is garment.
    """
    strong = own > STRONG * STRONG * BLOCK * BLOCK
    return strong if 0.01 < float(area[strong].sum() / area.sum()) < LOCAL else None


def _leave_out(printed: Bools, area: Floats) -> Floats:
    """The garment without its print and where that may have moved to, as far as enough is left of the garment."""
    for reach in (5, 3):
        near = cv2.dilate(printed.astype(np.float32), np.ones((reach, reach), np.uint8))
        rest = np.asarray(area * (1 - near), np.float32)
        if rest.sum() > PLACES * area.sum():
            return rest
    return area


def find_changes(result: RGB, photo: RGB) -> Labels:
    """By how much each pixel differs, in the channel that differs most: uint8 [H, W]."""
    red, green, blue = cv2.split(cv2.absdiff(result, photo))
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def share_kept(changes: Labels, kept: Bools) -> float:
    """How much is unchanged of what had to be kept [H, W], where it changed most: 1 less the largest share of a
    window's pixels."""
    edited = ((changes > 0) & kept).astype(np.float32)
    window = _window(kept)
    return 1.0 - float(np.clip(cv2.blur(edited, window, borderType=cv2.BORDER_CONSTANT).max(), 0, 1))


def compare_structure(result: RGB, photo: RGB, kept: Bools) -> float:
    """How alike what had to be kept [H, W] is in structure, where it is least alike, -1..1.

    For pictures that were resampled or compressed as a whole, so that no pixel is the same. Correlation of the luma's
    gradients in windows; differences too weak to be seen count as equal.
    """
    rows, columns = (np.flatnonzero(kept.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return 1.0
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    inside = cv2.erode(kept[box].astype(np.float32), np.ones((5, 5), np.uint8))
    window = _window(kept)

    def mean(values: Floats) -> Floats:
        blurred = cv2.blur(values * inside, window, borderType=cv2.BORDER_CONSTANT)
        return np.asarray(blurred, np.float32)

    (ax, ay), (bx, by) = (_slopes(picture[box]) for picture in (result, photo))
    weak = np.float32(WEAK * WEAK)
    alike = (mean(ax * bx + ay * by) + weak) / np.sqrt(
        (mean(ax * ax + ay * ay) + weak) * (mean(bx * bx + by * by) + weak)
    )
    counted = (inside > 0) & (mean(np.ones_like(inside)) > 0.25)
    return float(alike[counted].min()) if counted.any() else 1.0


def _window(kept: Bools) -> tuple[int, int]:
    side = max(8, round(kept.shape[0] / 48))
    return side, side


def _slopes(rgb: RGB) -> tuple[Floats, Floats]:
    """The luma's gradient to the right and down [h, w] each, in levels per pixel."""
    luma = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 1.0)
    right, down = (cv2.Sobel(luma, cv2.CV_32F, x, y, ksize=3, scale=0.125) for x, y in ((1, 0), (0, 1)))
    return np.asarray(right, np.float32), np.asarray(down, np.float32)


def share_seen(coverage: Mask, later: Mask) -> float:
    """How much of a garment is still seen once others lie over it, 0..1."""
    total = float(coverage.sum())
    return float((coverage * (1 - later)).sum()) / total if total else 0.0
