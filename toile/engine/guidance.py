"""Guidance: what the network said of several prompts, made into one denoised image.

Wrappers around the answer, never flags in a sampler's loop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

from toile.engine.denoise import Denoised
from toile.errors import BadRequest

Array = Any  # a numpy array or torch tensor


@dataclass(frozen=True)
class Guidance:
    """How far a picture is pushed from the negative prompt towards the prompt.

    `scale`: CFG scale; at 1 the negative prompt is not asked. `weights`: of the parts of the prompt joined by AND. From
    `start` to `end`, as noise levels going down, guidance is applied; beside that interval the scale is 1 (Kynkäänniemi
    et al. 2024, arXiv 2404.07724). `rescale` 0..1: how much of the contrast that guidance adds is taken back (Lin et
    al. 2023, arXiv 2305.08891, equation 16). `always`: the negative prompt is asked at a scale of 1 too,
    for samplers that go by what it says.
    """

    scale: float = 7.0
    weights: tuple[float, ...] = (1.0,)
    start: float = inf
    end: float = 0.0
    rescale: float = 0.0
    always: bool = False

    def __post_init__(self) -> None:
        if not isfinite(self.scale) or abs(self.scale) > 1e4:
            raise BadRequest("cfg_wrong", value=self.scale)

    def applies(self, sigma: float) -> bool:
        """Whether there is anything to push away from at that noise level."""
        return self.end <= sigma <= self.start and (self.always or self.scale != 1 or self.weights != (1.0,))

    def combine(self, sigma: float, parts: Sequence[Array], uncond: Array | None) -> Denoised:
        """One answer of the images denoised for each part of the prompt and, where it was asked, for the negative one:
        `uncond + scale * sum(weight * (part - uncond))` (Ho and Salimans 2022, arXiv 2207.12598; for several parts Liu
        et al. 2022, arXiv 2206.01714)."""
        if uncond is None or not self.applies(sigma):
            total = sum(self.weights) or 1.0
            plain = sum(weight / total * part for weight, part in zip(self.weights, parts, strict=True))
            return Denoised(plain, plain if uncond is None else uncond)
        guided = uncond
        for weight, part in zip(self.weights, parts, strict=True):
            guided = guided + (self.scale * weight) * (part - uncond)
        if self.rescale:
            # Of the picture's own contrast: over everything but the row.
            usual = parts[0].std() / guided.std()
            guided = guided * (self.rescale * usual + (1 - self.rescale))
        return Denoised(guided, uncond)
