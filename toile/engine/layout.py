"""Layouts: what weights are called where they lie.

Networks are written by the names of diffusers and transformers. A single file has the names of the original code, older
folders have some of their own, and OpenCLIP keeps queries, keys and values in one piece. A `Place` says where to look.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toile.engine.architecture import UNet, Vae

Naming = Callable[[str], "Place"]

UNET = "model.diffusion_model."
VAE = "first_stage_model."
CLIP = "cond_stage_model.transformer."
CLIP_XL = "conditioner.embedders.0.transformer."
OPENCLIP = "conditioner.embedders.1.model."
OPENCLIP_ALONE = "conditioner.embedders.0.model."  # of the refiner
CONTROL = "control_model."

_RESNET: Mapping[str, str] = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_UNET: Mapping[str, str] = {
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "controlnet_mid_block": "middle_block_out.0",
    "controlnet_cond_embedding.conv_in": "input_hint_block.0",
    "controlnet_cond_embedding.conv_out": "input_hint_block.14",
    "mid_block.attentions.0": "middle_block.1",
}
_LEVEL = re.compile(r"(down|up)_blocks\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.+)")
_MIDDLE = re.compile(r"mid_block\.resnets\.(\d)\.(.+)")
_CODED = re.compile(
    r"(encoder|decoder)\.(down|up)_blocks\.(\d+)\.(resnets|downsamplers|upsamplers)\.(\d+)\.(.+)"
)
_LAYER = re.compile(r"text_model\.encoder\.layers\.(\d+)\.(.+)")


@dataclass(frozen=True)
class Place:
    """The `key` in the file; `third`: which third of its rows is meant, if not all; `turned`: it lies transposed."""

    key: str
    third: int | None = None
    turned: bool = False


def plain(name: str) -> Place:
    """Where a name is the file's own."""
    return Place(name)


def unet_place(plan: UNet, prefix: str = UNET) -> Naming:
    """A U-Net's or ControlNet's names in the original layout."""
    return lambda name: Place(prefix + _unet_key(name, plan))


def _unet_key(name: str, plan: UNet) -> str:
    each = plan.layers + 1  # slots of a level on the way down, of which the last one makes it smaller
    if found := _LEVEL.fullmatch(name):
        side, level, kind, layer, rest = found[1], int(found[2]), found[3], int(found[4]), found[5]
        if kind == "downsamplers":
            return f"input_blocks.{(level + 1) * each}.0.op.{rest.removeprefix('conv.')}"
        if kind == "upsamplers":
            slot = 2 if plan.depths[-1 - level] else 1
            return f"output_blocks.{level * each + plan.layers}.{slot}.{rest}"
        start = (
            f"input_blocks.{1 + level * each + layer}"
            if side == "down"
            else f"output_blocks.{level * each + layer}"
        )
        return f"{start}.0.{_swap(rest, _RESNET)}" if kind == "resnets" else f"{start}.1.{rest}"
    if found := _MIDDLE.fullmatch(name):
        return f"middle_block.{2 * int(found[1])}.{_swap(found[2], _RESNET)}"
    if found := re.fullmatch(r"controlnet_down_blocks\.(\d+)\.(.+)", name):
        return f"zero_convs.{found[1]}.0.{found[2]}"
    if found := re.fullmatch(r"controlnet_cond_embedding\.blocks\.(\d+)\.(.+)", name):
        return f"input_hint_block.{2 * int(found[1]) + 2}.{found[2]}"
    return _swap(name, _UNET)


_VAE_RESNET: Mapping[str, str] = {"conv_shortcut": "nin_shortcut"}
_VAE: Mapping[str, str] = {
    "mid_block.resnets.0": "mid.block_1",
    "mid_block.resnets.1": "mid.block_2",
    "mid_block.attentions.0.group_norm": "mid.attn_1.norm",
    "mid_block.attentions.0.to_q": "mid.attn_1.q",
    "mid_block.attentions.0.to_k": "mid.attn_1.k",
    "mid_block.attentions.0.to_v": "mid.attn_1.v",
    "mid_block.attentions.0.to_out.0": "mid.attn_1.proj_out",
    "conv_norm_out": "norm_out",
}


