"""Layers in PyTorch: a network that is compiled after some runs says the same as before."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from toile.compute.eager import Eager, Runner, Shelf
from toile.compute.layers import Values
from toile.engine.architecture import UNet
from toile.engine.unet import Canvas, build_unet
from toile.engine.weights import Random

PLAN = UNet(widths=(32, 64), layers=1, depths=(1, 0), heads=(8, 8), text=64)


def given(seed: int) -> Mapping[str, Values]:
    rng = np.random.default_rng(seed)
    return {
        "x": rng.standard_normal((1, 4, 8, 8)).astype(np.float32),
        "time": rng.uniform(0, 999, 1).astype(np.float32),
        "text": rng.standard_normal((1, 77, 64)).astype(np.float32),
    }


def write(g: Eager) -> Any:
    return build_unet(g, PLAN, Canvas(1, 8, 8))


def shelf() -> Shelf:
    return Shelf(Random(0), torch.device("cpu"), torch.float32)


def test_a_network_that_is_run_often_is_compiled_whole_and_says_the_same() -> None:
    """By torch's own front end, which follows every line of the network; what it makes of it is torch's affair."""
    compiled: list[Callable[..., Any]] = []

    def compiler(run: Callable[..., Any]) -> Any:
        compiled.append(run)
        return torch.compile(run, backend="aot_eager", dynamic=False, fullgraph=True)

    plain, runner = Runner(shelf()), Runner(shelf(), compiler, patience=2)
    with torch.inference_mode():
        for number in range(5):
            one, other = plain("8", write, given(number)), runner("8", write, given(number))
            assert np.allclose(one["noise"], other["noise"], atol=1e-5)
            assert len(compiled) == (number >= 2)


def test_a_network_that_is_run_seldom_is_not() -> None:
    def compiler(run: Callable[..., Any]) -> Any:
        raise AssertionError("nobody asked for it")

    runner = Runner(shelf(), compiler)
    with torch.inference_mode():
        for shape in ("a", "b", "c"):
            runner(shape, write, given(0))
