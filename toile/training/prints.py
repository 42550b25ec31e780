"""Prints: what was cast, in fabrics of all kinds, as arrays that a batch is picked from.

A print keeps the person or garment apart from what is behind it, so that another background may take its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from toile.domain.body import JOINT_NAMES
from toile.pixels.arrays import Floats
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


@dataclass(frozen=True)
class Prints:
    """N prints of one size. `front` [N, 3, H, W]: display values of the person or garment, times its share of the
    pixel; `alpha` [N, H, W]: that share; `behind` [N, 3, H, W] and `dim` [N, H, W]: the background and what shadow
    leaves of it; `labels` [N, H, W]: values of `Region`; all bytes. `points` [N, P, 3]: x, y, and 1 where it is seen,
    0.5 where something lies before it, 0 where there is none. `somebody` [N]: 1 for people, 0 for garments alone.
    `source` [N]: the number of the file that it was made from. `words`: by question, the answers' numbers [N]. All on
    one device."""

    front: Tensor
    alpha: Tensor
    behind: Tensor
    dim: Tensor
    labels: Tensor
    points: Tensor
    somebody: Tensor
    source: Tensor
    words: Mapping[str, Tensor]

    def __len__(self) -> int:
        return len(self.front)

    @property
    def device(self) -> torch.device:
        return self.front.device


def make(
    files: Sequence[Path],
    copies: int,
    seed: int,
    tell: Callable[[int], None] = lambda count: None,
    device: torch.device | str = "cpu",
) -> Prints:
    """Prints of everything in the files, `copies` of each in other fabrics and skins. `tell` hears of the progress.

    A file's number, for `source`, is that in its name.
    """
    swatches = swatch.collect(seed, _COPIES)
    bank = bolts.bank(swatches, device)
    said = [DESIGNS.get(s.design, s.pattern.value) for s in swatches]
    answers = {
        "cloth": torch.tensor([CLOTHS.index(word) if word in CLOTHS else NO_CLOTH for word in said]),
        "pattern": torch.tensor([QUESTIONS["pattern"].index(s.pattern.value) for s in swatches]),
    }
    random = torch.Generator(device).manual_seed(seed)
    made: list[Prints] = []
    for number, some in enumerate(_chunks(files)):
        cast = [load(path) for path in some]
        batch = retexture.stack([one.picture for one in cast], device)
        people = torch.tensor([float(isinstance(one, Sitter)) for one in cast])
        source = torch.tensor([int(path.stem) for path in some])
        points = torch.from_numpy(np.stack([_points(one) for one in cast]))
        for _ in range(copies):
            fabrics = bolts.draw(bank, len(cast), batch.step.shape[1], random)
            tone = 0.45 + 0.8 * torch.rand((len(cast), 1), generator=random, device=device)
            skin = tone * (0.9 + 0.2 * torch.rand((len(cast), 3), generator=random, device=device))
            nothing = torch.zeros((len(cast), 3, *batch.labels.shape[1:]), dtype=torch.uint8, device=device)
            front = retexture.retexture(batch, fabrics, background=nothing, skin=skin, random=random)
            cover = (batch.cover & 7) + (batch.cover >> 3 & 3) + (batch.cover >> 5)
            tile = fabrics.tile[:, 0].cpu()
            words = _words(cast, {name: known[tile] for name, known in answers.items()})
            made.append(
                Prints(
                    front,
                    (cover.float() * 63.75).round().byte(),
                    batch.behind.permute(0, 3, 1, 2).contiguous(),
                    batch.dim,
                    batch.labels,
                    points.to(device),
                    people.to(device),
                    source.to(device),
                    {name: values.to(device) for name, values in words.items()},
                )
            )
        tell(min(_AT_ONCE * (number + 1), len(files)))
    return join(made)


def join(some: Sequence[Prints]) -> Prints:
    """All of them in one row; words that all of them have."""
    shared = [name for name in some[0].words if all(name in one.words for one in some)]
    plain = [field.name for field in fields(Prints) if field.name != "words"]
    return Prints(
        **{name: torch.cat([getattr(one, name) for one in some]) for name in plain},
        words={name: torch.cat([one.words[name] for one in some]) for name in shared},
    )


def garments_alone(prints: Prints) -> Prints:
    """Prints of garments as a reader of people sees them: nobody is there, and there are no joints."""
    nowhere = torch.zeros(len(prints), len(JOINT_NAMES), 3, device=prints.device)
    return replace(prints, points=nowhere, source=-1 - prints.source, words={})


def _chunks(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for first in range(0, len(files), _AT_ONCE):
        yield files[first : first + _AT_ONCE]


def _points(one: Sitter | Piece) -> Floats:
    if isinstance(one, Sitter):
        return one.joints
    edges = one.edges.reshape(-1, 2)
    there = np.isfinite(edges).all(axis=1, keepdims=True)
    stations = np.concatenate((np.where(there, edges, 0), there), axis=1)
    return np.concatenate((one.points, stations)).astype(np.float32)


def _words(cast: Sequence[Sitter | Piece], cloth: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The answers for garments, with those that their `cloth` gives; nothing for people."""
    pieces = [one for one in cast if isinstance(one, Piece)]
    if not pieces:
        return {}
    found = {
        question: torch.tensor([_answer(piece, question, answers) for piece in pieces])
        for question, answers in QUESTIONS.items()
        if question not in cloth
    }
    return found | dict(cloth)


def _answer(piece: Piece, question: str, answers: Sequence[str]) -> int:
    """The number of the answer. A garment without a neckline has none, whatever its maker left in the field."""
    kind = piece.words["kind"]
    if question == "neckline" and kind not in ("top", "dress"):
        return answers.index("none")
    return answers.index(piece.words[question])
