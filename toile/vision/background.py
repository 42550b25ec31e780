"""The plain ground behind a subject: a smooth colour surface fitted to the picture's border.

Shop and studio photos have one background colour that fades slowly. A quadratic surface in CIELAB per channel,
fitted robustly, follows a gradient or a vignette and ignores a subject that touches the frame.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.pixels.arrays import Floats, Mask
from toile.pixels.colour import difference

ROUNDS = 6  # reweighted fits; the weights settle after four
LEAST_SPREAD = 0.6  # dE: the noise floor of an 8-bit picture


@dataclass(frozen=True)
class Background:
    """What the ground would look like everywhere.

    `lab` [H, W, 3]; `sigma` the noise around it in dE; `inliers` 0..1, the share of the border that it explains.
    """

    lab: Floats
    sigma: float
    inliers: float


def fit_background(lab: Floats, seen: Mask | None = None) -> Background:
    """The ground of a picture [H, W, 3] in CIELAB.

    `seen` marks pixels known to show the ground; without it the border ring is used, starting from its commonest
    colour, so that a subject at the border counts as an outlier.
    """
    height, width = lab.shape[:2]
    ring = _ring(height, width)
    y, x = np.nonzero(ring if seen is None else seen > 0.5)
    step = max(1, len(x) // 6000)
    x, y = x[::step], y[::step]
    colours = lab[y, x].astype(np.float64)
    basis = _basis(x, y, height, width)
    weights = _close_to(colours, _commonest(colours), 10.0)
    spread = 4.0
    for round_ in range(ROUNDS):
        # Flat first, then a plane, then the quadratic: an early quadratic would bend towards the subject.
        terms = (1, 3, 6)[min(round_ // 2, 2)]
        coefficients = _solve(basis[:, :terms], colours, weights)
        misfit = np.linalg.norm(colours - basis[:, :terms] @ coefficients, axis=1)
        inside = misfit[weights > 0.05]
        spread = max(LEAST_SPREAD, 1.2 * float(np.median(inside)) if len(inside) else 4.0)
        weights = np.clip(1.0 - (misfit / (4.0 * spread + 1.0)) ** 2, 0.0, 1.0) ** 2  # Tukey's biweight
    surface = _evaluate(coefficients, height, width)
    explained = difference(lab, surface)[ring] < 3.5 * spread + 1.5
    return Background(surface, spread, float(explained.mean()))


def _ring(height: int, width: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    reach = max(2, round(0.025 * min(height, width)))
    ring = np.ones((height, width), dtype=np.bool_)
    ring[reach:-reach, reach:-reach] = False
    return ring


def _commonest(
    colours: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The mode of [N, 3] colours, from a coarse histogram refined by one mean shift."""
    cells = np.round(colours / 5.0).astype(np.int64) + 64
    keys = (cells[:, 0] * 256 + cells[:, 1]) * 256 + cells[:, 2]
    values, counts = np.unique(keys, return_counts=True)
    seed = colours[keys == values[counts.argmax()]].mean(axis=0)
    near = np.linalg.norm(colours - seed, axis=1) < 6.0
    mode: np.ndarray[tuple[int], np.dtype[np.float64]] = colours[near].mean(axis=0)
    return mode


def _close_to(
    colours: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    centre: np.ndarray[tuple[int], np.dtype[np.float64]],
    reach: float,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    close: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        np.linalg.norm(colours - centre, axis=1) < reach
    ).astype(np.float64)
    return close


def _basis(
    x: object, y: object, height: int, width: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """1, u, v, uu, uv, vv with u and v in -1..1."""
    u = np.asarray(x, dtype=np.float64) / max(1, width - 1) * 2 - 1
    v = np.asarray(y, dtype=np.float64) / max(1, height - 1) * 2 - 1
    return np.stack((np.ones_like(u), u, v, u * u, u * v, v * v), axis=-1)


def _solve(
    basis: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    colours: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    weights: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Weighted least squares with a slight pull of the bends towards 0."""
    weighted = basis * weights[:, None]
    ridge = np.diag([1e-9, 1e-3, 1e-3, 1e-2, 1e-2, 1e-2][: basis.shape[1]]) * max(1.0, float(weights.sum()))
    return np.asarray(np.linalg.solve(weighted.T @ basis + ridge, weighted.T @ colours), np.float64)


def _evaluate(
    coefficients: np.ndarray[tuple[int, int], np.dtype[np.float64]], height: int, width: int
) -> Floats:
    ys, xs = np.mgrid[0:33, 0:33] / 32.0
    terms = _basis(xs * (width - 1), ys * (height - 1), height, width)[..., : len(coefficients)]
    coarse = (terms @ coefficients).astype(np.float32)  # [33, 33, 3]
    where_y, where_x = np.mgrid[0:height, 0:width].astype(np.float32)
    where_x *= np.float32(32.0 / max(1, width - 1))
    where_y *= np.float32(32.0 / max(1, height - 1))
    return np.asarray(
        cv2.remap(coarse, where_x, where_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
