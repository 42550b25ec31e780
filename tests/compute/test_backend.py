"""Back ends: one network, written once, and the same answers whoever runs it."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.compute.backend import Card, Processor, choose_backend
from toile.compute.layers import Layers, Values
from toile.compute.listing import list_weights
from toile.errors import NotReady

SHAPE = (2, 64, 6, 10)


def weights(name: str, shape: tuple[int, ...]) -> Values:
    """Of all the kinds that files hold, by the name's length."""
    rng = np.random.default_rng(len(name))
    values = np.asarray(rng.standard_normal(shape) / max(shape[-1], 1) ** 0.5, np.float32)
    kinds: tuple[Values, ...] = (
        values.astype(np.float16),
        (values.view(np.uint32) >> 16).astype(np.uint16),
        values,
    )
    return kinds[len(name) % 3]


def everything(g: Layers) -> object:
    """A network with every kind of layer in it."""
    x = g.input("x", SHAPE)
    time = g.input("time", (2,))
    y = g.conv(x, "a", 32, stride=2, pad=(0, 1))
    y = g.silu(g.group_norm(g.conv(y, "second", 32), "norm", 8, 1e-5))
    y = g.fit(g.double(y), 5, 9)
    y = g.add(y, g.reshape(g.linear(g.waves(time, 16), "time", 32), (0, 0, 1, 1)))
    flat = g.transpose(g.reshape(y, (0, 0, -1)), (0, 2, 1))
    flat = g.layer_norm(flat, "layer")
    own = g.attention(g.linear(flat, "q", 32, bias=False), flat, flat, 4)
    causal = g.attention(own, own, own, 2, causal=True)
    one, other = g.split(g.concat((own, causal), -1), 2, -1)
    end = g.multiply(g.gelu(one), g.quick_gelu(other))
    assert g.shape(end) == (2, 45, 32)
    return g.finish({"end": end, "scaled": g.multiply(flat, g.weight("scale", (32,)))}, "everything")


def ask(backend: Processor | Card, seed: int = 0) -> Mapping[str, Values]:
    rng = np.random.default_rng(seed)
    asked = {
        "x": rng.standard_normal(SHAPE).astype(np.float32),
        "time": rng.uniform(0, 999, 2).astype(np.float32),
    }
    return backend.run("part", "shape", lambda: weights, everything, asked)


def test_the_processor_and_pytorch_agree() -> None:
    one, other = ask(Processor("f32")), ask(Card("cpu"))
    assert set(one) == set(other) == {"end", "scaled"}
    for name, values in one.items():
        assert values.dtype == other[name].dtype == np.float32
        assert np.allclose(values, other[name], atol=1e-4), name


def test_halves_are_near() -> None:
    whole = ask(Processor("f32"))["end"]
    half = ask(Card("cpu", "bfloat16"))["end"]
    assert 0 < np.abs(whole - half).max() < 0.1 * np.abs(whole).max()


@given(seed=st.integers(0, 99))
def test_a_run_leaves_nothing_behind(seed: int) -> None:
    backend = _kept
    first = ask(backend, seed)["end"]
    ask(backend, seed + 1)
    assert np.array_equal(ask(backend, seed)["end"], first)


_kept = Processor("f32")


def test_what_is_ready_is_kept_and_the_oldest_goes() -> None:
    backend, made = Processor("f32"), []
    cold = backend.warm

    def tiny(g: Layers) -> object:
        made.append("once")
        return g.finish({"y": g.silu(g.input("x", (1,)))}, "tiny")

    asked = {"x": np.ones(1, np.float32)}
    for shape in (1, 2, 1, 3, 4, 1, 5, 1, 2):  # four are kept: of these only 2 has gone
        backend.run("part", shape, lambda: weights, tiny, asked)
    assert backend.warm and not cold and len(made) == 6


def test_rows_are_as_many_as_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toile.compute.backend.count_free", lambda: 10_000)
    card = Card("cpu")
    assert [card.count_rows(size) for size in (10**9, 500, 1)] == [2, 10, 64]
    assert Processor("f32").count_rows(1) == 2


def test_a_card_that_is_not_there_is_said() -> None:
    import torch

    if not torch.cuda.is_available():
        with pytest.raises(NotReady) as caught:
            choose_backend("cuda")
        assert caught.value.code == "device_missing" and "cuda" in str(caught.value)


def test_a_network_says_what_it_is_made_of() -> None:
    listed = list_weights(everything)
    assert listed["a.weight"] == (32, 64, 3, 3) and listed["time.weight"] == (32, 16)
    assert list(listed)[:2] == ["a.weight", "a.bias"] and "q.bias" not in listed


@pytest.mark.parametrize(("device", "kind"), [("cpu", Processor), ("auto", Processor)])
def test_without_a_card_the_processor_is_chosen(
    device: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toile.compute.backend._find_card", lambda: "cpu")
    assert isinstance(choose_backend(device), kind)
