"""The VAE between pixels and latents (Rombach et al. 2022, arXiv 2112.10752, section 3.1; Esser et al. 2021, arXiv
2012.09841)."""

from typing import Any

from toile.compute.layers import Layers, Node
from toile.engine.architecture import Vae
from toile.engine.blocks import attend_places, resnet

EPS = 1e-6


def build_decoder(g: Layers, plan: Vae, batch: int, height: int, width: int) -> Any:
    """The network: input `latent` [B, C, h, w] as the decoder takes it, output `picture` [B, 3, H, W], -1..1."""
    x = g.input("latent", (batch, plan.channels, height, width))
    wide = plan.widths[-1]
    y = g.conv(g.conv(x, "post_quant_conv", plan.channels, 1), "decoder.conv_in", wide)
    y = _stay(g, y, "decoder", plan)
    for number, level in enumerate(reversed(range(len(plan.widths)))):
        name = f"decoder.up_blocks.{number}"
        for layer in range(plan.layers + 1):
            y = resnet(g, y, f"{name}.resnets.{layer}", plan.widths[level], plan.groups, EPS)
        if level:
            y = g.conv(g.double(y), f"{name}.upsamplers.0.conv", plan.widths[level])
    return g.finish({"picture": _end(g, y, "decoder", plan, 3)}, "decoder")


def build_encoder(g: Layers, plan: Vae, batch: int, height: int, width: int) -> Any:
    """The network: input `picture` [B, 3, H, W], -1..1; output `moments` [B, 2 C, h, w]: the mean of the latent, and
    the logarithm of its variance."""
    y = g.conv(g.input("picture", (batch, 3, height, width)), "encoder.conv_in", plan.widths[0])
    for level, wide in enumerate(plan.widths):
        name = f"encoder.down_blocks.{level}"
        for layer in range(plan.layers):
            y = resnet(g, y, f"{name}.resnets.{layer}", wide, plan.groups, EPS)
        if level < len(plan.widths) - 1:
            # Zeros on the right and below only.
            y = g.conv(y, f"{name}.downsamplers.0.conv", wide, stride=2, pad=(0, 1))
    y = _end(g, _stay(g, y, "encoder", plan), "encoder", plan, 2 * plan.channels)
    return g.finish({"moments": g.conv(y, "quant_conv", 2 * plan.channels, 1)}, "encoder")


def _stay(g: Layers, y: Node, name: str, plan: Vae) -> Node:
    wide = plan.widths[-1]
    y = resnet(g, y, f"{name}.mid_block.resnets.0", wide, plan.groups, EPS)
    y = attend_places(g, y, f"{name}.mid_block.attentions.0", plan.groups)
    return resnet(g, y, f"{name}.mid_block.resnets.1", wide, plan.groups, EPS)


def _end(g: Layers, y: Node, name: str, plan: Vae, wide: int) -> Node:
    return g.conv(
        g.silu(g.group_norm(y, f"{name}.conv_norm_out", plan.groups, EPS)), f"{name}.conv_out", wide
    )
