"""The optimiser: Muon for matrices, AdamW for the rest; gone on with as if it had not stopped."""

from typing import Any

import torch

from toile.training.learner import Learner
from toile.training.optimiser import Optimiser


def write(g: Any) -> Any:
    y = g.conv(g.input("x", (4, 16, 4, 4)), "inner.conv", 24)
    return g.finish({"y": g.conv(g.silu(y), "conv_out", 16)}, "test")


def learner() -> Learner:
    return Learner({"a": write}, torch.Generator().manual_seed(1))


def miss(net: Learner, step: int) -> torch.Tensor:
    x = torch.randn(4, 16, 4, 4, generator=torch.Generator().manual_seed(step))
    return torch.as_tensor((net(write, {"x": x})["y"] - x).square().mean())


def push(net: Learner, optimiser: Optimiser, steps: range) -> None:
    for step in steps:
        miss(net, step).backward()  # type: ignore[no-untyped-call]  # torch's own
        optimiser.step(1e-2)


def test_a_filter_moves_evenly_in_all_directions() -> None:
    """What Muon is for: singular values of the step are of one size, however few directions the gradient has. AdamW's
    step, that of the last layer, has not."""
    net, name = learner(), "inner.conv.weight"
    before = net.named()[name].clone()
    miss(net, 0).backward()  # type: ignore[no-untyped-call]  # torch's own
    gradient = torch.linalg.svdvals(torch.as_tensor(net.list_parameters()[name].grad))
    Optimiser(net).step(1e-2)
    step = torch.linalg.svdvals((net.named()[name] - before).flatten(1))
    assert gradient.max() / gradient.min() > 4
    assert step.max() / step.min() < 2.2


def test_slow_parts_move_less() -> None:
    far = []
    for slow in ({}, {"inner.": 0.1}):
        net = learner()
        before = net.named()["inner.conv.weight"].clone()
        push(net, Optimiser(net, slow), range(1))
        far.append(float((net.named()["inner.conv.weight"] - before).norm()))
    assert 0.08 < far[1] / far[0] < 0.12


def test_it_goes_on_where_it_was_left() -> None:
    whole, optimiser = learner(), None
    optimiser = Optimiser(whole)
    push(whole, optimiser, range(4))
    first = learner()
    one = Optimiser(first)
    push(first, one, range(2))
    again = learner()
    again.fill(first.named())
    other = Optimiser(again)
    other.go_on(one.keep())
    push(again, other, range(2, 4))
    assert all(torch.equal(value, again.named()[name]) for name, value in whole.named().items())
