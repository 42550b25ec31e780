"""A form: what there is to be said of a picture, as one choice of few for each question; what the text encoder and the
try-on branch learn to fill in, from words and from photographs, before they serve a painter.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.prompts.wording import ENGLISH
from toile.training.captions import Shown

_OF_GARMENTS = ("cut", "sleeves", "length", "neckline")
_NOBODY_KNOWS = -1  # the answer where there is none

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """Questions, each with the answers there are."""

    questions: Mapping[str, tuple[str, ...]]

    @property
    def width(self) -> int:
        """How many answers there are in all."""
        return sum(len(answers) for answers in self.questions.values())

    def fill(self, rows: Iterable[Answers]) -> Tensor:
        """The numbers [B, Q] of answers; -1 where there is none."""
        return torch.tensor(
            [[self._place(question, row.get(question, "")) for question in self.questions] for row in rows]
        )

    def _place(self, question: str, answer: str) -> int:
        answers = self.questions[question]
        return answers.index(answer) if answer in answers else _NOBODY_KNOWS

    def miss(self, said: Tensor, filled: Tensor) -> Tensor:
        """The mean cross entropy of what is said [B, `width`] and the right answers [B, Q]."""
        losses = [
            F.cross_entropy(some.float(), filled[:, place], ignore_index=_NOBODY_KNOWS, reduction="sum")
            for place, some in enumerate(self.split(said))
        ]
        return torch.stack(losses).sum() / (filled != _NOBODY_KNOWS).sum().clamp(min=1)

    def mark(self, said: Tensor, filled: Tensor) -> dict[str, float]:
        """The share of right answers to each question that has one."""
        found = {}
        for place, (question, some) in enumerate(zip(self.questions, self.split(said), strict=True)):
            known = filled[:, place] != _NOBODY_KNOWS
            if known.any():
                right = some.argmax(dim=-1)[known] == filled[known, place]
                found[question] = float(right.float().mean())
        return found

    def split(self, said: Tensor) -> tuple[Tensor, ...]:
        """What is said [B, `width`] to each question."""
        return torch.split(said, [len(answers) for answers in self.questions.values()], dim=-1)


def draw_up(rows: Iterable[Answers]) -> Form:
    """A form that all of these answers can be given in."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for question, answer in row.items():
            found.setdefault(question, set()).add(answer)
    return Form({question: tuple(sorted(answers)) for question, answers in sorted(found.items())})


def answer(shown: Shown) -> dict[str, str]:
    """What is to be said of a picture; that there is no garment of a kind is an answer too."""
    found = {name: words[ENGLISH] for name, words in shown.person.items()}
    found |= dict(_named(("pose", shown.pose), ("scene", shown.scene), ("framing", shown.framing)))
    for category in ("top", "bottom", "dress", "outerwear"):
        found[f"{category} cut"] = "none"
    for number in range(len(shown.garments)):
        category = shown.garments[number][0]["category"][ENGLISH]
        found |= {f"{category} {name}": word for name, word in answer_piece(shown, number).items()}
    return found


def answer_piece(shown: Shown, number: int) -> dict[str, str]:
    """The same of one of its garments."""
    words, colours, print_ = shown.garments[number]
    said = ((name, words[name][ENGLISH] if name in words else "") for name in _OF_GARMENTS)
    other = colours[1] if len(colours) > 1 else "none"
    return dict(_named(*said, ("colour", colours[0] if colours else ""), ("other", other), ("print", print_)))


def _named(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, word) for name, word in pairs if word)
