"""Conditioning: all that the network is told of a picture beside its noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from toile.engine.text import Text
from toile.pixels.arrays import Floats

_FADE = 0.825  # what a layer adds is less, the finer it is, where the control is not balanced


class ControlMode(StrEnum):
    """Who has the last word, by the names of AUTOMATIC1111's extension."""

    BALANCED = "Balanced"
    PROMPT = "My prompt is more important"
    CONTROL = "ControlNet is more important"


@dataclass(frozen=True)
class Hint:
    """A ControlNet's `picture` [3, H, W] 0..1, and how much it counts: `weight`, from `start` to `end` as shares of the
    steps."""

    path: Path
    picture: Floats
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0
    mode: ControlMode = ControlMode.BALANCED

    def applies(self, share: float, negative: bool) -> bool:
        """Whether it says anything at that share of the steps. Where it is more important than the prompt, the negative
        one does not see it."""
        inside = self.start <= share < self.end
        return inside and self.weight != 0 and not (negative and self.mode is ControlMode.CONTROL)

    def share(self, layer: int, layers: int) -> float:
        """What a layer's addition is multiplied by, the finest first."""
        if self.mode is ControlMode.BALANCED:
            return self.weight
        return self.weight * float(_FADE ** (layers - 1 - layer))


@dataclass(frozen=True)
class Sight:
    """A picture in the prompt, as the `tokens` [N, D] that the adapter at `path` makes of it, and how much it
    counts."""

    path: Path
    tokens: Floats
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0

    def applies(self, share: float) -> bool:
        """Whether it is seen at that share of the steps."""
        return self.start <= share < self.end and self.weight != 0


@dataclass(frozen=True)
class Conditioning:
    """`texts`: until which ask, counted from 1, a text holds; the last one holds for ever. `sizes`: what SDXL is told:
    height and width of the original, top and left of the cut, height and width of the picture. `masked` [1 + C, h, w]:
    mask and latent of the rest, for a U-Net that sees them. `negative`: whether it is the negative prompt's. `later`:
    what another model is told, if one takes over."""

    texts: tuple[tuple[int, Text], ...]
    sizes: Sequence[float] = (512, 512, 0, 0, 512, 512)
    masked: Floats | None = None
    hints: tuple[Hint, ...] = ()
    sight: Sight | None = None
    negative: bool = False
    later: "Later | None" = None

    def text_at(self, done: int) -> Text:
        """The text when so many asks are done."""
        return next((text for until, text in self.texts if done < until), self.texts[-1][1])


@dataclass(frozen=True)
class Later:
    """What the model that refines is told, from the noise level `below` on."""

    below: float
    conditioning: Conditioning
