"""Architectures: the numbers by which one Stable Diffusion network differs from another.

Names and numbers are read from diffusers' `config.json`, or from the shapes of the weights in a single file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

GROUPS = 32  # of every group normalisation
SIZES = 6  # what SDXL is told: original, crop, target; height and width of each
REFINER_SIZES = 5  # original, crop, and how beautiful it is to be


@dataclass(frozen=True)
class UNet:
    """`channels` in and `out`; `widths` of the levels, from the finest; `layers` of each; `depths`: transformer
    blocks in every layer of a level, `middle` in the one between; `heads` of each level's attention; `text`: how wide
    the context is; `pooled`: how wide what is said of the whole picture is (SDXL), 0 for nothing, `sizes` numbers
    among it; `linear`: transformers project by a matrix and not by a convolution; `gist`: heads by which the context is
    summed up for every layer, 0 where it is not."""

    channels: int = 4
    out: int = 4
    widths: tuple[int, ...] = (320, 640, 1280, 1280)
    layers: int = 2
    depths: tuple[int, ...] = (1, 1, 1, 0)
    middle: int = 1
    heads: tuple[int, ...] = (8, 8, 8, 8)
    text: int = 768
    pooled: int = 0
    sizes: int = SIZES
    linear: bool = False
    groups: int = GROUPS
    gist: int = 0


@dataclass(frozen=True)
class Vae:
    """`channels` of the latent, which is 2^(levels - 1) times smaller than the picture and `scale` times what the
    encoder says, less `shift`."""

    channels: int = 4
    widths: tuple[int, ...] = (128, 256, 512, 512)
    layers: int = 2
    scale: float = 0.18215
    shift: float = 0.0
    groups: int = GROUPS

    @property
    def factor(self) -> int:
        """Pixels to one latent pixel, along each side."""
        return int(2 ** (len(self.widths) - 1))


@dataclass(frozen=True)
class TextEncoder:
    """A CLIP text encoder: `quick`: with OpenAI's approximate activation; `projection`: how wide its pooled answer
    is, 0 where it has none."""

    vocabulary: int = 49408
    wide: int = 768
    inner: int = 3072
    layers: int = 12
    heads: int = 12
    length: int = 77
    quick: bool = True
    projection: int = 0


@dataclass(frozen=True)
class VisionEncoder:
    """A CLIP image encoder: pictures of `side` pixels in patches of `patch`."""

    wide: int = 1280
    inner: int = 5120
    layers: int = 32
    heads: int = 16
    side: int = 224
    patch: int = 14
    quick: bool = False
    projection: int = 1024

    @property
    def places(self) -> int:
        """Patches, and one for the whole."""
        return int(self.side // self.patch) ** 2 + 1


SDXL_UNET = UNet(
    widths=(320, 640, 1280),
    depths=(0, 2, 10),
    middle=10,
    heads=(5, 10, 20),
    text=2048,
    pooled=2816,
    linear=True,
)
SDXL_VAE = Vae(scale=0.13025)
REFINER_UNET = UNet(
    widths=(384, 768, 1536, 1536),
    depths=(0, 4, 4, 0),
    middle=4,
    heads=(6, 12, 24, 24),
    text=1280,
    pooled=2560,
    sizes=REFINER_SIZES,
    linear=True,
)
OPENCLIP = TextEncoder(wide=1280, inner=5120, layers=32, heads=20, quick=False, projection=1280)
CLIP = TextEncoder()


def read_unet(config: Mapping[str, Any]) -> UNet:
    """A U-Net's numbers from its `config.json`. Raises KeyError, TypeError or ValueError where they make no sense."""
    widths = tuple(int(width) for width in config["block_out_channels"])
    levels = len(widths)
    heads = _each(config.get("num_attention_heads") or config.get("attention_head_dim", 8), levels)
    deep = _each(config.get("transformer_layers_per_block", 1), levels)
    kinds = config.get("down_block_types") or ("CrossAttnDownBlock2D",) * (levels - 1) + ("DownBlock2D",)
    depths = tuple(
        depth if str(kind).startswith("CrossAttn") else 0 for depth, kind in zip(deep, kinds, strict=True)
    )
    pooled = (
        int(config.get("projection_class_embeddings_input_dim") or 0)
        if config.get("addition_embed_type") == "text_time"
        else 0
    )
    return UNet(
        int(config.get("in_channels", 4)),
        int(config.get("out_channels", 4)),
        widths,
        int(config.get("layers_per_block", 2)),
        depths,
        deep[-1],
        heads,
        int(config["cross_attention_dim"]),
        pooled,
        linear=bool(config.get("use_linear_projection", False)),
        groups=int(config.get("norm_num_groups", GROUPS)),
        gist=int(config.get("addition_embed_type_num_heads", 64))
        if config.get("addition_embed_type") == "text"
        else 0,
    )


