"""What the shipped network sees of a garment's cut-out: landmarks, the edges of sleeves and legs, and words.

It was trained on the synthetic world alone (`toile train helpers`; docs/helpers.md says how well it does).
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
# Designs that have a word of their own; the reader says it in place of "all-over".
DESIGNS = ("floral", "animal", "camouflage")
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(kind.value for kind in Kind),
    "sleeve": tuple(sleeve.value for sleeve in Sleeve),
    "neckline": ("none", "crew", "v", "scoop", "square", "boat", "turtle", "strap"),
    "collar": ("none", "rib", "shirt", "lapel", "hood", "turtle"),
    "closure": ("none", "buttons", "zip"),
    "length": ("cropped", "regular", "long", "mini", "knee-length", "midi", "maxi", "full-length"),
    "pattern": (*(pattern.value for pattern in Pattern), *DESIGNS),
}
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


def read_garment(rgb: RGB, alpha: Mask, threads: int | None = None) -> GarmentReading:
    """The garment that `alpha` [H, W] shows upright in `rgb` [H, W, 3]."""
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    if not rows.size:
        raise ValueError("an empty cut-out shows no garment")
    box = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    window = window_round(box, _FILL)
    shown = rgb * alpha[..., None] + _GREY * (1 - alpha[..., None])
    said = open_network(WEIGHTS / "garment.xml", threads)(
        look(np.rint(shown).astype(np.uint8), alpha, window)
    )
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
