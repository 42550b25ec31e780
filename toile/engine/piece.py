"""The try-on branch of the mannequin checkpoint: a photograph of a garment as tokens that a U-Net attends to.

They are made once for a garment, whatever person, scene and noise level they serve: the garment never attends to the
person (docs/mannequin.md). The U-Net sees them as it does those of an IP-Adapter.
"""

from typing import Any

from toile.compute.layers import Layers

FACTOR = 8  # pixels to a token, along each side
_WIDTHS = (24, 48, 96)
_GROUPS, _EPS = 8, 1e-5


def build_piece(g: Layers, wide: int, batch: int, height: int, width: int) -> Any:
    """The network: input `piece` [B, 3, H, W], -1..1; output `tokens` [B, H/8 W/8, `wide`]."""
    piece = g.input("piece", (batch, 3, height, width))
    y = g.conv(piece, "piece.conv_in", _WIDTHS[0])
    for number, broad in enumerate(_WIDTHS):
        name = f"piece.down.{number}"
        y = g.silu(g.group_norm(y, f"{name}.norm", _GROUPS, _EPS))
        y = g.conv(y, f"{name}.conv", broad, stride=2)
        z = g.conv(g.silu(g.group_norm(y, f"{name}.inner_norm", _GROUPS, _EPS)), f"{name}.inner", broad)
        y = g.add(y, z)
    # Norms forget how bright a picture is: of every square its pixels are told as well.
    y = g.add(y, g.conv(piece, "piece.squares", _WIDTHS[-1], FACTOR, FACTOR, pad=(0, 0)))
    count, inner = height // FACTOR * (width // FACTOR), _WIDTHS[-1]
    y = g.transpose(g.reshape(y, (0, 0, -1)), (0, 2, 1))
    y = g.add(y, g.reshape(g.weight("piece.places.weight", (count, inner)), (1, count, inner)))
    return g.finish({"tokens": g.linear(g.layer_norm(y, "piece.norm"), "piece.out", wide)}, "piece")
