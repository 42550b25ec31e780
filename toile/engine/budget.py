"""Budgets: how much memory a request needs."""

from math import prod

from toile.compute.graph import choose_precision
from toile.engine.lora import list_text, list_unet
from toile.engine.model import Model
from toile.engine.request import Request

_BYTES = {"bf16": 2.1, "f32": 4.2}  # of a weight when it is packed; measured on Stable Diffusion 1.5


def plan_memory(model: Model, asked: Request) -> int:
    """Bytes that a request needs at most, roughly: packed weights, and what is between layers at its largest."""
    scale = asked.hires.scale if asked.hires else 1.0
    pixels = asked.rounded.width * asked.rounded.height * scale**2
    # A decoder keeps about four layers of its widest at full size.
    between = int(min(pixels, 1024 * 1024) * model.vae.widths[0] * 4 * 4)
    return plan_weights(model) + between


def plan_weights(model: Model) -> int:
    """Bytes of a model's packed weights."""
    shapes = [list_unet(model.unet), *(list_text(text) for text in model.texts)]
    weights = sum(prod(shape) for part in shapes for shape in part.values())
    return int(weights * _BYTES[choose_precision()])
