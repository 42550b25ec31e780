"""Relays: who is asked at which noise level."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from toile.compute.backend import Processor
from toile.engine.batcher import Row
from toile.engine.cache import Cache
from toile.engine.conditioning import Conditioning, Later
from toile.engine.model import read_model
from toile.engine.networks import Networks
from toile.engine.noise import Philox
from toile.engine.relay import Relay
from toile.engine.text import Reader

Make = Callable[[str], Path]


@pytest.fixture
def relay(folder: Make, tmp_path: Path) -> Relay:
    models = (read_model(folder(name)) for name in ("sdxl", "sdxl-refiner"))
    first, second = (Networks(one, Cache(tmp_path / "cache"), Processor("f32")) for one in models)
    return Relay(first, second)


def told(networks: Networks, sizes: tuple[float, ...]) -> Conditioning:
    return Conditioning(((9, Reader(networks.model, networks.encode_text).read("a hat")),), sizes)


def test_below_its_level_the_second_is_asked_and_above_it_the_first(relay: Relay) -> None:
    first, second = told(relay.first, (64, 64, 0, 0, 64, 64)), told(relay.second, (64, 64, 0, 0, 6.0))
    x = Philox(1)((4, 8, 8))
    rows = [Row(x, sigma, replace(first, later=Later(1.0, second))) for sigma in (5.0, 1.0, 1.01, 0.3)]
    said = relay([*rows, Row(x, 0.3, first)])
    wanted = [
        relay.first([Row(x, 5.0, first)])[0],
        relay.second([Row(x, 1.0, second)])[0],
        relay.first([Row(x, 1.01, first)])[0],
        relay.second([Row(x, 0.3, second)])[0],
        relay.first([Row(x, 0.3, first)])[0],  # nobody takes over
    ]
    for one, other in zip(said, wanted, strict=True):
        assert np.array_equal(one, other)
    assert not np.array_equal(said[3], said[4])


def test_the_refiner_reads_with_its_one_encoder(relay: Relay) -> None:
    text = told(relay.second, (64, 64, 0, 0, 6.0)).text_at(0)
    assert text.tokens.shape == (77, 64) and text.pooled is not None and text.pooled.shape == (64,)
