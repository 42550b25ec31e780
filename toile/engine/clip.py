"""CLIP's text encoder (Radford et al. 2021, arXiv 2103.00020, section 2.4), by the names of transformers."""

from typing import Any

from toile.compute.layers import Layers, Node
from toile.engine.architecture import TextEncoder, VisionEncoder

TOKENS = "text_model.embeddings.token_embedding.weight"  # [vocabulary, D]; looked up outside of the graph
PROJECTION = "text_projection.weight"


def build_text(g: Layers, plan: TextEncoder, batch: int, *, skip: int = 1, normed: bool = True) -> Any:
    """The network: input `tokens` [B, T, D], their vectors; outputs `hidden` [B, T, D], what the layer says that is
    `skip` from the end (1: the last), with the final normalisation if `normed`, and `last` [B, T, D], what the last
    one says with it."""
    x = g.input("tokens", (batch, plan.length, plan.wide))
    places = g.weight("text_model.embeddings.position_embedding.weight", (plan.length, plan.wide))
    states = [g.add(x, places)]
    for number in range(plan.layers):
        states.append(_layer(g, states[-1], f"text_model.encoder.layers.{number}", plan))
    end = "text_model.final_layer_norm"
    last = g.layer_norm(states[-1], end)
    chosen = states[-min(skip, plan.layers)]
    hidden = g.layer_norm(chosen, end) if normed else chosen
    return g.finish({"hidden": hidden, "last": last}, "text")


def _layer(g: Layers, x: Node, name: str, plan: TextEncoder | VisionEncoder, *, causal: bool = True) -> Node:
    y = g.layer_norm(x, f"{name}.layer_norm1")
    q, k, v = (g.linear(y, f"{name}.self_attn.{part}_proj", plan.wide) for part in "qkv")
    y = g.attention(q, k, v, plan.heads, causal=causal)
    x = g.add(x, g.linear(y, f"{name}.self_attn.out_proj", plan.wide))
    y = g.linear(g.layer_norm(x, f"{name}.layer_norm2"), f"{name}.mlp.fc1", plan.inner)
    y = g.quick_gelu(y) if plan.quick else g.gelu(y)
    return g.add(x, g.linear(y, f"{name}.mlp.fc2", plan.wide))


def build_vision(g: Layers, plan: VisionEncoder, batch: int) -> Any:
    """CLIP's image encoder (section 2.4, after Dosovitskiy et al. 2021, arXiv 2010.11929): input `picture` [B, 3, S,
    S], normalised; output `pooled` [B, P]."""
    x = g.input("picture", (batch, 3, plan.side, plan.side))
    name = "vision_model"
    y = g.conv(
        x, f"{name}.embeddings.patch_embedding", plan.wide, plan.patch, plan.patch, pad=(0, 0), bias=False
    )
    y = g.transpose(g.reshape(y, (0, 0, -1)), (0, 2, 1))
    # The class token stands before the patches: its place in the sum is its own weight.
    first = g.reshape(g.weight(f"{name}.embeddings.class_embedding", (plan.wide,)), (1, 1, plan.wide))
    y = g.concat((g.repeat(first, batch), y), 1)
    y = g.add(y, g.weight(f"{name}.embeddings.position_embedding.weight", (plan.places, plan.wide)))
    y = g.layer_norm(y, f"{name}.pre_layrnorm")  # the name is transformers' own
    for number in range(plan.layers):
        y = _layer(g, y, f"{name}.encoder.layers.{number}", plan, causal=False)
    pooled = g.layer_norm(g.first(y), f"{name}.post_layernorm")
    return g.finish({"pooled": g.linear(pooled, "visual_projection", plan.projection, bias=False)}, "vision")