def vae_place(plan: Vae, prefix: str = VAE) -> Naming:
    """A VAE's names in the original layout."""
    return lambda name: Place(prefix + _vae_key(name, len(plan.widths)))


def _vae_key(name: str, levels: int) -> str:
    if found := _CODED.fullmatch(name):
        side, way, level, kind, layer, rest = found[1], found[2], int(found[3]), found[4], found[5], found[6]
        place = level if way == "down" else levels - 1 - level  # counted from the finest, both ways
        if kind == "resnets":
            return f"{side}.{way}.{place}.block.{layer}.{_swap(rest, _VAE_RESNET)}"
        return f"{side}.{way}.{place}.{_SAMPLE[kind]}.{rest}"
    side, _, rest = name.partition(".")
    return f"{side}.{_swap(rest, _VAE)}" if side in ("encoder", "decoder") else name


_SAMPLE: Mapping[str, str] = {"downsamplers": "downsample", "upsamplers": "upsample"}
# What diffusers called the parts of a VAE's attention before version 0.18.
_OLD_ATTENTION: Mapping[str, str] = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}


def old_vae_place(name: str) -> Place:
    """A VAE's names in older folders of diffusers."""
    head, mark, rest = name.partition("attentions.0.")
    return Place(f"{head}{mark}{_swap(rest, _OLD_ATTENTION)}")


def clip_place(prefix: str) -> Naming:
    """A CLIP text encoder's names behind a prefix."""
    return lambda name: Place(prefix + name)


def bare_clip_place(prefix: str = "") -> Naming:
    """The same without `text_model.`, as some write them."""
    return lambda name: Place(prefix + name.removeprefix("text_model."))


_OPENCLIP: Mapping[str, Place] = {
    "text_model.embeddings.token_embedding.weight": Place("token_embedding.weight"),
    "text_model.embeddings.position_embedding.weight": Place("positional_embedding"),
    "text_model.final_layer_norm.weight": Place("ln_final.weight"),
    "text_model.final_layer_norm.bias": Place("ln_final.bias"),
    "text_projection.weight": Place("text_projection", turned=True),
}
_OPENCLIP_LAYER: Mapping[str, str] = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "self_attn.out_proj": "attn.out_proj",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
}


def openclip_place(prefix: str = OPENCLIP) -> Naming:
    """OpenCLIP's names."""

    def place(name: str) -> Place:
        found = _LAYER.fullmatch(name)
        if not found:
            known = _OPENCLIP[name]
            return Place(prefix + known.key, known.third, known.turned)
        layer = f"{prefix}transformer.resblocks.{found[1]}"
        part = re.fullmatch(r"self_attn\.([qkv])_proj\.(weight|bias)", found[2])
        if part:
            return Place(f"{layer}.attn.in_proj_{part[2]}", "qkv".index(part[1]))
        return Place(f"{layer}.{_swap(found[2], _OPENCLIP_LAYER)}")

    return place


def _swap(name: str, table: Mapping[str, str]) -> str:
    """The name with its beginning exchanged, if the table knows that."""
    for old, new in table.items():
        if name == old or name.startswith(f"{old}."):
            return new + name[len(old) :]
    return name


Shapes = Mapping[str, tuple[int, ...]]


def count_unet(shapes: Shapes, prefix: str = UNET) -> UNet:
    """A U-Net of the original layout with as many levels and layers as those weights have, nothing else of it right: it
    knows where to look."""
    ops = [
        int(name.removeprefix(f"{prefix}input_blocks.").split(".")[0])
        for name in shapes
        if name.startswith(f"{prefix}input_blocks.") and name.endswith(".0.op.weight")
    ]
    layers = min(ops) - 1 if ops else 2
    return UNet(widths=(0,) * (len(ops) + 1), depths=(0,) * (len(ops) + 1), layers=layers)


def count_vae(shapes: Shapes, prefix: str = VAE) -> Vae:
    """The same of a VAE."""
    found = [re.match(rf"{re.escape(prefix)}encoder\.down\.(\d+)\.block\.(\d+)\.", name) for name in shapes]
    levels = 1 + max((int(one[1]) for one in found if one), default=0)
    layers = 1 + max((int(one[2]) for one in found if one), default=0)
    return Vae(widths=(0,) * levels, layers=layers)
