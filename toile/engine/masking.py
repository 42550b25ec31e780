"""Masking: what inpainting does to latents, before the first step and around every answer.

A mask is 1 where the picture is to be painted, [1, h, w] at the latent's size; arrays of numpy or torch.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from toile.engine.denoise import Array, Denoise, Denoised


class Content(StrEnum):
    """What is under the mask before the first step, by AUTOMATIC1111's names. `FILL` is made in pixels, before the
    picture is encoded."""

    FILL = "fill"
    ORIGINAL = "original"
    NOISE = "latent noise"
    NOTHING = "latent nothing"


def prepare(latent: Array, mask: Array, noise: Array, content: Content) -> Array:
    """The latent [C, h, w] to start from; `noise` [C, h, w] is the picture's own first draw."""
    return _BEFORE[content](latent, mask, noise)


_BEFORE: Mapping[Content, Callable[[Array, Array, Array], Array]] = {
    Content.FILL: lambda latent, mask, noise: latent,
    Content.ORIGINAL: lambda latent, mask, noise: latent,
    Content.NOISE: lambda latent, mask, noise: latent * (1 - mask) + noise * mask,
    Content.NOTHING: lambda latent, mask, noise: latent * (1 - mask),
}


def keep(latent: Array, mask: Array) -> Callable[[Denoise, Denoised], Denoised]:
    """Wraps an answer so that what is not masked is always the picture's own: the denoised image is replaced there
    after the network has spoken, at whatever noise level. The masked part sees the rest as it will be."""

    def around(asked: Denoise, answer: Denoised) -> Denoised:
        return replace(answer, x0=latent * (1 - mask) + answer.x0 * mask)

    return around
