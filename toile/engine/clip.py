"""CLIP's text encoder (Radford et al. 2021, arXiv 2103.00020, section 2.4), by the names of transformers."""

from typing import Any

from toile.compute.layers import Layers, Node
from toile.engine.architecture import TextEncoder

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


def _layer(g: Layers, x: Node, name: str, plan: TextEncoder) -> Node:
    y = g.layer_norm(x, f"{name}.layer_norm1")
    q, k, v = (g.linear(y, f"{name}.self_attn.{part}_proj", plan.wide) for part in "qkv")
    y = g.attention(q, k, v, plan.heads, causal=True)
    x = g.add(x, g.linear(y, f"{name}.self_attn.out_proj", plan.wide))
    y = g.linear(g.layer_norm(x, f"{name}.layer_norm2"), f"{name}.mlp.fc1", plan.inner)
    y = g.quick_gelu(y) if plan.quick else g.gelu(y)
    return g.add(x, g.linear(y, f"{name}.mlp.fc2", plan.wide))
