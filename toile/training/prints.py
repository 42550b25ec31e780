"""Prints: what was cast, in fabrics of all kinds, as arrays that a batch is picked from.

A print keeps the person or garment apart from what is behind it, so that another background may take its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from toile.training.casting import Piece, Sitter, load
from toile.vision.garment_reader import CLOTHS, QUESTIONS
from toile.world import retexture
from toile.world.textile import bolts, swatch

_AT_ONCE = 16
_COPIES = 3  # drawings of each design
# Words of designs that have one of their own; all others answer as their pattern.
DESIGNS: Mapping[str, str] = {
    **dict.fromkeys(("flowers", "ditsy", "leaves", "paisley"), "floral"),
    **dict.fromkeys(("leopard", "zebra", "snake"), "animal"),
    "camouflage": "camouflage",
}

NO_CLOTH = -1  # the answer for prints on the chest and fields of colour

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Prints:
    """N prints of one size. `front` [N, 3, H, W]: display values of the person or garment, times its share of the
    pixel; `alpha` [N, H, W]: that share; `behind` [N, 3, H, W] and `dim` [N, H, W]: the background and what shadow
    leaves of it; `labels` [N, H, W]: values of `Region`; all bytes. `points` [N, P, 3]: x, y, and 1 where it is seen,
    0.5 where something lies before it, 0 where there is none. `source` [N]: the number of the file that it was made
    from. `words`: by question, the answers' numbers [N]."""

    front: Bytes
    alpha: Bytes
    behind: Bytes
    dim: Bytes
    labels: Bytes
    points: NDArray[np.float32]
    source: NDArray[np.int64]
    words: Mapping[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.front)


def make(
    files: Sequence[Path], copies: int, seed: int, tell: Callable[[int], None] = lambda count: None
) -> Prints:
    """Prints of everything in the files, `copies` of each in other fabrics and skins. `tell` hears of the progress."""
    swatches = swatch.collect(seed, _COPIES)
    bank = bolts.bank(swatches)
    said = [DESIGNS.get(s.design, s.pattern.value) for s in swatches]
    answers = np.array([CLOTHS.index(word) if word in CLOTHS else NO_CLOTH for word in said])
    random = torch.Generator().manual_seed(seed)
    rows: list[dict[str, NDArray[Any]]] = []
    for number, some in enumerate(_chunks(files)):
        cast = [load(path) for path in some]
        batch = retexture.stack([one.picture for one in cast])
        for _ in range(copies):
            fabrics = bolts.draw(bank, len(cast), batch.step.shape[1], random)
            tone = 0.45 + 0.8 * torch.rand((len(cast), 1), generator=random)
            skin = tone * (0.9 + 0.2 * torch.rand((len(cast), 3), generator=random))
            nothing = torch.zeros((len(cast), 3, *batch.labels.shape[1:]), dtype=torch.uint8)
            front = retexture.retexture(batch, fabrics, background=nothing, skin=skin, random=random)
            cover = (batch.cover & 7) + (batch.cover >> 3 & 3) + (batch.cover >> 5)
            rows.append(
                {
                    "front": front.numpy(),
                    "alpha": (cover.float() * 63.75).round().byte().numpy(),
                    "behind": batch.behind.permute(0, 3, 1, 2).contiguous().numpy(),
                    "dim": batch.dim.numpy(),
                    "labels": batch.labels.numpy(),
                    "points": np.stack([_points(one) for one in cast]),
                    "source": _AT_ONCE * number + np.arange(len(cast)),
                    **_words(cast, answers[fabrics.tile[:, 0].numpy()]),
                }
            )
        tell(min(_AT_ONCE * (number + 1), len(files)))
    joined = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    plain = {field.name: joined.pop(field.name) for field in fields(Prints) if field.name != "words"}
    return Prints(**plain, words=joined)


def _chunks(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for first in range(0, len(files), _AT_ONCE):
        yield files[first : first + _AT_ONCE]


def _points(one: Sitter | Piece) -> NDArray[np.float32]:
    if isinstance(one, Sitter):
        return one.joints
    edges = one.edges.reshape(-1, 2)
    there = np.isfinite(edges).all(axis=1, keepdims=True)
    stations = np.concatenate((np.where(there, edges, 0), there), axis=1)
    return np.concatenate((one.points, stations)).astype(np.float32)


def _words(cast: Sequence[Sitter | Piece], patterns: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """The answers for garments; nothing for people."""
    pieces = [one for one in cast if isinstance(one, Piece)]
    if not pieces:
        return {}
    found = {
        question: np.array([_answer(piece, question, answers) for piece in pieces])
        for question, answers in QUESTIONS.items()
    }
    return found | {"cloth": patterns}


def _answer(piece: Piece, question: str, answers: Sequence[str]) -> int:
    """The number of the answer. A garment without a neckline has none, whatever its maker left in the field."""
    kind = piece.words["kind"]
    if question == "neckline" and kind not in ("top", "dress"):
        return answers.index("none")
    return answers.index(piece.words[question])
