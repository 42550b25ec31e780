"""A garment in words: its colours and the class of its pattern, measured from its pixels.

What cannot be measured (floral, leopard, the fabric, lettering) is not named.
"""

import cv2
import numpy as np

from toile.domain.garment import Attributes, GarmentLandmarks, Kind, Pattern
from toile.pixels.arrays import RGB, Bools, Floats, Labels, Mask, Points
from toile.pixels.colour import to_oklab
from toile.pixels.mask import shrink
from toile.vision.palette import nearest_names

SIZE = 250  # root of the area at which a pattern is looked at, in pixels
CLUSTERS = 8
LIGHTNESS = 0.55  # folds change lightness more than hue, so it counts less
LEAST_SHARE = 0.04
WINDOW = 48
REPEATS = 0.90  # share of lively windows above which a pattern covers the garment
LIVELY = 1.1e-3  # variance in Oklab above which a window shows more than folds


def describe(foreground: RGB, alpha: Mask, landmarks: GarmentLandmarks, neckline_shape: str) -> Attributes:
    """Colours by share (largest first, names of `palette.PALETTE`) and the pattern of a cut-out garment."""
    image, inside = _cropped(foreground, alpha)
    if not inside.any():
        return Attributes(landmarks.kind, landmarks.sleeve, neckline_shape, (), Pattern.PLAIN, 0.0)
    oklab = to_oklab(image)
    centres, weights, labels = _clusters(oklab[inside].astype(np.float64))
    colours = _colours(centres, weights)
    field = np.full(inside.shape, 255, np.uint8)
    field[inside] = labels
    pattern, sureness = _pattern(oklab, inside, _body(inside, landmarks), centres, weights, field)
    neckline = neckline_shape if landmarks.kind in (Kind.TOP, Kind.DRESS) else ""
    confidence = sureness * (0.6 + 0.4 * landmarks.confidence)
    return Attributes(landmarks.kind, landmarks.sleeve, neckline, colours, pattern, float(confidence))


def _cropped(foreground: RGB, alpha: Mask) -> tuple[RGB, Bools]:
    """The garment at the size for patterns, and its inside without the rim."""
    rows, columns = np.nonzero((alpha > 0.5).any(axis=1))[0], np.nonzero((alpha > 0.5).any(axis=0))[0]
    if not len(rows):
        return foreground, np.zeros(alpha.shape, np.bool_)
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = alpha[box].shape
    scale = min(1.0, SIZE / float(np.sqrt(height * width)), 1.6 * SIZE / max(height, width))
    size = tuple(max(4, round(side * scale)) for side in alpha[box].shape[::-1])
    image = np.asarray(cv2.resize(foreground[box], size, interpolation=cv2.INTER_AREA), np.uint8)
    cover = np.asarray(cv2.resize(alpha[box], size, interpolation=cv2.INTER_AREA), np.float32)
    inner = shrink(np.pad(cover, 2), 2.0)[2:-2, 2:-2] > 0.9
    return image, inner if inner.any() else cover > 0.5