def read_vae(config: Mapping[str, Any]) -> Vae:
    """A VAE's numbers from its `config.json`. Raises as `read_unet`."""
    return Vae(
        int(config.get("latent_channels", 4)),
        tuple(int(width) for width in config["block_out_channels"]),
        int(config.get("layers_per_block", 2)),
        float(config.get("scaling_factor", 0.18215)),
        float(config.get("shift_factor") or 0.0),
        int(config.get("norm_num_groups", GROUPS)),
    )


def read_text(config: Mapping[str, Any], *, projects: bool) -> TextEncoder:
    """A text encoder's numbers from its `config.json`; `projects`: whether its weights have a projection. Raises as
    `read_unet`."""
    return TextEncoder(
        int(config.get("vocab_size", 49408)),
        int(config["hidden_size"]),
        int(config["intermediate_size"]),
        int(config["num_hidden_layers"]),
        int(config["num_attention_heads"]),
        int(config.get("max_position_embeddings", 77)),
        config.get("hidden_act", "quick_gelu") == "quick_gelu",
        int(config.get("projection_dim") or 0) if projects else 0,
    )


def read_vision(config: Mapping[str, Any]) -> VisionEncoder:
    """An image encoder's numbers from its `config.json`. Raises as `read_unet`."""
    return VisionEncoder(
        int(config["hidden_size"]),
        int(config["intermediate_size"]),
        int(config["num_hidden_layers"]),
        int(config["num_attention_heads"]),
        int(config.get("image_size", 224)),
        int(config.get("patch_size", 32)),
        config.get("hidden_act", "quick_gelu") == "quick_gelu",
        int(config.get("projection_dim", 512)),
    )


def _each(value: Any, levels: int) -> tuple[int, ...]:
    """A number for every level, or the same for all."""
    some = value if isinstance(value, list | tuple) else [value] * levels
    if len(some) != levels:
        raise ValueError(f"{len(some)} numbers for {levels} levels")
    return tuple(int(one) for one in some)


Find = Callable[
    [str], tuple[int, ...] | None
]  # the shape of weights by diffusers' name, where there are such


def infer_unet(find: Find, levels: int, layers: int) -> UNet:
    """A U-Net's numbers from the shapes of its weights. How many heads there are, no shape says: as in SD 1.5 eight,
    and where its transformers project by a matrix as in SDXL, one for every 64 channels. Raises LookupError with the
    name of what is missing."""
    widths = tuple(_shape(find, f"down_blocks.{level}.resnets.0.conv2.weight")[0] for level in range(levels))
    linear = len(_shape(find, "mid_block.attentions.0.proj_in.weight")) == 2
    pooled = find("add_embedding.linear_1.weight")
    out = find("conv_out.weight")  # a ControlNet has none
    return UNet(
        _shape(find, "conv_in.weight")[1],
        out[0] if out else 4,
        widths,
        layers,
        tuple(_depth(find, f"down_blocks.{level}.attentions.0") for level in range(levels)),
        _depth(find, "mid_block.attentions.0"),
        tuple(max(1, width // 64) if linear else 8 for width in widths),
        _shape(find, "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight")[1],
        pooled[1] if pooled else 0,
        linear=linear,
    )


def infer_vae(find: Find, levels: int, layers: int, scale: float) -> Vae:
    """A VAE's numbers from the shapes of its weights, and the scale of its latent, which no shape says."""
    widths = tuple(
        _shape(find, f"encoder.down_blocks.{level}.resnets.0.conv2.weight")[0] for level in range(levels)
    )
    return Vae(_shape(find, "decoder.conv_in.weight")[1], widths, layers, scale)


def infer_text(find: Find, *, quick: bool) -> TextEncoder:
    """A text encoder's numbers from the shapes of its weights; a head for every 64 channels."""
    vocabulary, wide = _shape(find, "text_model.embeddings.token_embedding.weight")
    projection = None if quick else find("text_projection.weight")
    return TextEncoder(
        vocabulary,
        wide,
        _shape(find, "text_model.encoder.layers.0.mlp.fc1.weight")[0],
        _count(find, "text_model.encoder.layers.{}.layer_norm1.weight"),
        max(1, wide // 64),
        _shape(find, "text_model.embeddings.position_embedding.weight")[0],
        quick,
        projection[0] if projection else 0,
    )


def _depth(find: Find, name: str) -> int:
    return _count(find, name + ".transformer_blocks.{}.norm1.weight")


def _count(find: Find, name: str) -> int:
    """How many of those numbered weights there are, from 0 on."""
    count = 0
    while find(name.format(count)) is not None:
        count += 1
    return count


def _shape(find: Find, name: str) -> tuple[int, ...]:
    shape = find(name)
    if shape is None:
        raise LookupError(name)
    return shape
