"""The U-Net that predicts noise, and the ControlNet that is a copy of its first half.

Ronneberger et al. 2015, arXiv 1505.04597; Rombach et al. 2022, arXiv 2112.10752; Podell et al. 2023, arXiv 2307.01952;
Zhang et al. 2023, arXiv 2302.05543.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from toile.compute.layers import Layers, Node
from toile.engine.architecture import UNet
from toile.engine.blocks import Context, resnet, transformer

EPS = 1e-5
_TIME_WAVES = 256  # for each number that SDXL is told
_HINT = (16, 32, 96, 256)  # widths of a ControlNet's own way down from the picture


@dataclass(frozen=True)
class Canvas:
    """For what a graph is made: `batch` rows, latents of `height` x `width`, `tokens` of context; whether hints of
    ControlNets are added (`controlled`), and how many tokens of an `image` there are."""

    batch: int
    height: int
    width: int
    tokens: int = 77
    controlled: bool = False
    image: int = 0


def build_unet(g: Layers, plan: UNet, canvas: Canvas) -> Any:
    """The network: inputs `x` [B, C, h, w], `time` [B], `text` [B, T, D], for SDXL `pooled` [B, P] and `sizes` [B, S],
    for a controlled one `control_0` and on; output `noise`."""
    x, time, context = _inputs(g, plan, canvas)
    text_time = _embed(g, plan, canvas, time, context)
    y = g.conv(x, "conv_in", plan.widths[0])
    kept = _go_down(g, plan, y, context, text_time)
    y = _stay(g, plan, kept[-1], context, text_time)
    if canvas.controlled:
        hints = [g.input(f"control_{number}", g.shape(one)) for number, one in enumerate([*kept, y])]
        kept = [g.add(one, hint) for one, hint in zip(kept, hints[:-1], strict=True)]
        y = g.add(y, hints[-1])
    y = _go_up(g, plan, y, kept, context, text_time)
    y = g.silu(g.group_norm(y, "conv_norm_out", plan.groups, EPS))
    return g.finish({"noise": g.conv(y, "conv_out", plan.out)}, "unet")


def build_control(g: Layers, plan: UNet, canvas: Canvas, factor: int = 8) -> Any:
    """A ControlNet's: inputs as the U-Net's, and `hint` [B, 3, H, W] 0..1, a picture; outputs `control_0` and on,
    to be added to what the U-Net keeps of its way down, and to its middle."""
    x, time, context = _inputs(g, plan, canvas)
    hint = g.input("hint", (canvas.batch, 3, canvas.height * factor, canvas.width * factor))
    text_time = _embed(g, plan, canvas, time, context)
    y = g.add(g.conv(x, "conv_in", plan.widths[0]), _read_hint(g, hint, plan.widths[0]))
    kept = _go_down(g, plan, y, context, text_time)
    middle = _stay(g, plan, kept[-1], context, text_time)
    names = [*(f"controlnet_down_blocks.{number}" for number in range(len(kept))), "controlnet_mid_block"]
    said = [g.conv(one, name, g.shape(one)[1], 1) for one, name in zip([*kept, middle], names, strict=True)]
    return g.finish({f"control_{number}": one for number, one in enumerate(said)}, "control")


def _inputs(g: Layers, plan: UNet, canvas: Canvas) -> tuple[Node, Node, Context]:
    return (
        g.input("x", (canvas.batch, plan.channels, canvas.height, canvas.width)),
        g.input("time", (canvas.batch,)),
        Context(
            g.input("text", (canvas.batch, canvas.tokens, plan.text)),
            g.input("image", (canvas.batch, canvas.image, plan.text)) if canvas.image else None,
            g.input("image_weight", (canvas.batch, 1, 1)) if canvas.image else None,
        ),
    )


def _embed(g: Layers, plan: UNet, canvas: Canvas, time: Node, context: Context) -> Node:
    """When it is, and where the network has it what is said of the whole picture: [B, D]."""
    wide = 4 * plan.widths[0]
    y = _perceive(g, g.waves(time, plan.widths[0]), "time_embedding", wide)
    if plan.gist:
        y = g.add(y, _sum_up(g, context.text, plan.gist, wide))
    if not plan.pooled:
        return y
    sizes = g.input("sizes", (canvas.batch, plan.sizes))
    pooled = g.input("pooled", (canvas.batch, plan.pooled - plan.sizes * _TIME_WAVES))
    said = g.concat((pooled, g.reshape(g.waves(sizes, _TIME_WAVES), (0, -1))), -1)
    return g.add(y, _perceive(g, said, "add_embedding", wide))


def _sum_up(g: Layers, text: Node, heads: int, wide: int) -> Node:
    """What a context [B, T, D] comes to, [B, wide]: the mean of it asks the mean and all of it (diffusers'
    `TextTimeEmbedding`, which DeepFloyd IF has)."""
    name = "add_embedding"
    inner = g.shape(text)[-1]
    y = g.layer_norm(text, f"{name}.norm1")
    place = g.reshape(g.weight(f"{name}.pool.positional_embedding", (1, inner)), (1, 1, inner))
    mean = g.add(g.mean(y), place)
    everything = g.concat((mean, y), 1)
    q, k, v = (
        g.linear(one, f"{name}.pool.{part}_proj", inner)
        for part, one in (("q", mean), ("k", everything), ("v", everything))
    )
    said = g.linear(g.first(g.attention(q, k, v, heads)), f"{name}.proj", wide)
    return g.layer_norm(said, f"{name}.norm2")


def _perceive(g: Layers, x: Node, name: str, wide: int) -> Node:
    return g.linear(g.silu(g.linear(x, f"{name}.linear_1", wide)), f"{name}.linear_2", wide)


def _go_down(g: Layers, plan: UNet, y: Node, context: Context, time: Node) -> list[Node]:
    """What every layer says on the way down, the finest first."""
    kept = [y]
    for level, wide in enumerate(plan.widths):
        name = f"down_blocks.{level}"
        for layer in range(plan.layers):
            y = resnet(g, y, f"{name}.resnets.{layer}", wide, plan.groups, EPS, time)
            y = _attend(g, plan, y, context, f"{name}.attentions.{layer}", level)
            kept.append(y)
        if level < len(plan.widths) - 1:
            y = g.conv(y, f"{name}.downsamplers.0.conv", wide, stride=2)
            kept.append(y)
    return kept


def _stay(g: Layers, plan: UNet, y: Node, context: Context, time: Node) -> Node:
    wide = plan.widths[-1]
    y = resnet(g, y, "mid_block.resnets.0", wide, plan.groups, EPS, time)
    y = transformer(
        g, y, context, "mid_block.attentions.0", plan.middle, plan.heads[-1], plan.groups, linear=plan.linear
    )
    return resnet(g, y, "mid_block.resnets.1", wide, plan.groups, EPS, time)


def _go_up(g: Layers, plan: UNet, y: Node, kept: Sequence[Node], context: Context, time: Node) -> Node:
    kept = list(kept)
    for number, level in enumerate(reversed(range(len(plan.widths)))):
        name = f"up_blocks.{number}"
        for layer in range(plan.layers + 1):
            # Halves are rounded up on the way down, so that what comes up may be a line too large: AUTOMATIC1111 leaves
            # out the nearest to it, so that sides need only be multiples of 8.
            y = g.concat((g.fit(y, *g.shape(kept[-1])[2:]), kept.pop()), 1)
            y = resnet(g, y, f"{name}.resnets.{layer}", plan.widths[level], plan.groups, EPS, time)
            y = _attend(g, plan, y, context, f"{name}.attentions.{layer}", level)
        if level:
            y = g.conv(g.double(y), f"{name}.upsamplers.0.conv", plan.widths[level])
    return y


def _attend(g: Layers, plan: UNet, y: Node, context: Context, name: str, level: int) -> Node:
    depth = plan.depths[level]
    if not depth:
        return y
    return transformer(g, y, context, name, depth, plan.heads[level], plan.groups, linear=plan.linear)


def _read_hint(g: Layers, hint: Node, wide: int) -> Node:
    """The picture [B, 3, H, W] as large as the latent."""
    name = "controlnet_cond_embedding"
    y = g.silu(g.conv(hint, f"{name}.conv_in", _HINT[0]))
    for number, (narrow, broad) in enumerate(pairwise(_HINT)):
        y = g.silu(g.conv(y, f"{name}.blocks.{2 * number}", narrow))
        y = g.silu(g.conv(y, f"{name}.blocks.{2 * number + 1}", broad, stride=2))
    return g.conv(y, f"{name}.conv_out", wide)