def _clusters(colours: Points) -> tuple[Points, Points, Labels]:
    """Lloyd's k-means from a splitting start, so without chance. Returns centres, shares and each pixel's cluster."""
    scaled = colours * [LIGHTNESS, 1.0, 1.0]
    sample = scaled[:: max(1, len(scaled) // 5000)]
    centres = _split_start(sample)
    for _ in range(8):
        nearest = _nearest(sample, centres)
        centres = np.stack(
            [sample[nearest == k].mean(axis=0) if (nearest == k).any() else c for k, c in enumerate(centres)]
        )
    labels = _nearest(scaled, centres)
    counts = np.bincount(labels, minlength=len(centres)) / len(labels)
    return centres / [LIGHTNESS, 1.0, 1.0], counts, labels.astype(np.uint8)


def _split_start(sample: Points) -> Points:
    groups = [sample]
    while len(groups) < CLUSTERS:
        widest = max(range(len(groups)), key=lambda i: float(groups[i].var(axis=0).sum()) * len(groups[i]))
        group = groups.pop(widest)
        axis = int(group.var(axis=0).argmax())
        upper = group[:, axis] > group[:, axis].mean()
        if upper.all() or not upper.any():
            groups.append(group)
            break
        groups += [group[~upper], group[upper]]
    return np.stack([group.mean(axis=0) for group in groups])


def _nearest(colours: Points, centres: Points) -> Labels:
    # |x - c|^2 without |x|^2, which is the same for every centre.
    score = colours @ centres.T * -2 + np.square(centres).sum(axis=1)
    return np.asarray(score.argmin(axis=1))


def _colours(centres: Points, weights: Points) -> tuple[tuple[str, float], ...]:
    """Names by share. The shades that folds give one colour are named together."""
    shares: dict[str, float] = {}
    left = list(np.argsort(-weights, kind="stable"))
    while left:
        group = [k for k in left if k == left[0] or _is_shade(centres[left[0]], centres[k], 0.83)]
        left = [k for k in left if k not in group]
        weight = float(weights[group].sum())
        mean = (centres[group] * weights[group, None]).sum(axis=0) / max(weight, 1e-9)
        (name,) = nearest_names(mean[None])
        shares[name] = shares.get(name, 0.0) + weight
    kept = sorted(((s, n) for n, s in shares.items() if s >= LEAST_SHARE), reverse=True)
    total = sum(share for share, _ in kept) or 1.0
    return tuple((name, round(share / total, 3)) for share, name in kept)


def _is_shade(main: Points, other: Points, darkest: float) -> bool:
    """Whether an Oklab colour is another in more or less light, down to `darkest` of its lightness.

    Light scales linear RGB, so it scales Oklab by the cube root of that: a shade lies on the line through black.
    """
    scale = float(np.clip(other @ main / max(1e-9, float(main @ main)), darkest, 1 + 0.7 * (1 - darkest)))
    return float(np.linalg.norm((other - scale * main) * [0.6, 1.0, 1.0])) < 0.032


def _body(inside: Bools, landmarks: GarmentLandmarks) -> Bools:
    """The garment's middle without sleeves: the columns between the armpits, or all of it."""
    names = ("left_armpit", "right_armpit")
    if not all(name in landmarks.points for name in names):
        return inside
    points = np.array(list(landmarks.points.values()))
    low, high = points[:, 0].min(), points[:, 0].max()
    if high - low < 4:
        return inside
    left, right = sorted((landmarks[n].x - low) / (high - low) * inside.shape[1] for n in names)
    body = inside.copy()
    body[:, : max(0, int(left))] = False
    body[:, int(right) + 1 :] = False
    return body if (body.sum(axis=1) >= WINDOW).sum() > 2 * WINDOW else inside


def _pattern(
    oklab: Floats, inside: Bools, body: Bools, centres: Points, weights: Points, field: Labels
) -> tuple[Pattern, float]:
    """The pattern's class and how sure it is, 0..1.

    What repeats is lively in all windows, what is printed once or sewn together in some. Seams, pleats, ribs and open
    fronts are lines as well: they run down, in few windows, in shades of one colour.
    """
    odd = inside & ~np.isin(field, _main_shades(centres, weights))
    share = float(odd[inside].mean())
    along, across, lively = _lines(oklab, body)
    if lively > 0.25 and min(along, across) > 0.195 and along + across > 0.60:
        return Pattern.PLAID, min(1.0, along + across)
    if lively > REPEATS:
        if max(along, across) > 0.73:
            return Pattern.STRIPES, max(along, across)
        if max(along, across) < 0.60:
            return (Pattern.DOTS, 0.8) if _are_dots(odd) else (Pattern.ALL_OVER, 0.8)
    if share > 0.25 and _apart(centres, weights) > 0.22:
        return Pattern.COLOUR_BLOCK, 0.7
    if (lively >= 0.3 or (lively > 0.1 and share > 0.012)) and across < 0.42 and along < 0.55:
        return Pattern.GRAPHIC, 0.7
    return Pattern.PLAIN, 0.9 if lively < 0.3 else 0.6


def _apart(centres: Points, weights: Points) -> float:
    """How far the colours are from the commonest, root mean square in Oklab with colour at its own lightness twice."""
    main = centres[weights.argmax()]
    away = centres - main * (centres[:, :1] / max(float(main[0]), 1e-3))
    light = centres[:, 0] - main[0]
    return float(np.sqrt((weights * (light**2 + 4 * np.square(away[:, 1:]).sum(axis=1))).sum()))


def _main_shades(centres: Points, weights: Points) -> Labels:
    """The clusters that are shades of the commonest colour: the same hue, lighter or darker by folds."""
    main = centres[weights.argmax()]
    return np.array([k for k, centre in enumerate(centres) if _is_shade(main, centre, 0.60)])


def _lines(oklab: Floats, body: Bools) -> tuple[float, float, float]:
    """How much of the pattern's energy lies in horizontal and in vertical lines, and in how many windows it is lively.

    Per window the power spectrum within 14 degrees of an axis, as a share of all power above the lowest frequencies.
    """
    frequency = np.fft.fftfreq(WINDOW) * WINDOW
    fx, fy = np.meshgrid(frequency, frequency)
    radius = np.hypot(fx, fy)
    fine = (radius >= 2) & (radius <= WINDOW * 0.45)
    near_x, near_y = fine & (np.abs(fy) <= 0.25 * np.abs(fx)), fine & (np.abs(fx) <= 0.25 * np.abs(fy))
    hann = np.hanning(WINDOW)[:, None] * np.hanning(WINDOW)
    found: list[tuple[float, float]] = []
    count = 0
    for y in range(0, body.shape[0] - WINDOW + 1, WINDOW // 2):
        for x in range(0, body.shape[1] - WINDOW + 1, WINDOW // 2):
            here = np.s_[y : y + WINDOW, x : x + WINDOW]
            if body[here].mean() < 0.97:
                continue
            count += 1
            window = oklab[here].astype(np.float64)
            window = (window - window.mean(axis=(0, 1))) * hann[..., None]
            power = (np.abs(np.fft.fft2(window, axes=(0, 1))) ** 2).sum(axis=-1)
            total = float(power[fine].sum())
            if total > LIVELY * WINDOW**4 * 0.14:  # 0.14: the mean of the squared window
                found.append((float(power[near_y].sum()) / total, float(power[near_x].sum()) / total))
    if not count or not found:
        return 0.0, 0.0, 0.0
    along, across = np.median(np.array(found), axis=0)
    return float(along), float(across), len(found) / count


def _are_dots(odd: Bools) -> bool:
    """Many spots that are discs, of one size or several: a disc fills 0.79 of its box, a petal or a heart less."""
    blobs = cv2.connectedComponentsWithStats(odd.astype(np.uint8), connectivity=4)[2][1:]
    blobs = blobs[blobs[:, cv2.CC_STAT_AREA] >= 6].astype(np.float64)
    if len(blobs) < 40:
        return False
    width, height, area = (blobs[:, i] for i in (2, 3, 4))
    fill = area / (width * height)
    round_ = (np.minimum(width, height) / np.maximum(width, height) > 0.7) & (fill > 0.6)
    return bool(np.median(fill) > 0.76 and round_.mean() > 0.55)
