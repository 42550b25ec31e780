"""The optimiser of our networks: Muon for matrices (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural
networks"; step size after Liu et al. 2025, arXiv 2502.16982, section 2.2), AdamW (Loshchilov and Hutter 2019, arXiv
1711.05101) for the rest.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from toile.training.learner import Learner

_SLIM = 16  # a matrix with a shorter side is left to AdamW
_TABLES = ("embedding.weight", "places.weight")  # looked up, not multiplied
_ENDS = ("conv_in.weight", "conv_out.weight")


class Optimiser:
    """Moves a learner's weights. `slow`: how much less those move whose names begin so."""

    def __init__(self, learner: Learner, slow: Mapping[str, float] | None = None) -> None:
        matrices: dict[float, list[Tensor]] = {}
        others: dict[float, list[Tensor]] = {}
        for name, weights in learner.list_parameters().items():
            share = next((share for start, share in (slow or {}).items() if name.startswith(start)), 1.0)
            whole = (
                weights.ndim == 2 and min(weights.shape) >= _SLIM and not name.endswith((*_TABLES, *_ENDS))
            )
            (matrices if whole else others).setdefault(share, []).append(weights)
        self._parts: list[torch.optim.Optimizer] = []
        if matrices:
            self._parts.append(
                torch.optim.Muon(_groups(matrices), weight_decay=0.01, adjust_lr_fn="match_rms_adamw")
            )
        if others:
            self._parts.append(torch.optim.AdamW(_groups(others), betas=(0.9, 0.99), weight_decay=0.01))

    def step(self, rate: float) -> None:
        """Move along the gradients, which are then forgotten."""
        for part in self._parts:
            for group in part.param_groups:
                group["lr"] = rate * group["share"]
            part.step()
            part.zero_grad(set_to_none=True)

    def keep(self) -> list[dict[str, Any]]:
        """Its state, for a file."""
        return [part.state_dict() for part in self._parts]

    def go_on(self, kept: list[dict[str, Any]]) -> None:
        """Take over a state."""
        for part, state in zip(self._parts, kept, strict=True):
            part.load_state_dict(state)


def _groups(weights: Mapping[float, list[Tensor]]) -> list[dict[str, Any]]:
    return [{"params": some, "share": share} for share, some in weights.items()]
