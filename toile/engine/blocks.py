"""Blocks that Stable Diffusion's networks are built of, by the names that diffusers gives their weights."""

from dataclasses import dataclass

from toile.compute.layers import Layers, Node


def resnet(
    g: Layers, x: Node, name: str, wide: int, groups: int, eps: float, time: Node | None = None
) -> Node:
    """Two convolutions beside a shortcut (He et al. 2016, arXiv 1512.03385), x [B, C, h, w] to [B, wide, h, w]. What
    `time` [B, D] says is added between them."""
    y = g.conv(g.silu(g.group_norm(x, f"{name}.norm1", groups, eps)), f"{name}.conv1", wide)
    if time is not None:
        y = g.add(y, g.reshape(g.linear(g.silu(time), f"{name}.time_emb_proj", wide), (0, 0, 1, 1)))
    y = g.conv(g.silu(g.group_norm(y, f"{name}.norm2", groups, eps)), f"{name}.conv2", wide)
    short = x if g.shape(x)[1] == wide else g.conv(x, f"{name}.conv_shortcut", wide, 1)
    return g.add(short, y)


@dataclass(frozen=True)
class Context:
    """What a U-Net attends to: `text` [B, T, D], and where there is a picture in the prompt its tokens `image`
    [B, N, D] with their `weight` [B, 1, 1] (Ye et al. 2023, arXiv 2308.06721, equation 5)."""

    text: Node
    image: Node | None = None
    weight: Node | None = None


def transformer(
    g: Layers, x: Node, context: Context, name: str, depth: int, heads: int, groups: int, *, linear: bool
) -> Node:
    """Blocks of attention among the places of x [B, C, h, w] and to a context (Rombach et al. 2022, arXiv
    2112.10752, section 3.3)."""
    batch, wide, high, broad = g.shape(x)
    y = g.group_norm(x, f"{name}.norm", groups, 1e-6)
    into, out = f"{name}.proj_in", f"{name}.proj_out"
    y = g.linear(_flat(g, y), into, wide) if linear else _flat(g, g.conv(y, into, wide, 1))
    for number in range(depth):
        y = _block(g, y, context, f"{name}.transformer_blocks.{number}", heads)
    shape = (batch, wide, high, broad)
    y = _square(g, g.linear(y, out, wide), shape) if linear else g.conv(_square(g, y, shape), out, wide, 1)
    return g.add(x, y)


def _block(g: Layers, x: Node, context: Context, name: str, heads: int) -> Node:
    y = g.layer_norm(x, f"{name}.norm1")
    x = g.add(x, attend(g, y, y, f"{name}.attn1", heads))
    x = g.add(x, _attend_context(g, g.layer_norm(x, f"{name}.norm2"), context, f"{name}.attn2", heads))
    wide = g.shape(x)[-1]
    # A gated unit (Shazeer 2020, arXiv 2002.05202, GEGLU), four times as wide.
    y = g.linear(g.layer_norm(x, f"{name}.norm3"), f"{name}.ff.net.0.proj", 8 * wide)
    value, gate = g.split(y, 2, -1)
    return g.add(x, g.linear(g.multiply(value, g.gelu(gate)), f"{name}.ff.net.2", wide))


def _attend_context(g: Layers, x: Node, context: Context, name: str, heads: int) -> Node:
    """Attention to the text, and beside it with the same queries to the picture."""
    if context.image is None:
        return attend(g, x, context.text, name, heads)
    wide = g.shape(x)[-1]
    q = g.linear(x, f"{name}.to_q", wide, bias=False)
    k, v = (g.linear(context.text, f"{name}.{part}", wide, bias=False) for part in ("to_k", "to_v"))
    other_k, other_v = (
        g.linear(context.image, f"{name}.{part}", wide, bias=False) for part in ("to_k_ip", "to_v_ip")
    )
    seen = g.multiply(g.attention(q, other_k, other_v, heads), context.weight)
    return g.linear(g.add(g.attention(q, k, v, heads), seen), f"{name}.to_out.0", wide)


def attend(g: Layers, x: Node, to: Node, name: str, heads: int, *, bias: bool = False) -> Node:
    """Attention of x [B, T, D] to [B, S, E]; `bias`: of the queries, keys and values."""
    wide = g.shape(x)[-1]
    q = g.linear(x, f"{name}.to_q", wide, bias=bias)
    k, v = (g.linear(to, f"{name}.{part}", wide, bias=bias) for part in ("to_k", "to_v"))
    return g.linear(g.attention(q, k, v, heads), f"{name}.to_out.0", wide)


def _flat(g: Layers, x: Node) -> Node:
    """[B, C, h, w] as [B, h w, C]."""
    return g.transpose(g.reshape(x, (0, 0, -1)), (0, 2, 1))


def _square(g: Layers, x: Node, shape: tuple[int, ...]) -> Node:
    """[B, h w, C] as [B, C, h, w]."""
    return g.reshape(g.transpose(x, (0, 2, 1)), shape)


def attend_places(g: Layers, x: Node, name: str, groups: int) -> Node:
    """The VAE's attention among the places of x [B, C, h, w], with one head."""
    y = _flat(g, g.group_norm(x, f"{name}.group_norm", groups, 1e-6))
    return g.add(x, _square(g, attend(g, y, y, name, 1, bias=True), g.shape(x)))
