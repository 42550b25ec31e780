"""What the shipped network sees of a garment's cut-out: landmarks, the edges of sleeves and legs, and words.

It was trained on the synthetic world alone (`toile train helpers`; docs/helpers.md says how well it does).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.compute.network import open_network
from toile.domain.body import Side
from toile.domain.garment import (
    SKIRT_LANDMARKS,
    TOP_LANDMARKS,
    TROUSERS_LANDMARKS,
    Kind,
    Pattern,
    Sleeve,
)
from toile.pixels.arrays import RGB, Mask, Points
from toile.vision.reading import WEIGHTS, look, read_places, window_round

LANDMARKS = tuple(dict.fromkeys((*TOP_LANDMARKS, *TROUSERS_LANDMARKS, *SKIRT_LANDMARKS)))
STATIONS = 9  # along each edge of a sleeve or leg
EDGES = tuple((side, edge) for side in Side for edge in ("outer", "inner"))
# What a piece of cloth may show. Prints on the chest and fields of colour are no cloth's.
CLOTHS = ("plain", "stripes", "plaid", "dots", "floral", "animal", "camouflage", "all-over")
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(kind.value for kind in Kind),
    "pattern": tuple(pattern.value for pattern in Pattern),
    "sleeve": tuple(sleeve.value for sleeve in Sleeve),
    "neckline": ("none", "crew", "v", "scoop", "square", "boat", "turtle", "strap"),
    "collar": ("none", "rib", "shirt", "lapel", "hood", "turtle"),
    "closure": ("none", "buttons", "zip"),
    "length": ("cropped", "regular", "long", "mini", "knee-length", "midi", "maxi", "full-length"),
}
PATCH = 64  # pixels of a side of a piece of cloth
TALL = 256  # pixels of a garment's longer side while it is cut into pieces
_PIECES = 4  # along a side
_FILL = 0.80  # of the window
_NEAR = 4.0  # window pixels: a landmark that close to its place counts as right
_GREY = 127.5  # what lies around the garment


@dataclass(frozen=True)
class GarmentReading:
    """`words`: by question, every answer with its share, adding up to 1. `points`: every landmark that some garment
    has, in photo pixels; `sure` 0..1, by landmark. `edges`: stations [9, 2] of each edge of a sleeve or leg, from the
    root to the cuff."""

    words: Mapping[str, Mapping[str, float]]
    points: Mapping[str, Points]
    sure: Mapping[str, float]
    edges: Mapping[tuple[Side, str], Points]

    def best(self, question: str) -> tuple[str, float]:
        """The likeliest answer and its share."""
        return max(self.words[question].items(), key=lambda answer: answer[1])


def read_cloth(rgb: RGB, alpha: Mask, threads: int | None = None) -> Mapping[str, float]:
    """What the cloth of the garment that `alpha` [H, W] shows in `rgb` [H, W, 3] shows: the share of every one of
    `CLOTHS`, the mean of what a few pieces say that lie on the garment."""
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    if not rows.size:
        raise ValueError("an empty cut-out shows no garment")
    factor = TALL / max(np.ptp(rows) + 1, np.ptp(columns) + 1)
    size = (max(PATCH, round(rgb.shape[1] * factor)), max(PATCH, round(rgb.shape[0] * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    cover = np.asarray(cv2.resize(alpha, size, interpolation=way), np.float32)
    shown = _on_grey(np.asarray(cv2.resize(rgb, size, interpolation=way), np.uint8), cover)
    corners = [
        (int(top), int(left))
        for top in np.linspace(rows[0] * factor, max(rows[-1] * factor - PATCH, 0), _PIECES)
        for left in np.linspace(columns[0] * factor, max(columns[-1] * factor - PATCH, 0), _PIECES)
    ]
    pieces = {at: float(cover[at[0] : at[0] + PATCH, at[1] : at[1] + PATCH].mean()) for at in corners}
    chosen = sorted(pieces, key=lambda at: -pieces[at])[: 2 * _PIECES]
    network = open_network(WEIGHTS / "cloth.xml", threads)
    total = np.zeros(len(CLOTHS))
    for top, left in chosen:
        piece = shown[top : top + PATCH, left : left + PATCH].transpose(2, 0, 1).astype(np.float32)
        if piece.shape[1:] == (PATCH, PATCH):
            total += network(np.ascontiguousarray(piece[None] / 127.5 - 1))["pattern"][0] * pieces[top, left]
    return dict(zip(CLOTHS, map(float, total / max(total.sum(), 1e-6)), strict=True))


def _on_grey(rgb: RGB, alpha: Mask) -> RGB:
    return np.rint(rgb * alpha[..., None] + _GREY * (1 - alpha[..., None])).astype(np.uint8)


def read_garment(rgb: RGB, alpha: Mask, threads: int | None = None) -> GarmentReading:
    """The garment that `alpha` [H, W] shows upright in `rgb` [H, W, 3]."""
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    if not rows.size:
        raise ValueError("an empty cut-out shows no garment")
    box = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    window = window_round(box, _FILL)
    said = open_network(WEIGHTS / "garment.xml", threads)(look(_on_grey(rgb, alpha), alpha, window))
    places, sure = read_places(said["across"][0], said["down"][0], _NEAR)
    at = window.back(places)
    stations = at[len(LANDMARKS) :].reshape(len(EDGES), STATIONS, 2)
    return GarmentReading(
        {
            name: dict(zip(answers, map(float, said[name][0]), strict=True))
            for name, answers in QUESTIONS.items()
        },
        dict(zip(LANDMARKS, at, strict=False)),
        dict(zip(LANDMARKS, map(float, sure), strict=False)),
        dict(zip(EDGES, stations, strict=True)),
    )
