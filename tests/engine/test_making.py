"""Makings: requests of every kind in one batcher, each to the bit what it is alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toile.compute.backend import Processor
from toile.domain.geometry import Size
from toile.engine.batcher import Batcher, Outcome, Row
from toile.engine.cache import Cache
from toile.engine.catalogue import SAMPLERS
from toile.engine.kit import Kit
from toile.engine.making import Made, make, make_levels_for
from toile.engine.model import read_model
from toile.engine.names import choose
from toile.engine.networks import Networks
from toile.engine.request import Hires, Inpaint, Request, Start
from toile.engine.sigmas import span
from toile.engine.text import Reader
from toile.errors import Cancelled
from toile.pixels.arrays import Floats

SMALL = Size(64, 64)
RGB = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
MASK = np.zeros((64, 64), np.float32)
MASK[16:40, 16:40] = 1
REQUESTS = {
    "plain": Request(prompt="a hat", size=SMALL, steps=9, seed=1, sampler="DPM++ 2M"),
    "ancestral": Request(
        prompt="a [red:blue:0.5] hat", negative="x", size=SMALL, steps=5, seed=2, sampler="Euler a"
    ),
    "heun": Request(prompt="a " * 90, size=SMALL, steps=4, cfg=3.0, seed=3, sampler="Heun"),
    "sde": Request(prompt="a AND b:0.5", size=SMALL, steps=4, seed=4, sampler="DPM++ SDE"),
    "unguided": Request(prompt="a", size=SMALL, steps=6, cfg=1.0, seed=5, sampler="UniPC"),
    "larger": Request(prompt="a", size=Size(96, 64), steps=3, seed=6, sampler="LMS"),
    "begun": Request(prompt="a", size=SMALL, steps=6, seed=7, start=Start(RGB, 0.6)),
    "masked": Request(prompt="a", size=SMALL, steps=4, seed=8, start=Start(RGB, 0.9), inpaint=Inpaint(MASK)),
    "twice": Request(prompt="a", size=SMALL, steps=3, seed=9, hires=Hires(1.5, steps=2)),
}


@pytest.fixture
def networks(folder: Callable[[str], Path], tmp_path: Path) -> Networks:
    return Networks(read_model(folder("sd15")), Cache(tmp_path / "cache"), Processor())


class Bench:
    """A batcher, and the makings that wait for it."""

    def __init__(self, networks: Any, reader: Reader, owner: Networks) -> None:
        self.batcher = Batcher(networks, limit=lambda kind: 4)
        self._reader, self._owner = reader, owner
        self._makings: dict[str, Any] = {}
        self.made: dict[str, Made] = {}
        self.failed: dict[str, BaseException] = {}

    def begin(self, name: str) -> None:
        kit = Kit(self._owner, self._reader, f"{name}:")
        self._makings[name] = make(REQUESTS[name], 0, kit)
        self._go_on(name, None)

    def turn(self) -> None:
        for outcome in self.batcher.turn():
            self._take(outcome)

    def _take(self, outcome: Outcome) -> None:
        name = outcome.name.partition(":")[0]
        if outcome.error:
            self.failed[name] = outcome.error
        else:
            self._go_on(name, outcome.latent)

    def _go_on(self, name: str, latent: Floats | None) -> None:
        try:
            outcome = self.batcher.add(self._makings[name].send(latent))
        except StopIteration as stop:
            self.made[name] = stop.value
        else:
            assert outcome is None


def test_whoever_comes_when_has_the_picture_that_they_have_alone(networks: Networks) -> None:
    reader = Reader(networks.model, networks.encode_text)
    together = Bench(networks, reader, networks)
    waiting = list(REQUESTS)
    while waiting or together.batcher.busy:
        if waiting:  # one more comes in every round
            together.begin(waiting.pop(0))
        together.turn()
    assert set(together.made) == set(REQUESTS) and not together.failed
    for name, made in together.made.items():
        alone = Bench(networks, reader, networks)
        alone.begin(name)
        while alone.batcher.busy:
            alone.turn()
        assert np.array_equal(alone.made[name].rgb, made.rgb), name


def test_an_error_and_a_cancelled_picture_harm_nobody_else(networks: Networks) -> None:
    reader = Reader(networks.model, networks.encode_text)

    def fragile(rows: list[Row]) -> Any:
        """Breaks wherever a row has the noise of one picture."""
        if any(row.steps == 6 for row in rows):
            raise RuntimeError("a card fell off")
        return networks(rows)

    bench = Bench(fragile, reader, networks)
    for name in ("plain", "unguided", "ancestral", "sde"):
        bench.begin(name)
    bench.turn()
    stopped = bench.batcher.cancel("sde:0")
    assert stopped and isinstance(stopped.error, Cancelled)
    while bench.batcher.busy:
        bench.turn()
    assert set(bench.made) == {"plain", "ancestral"} and set(bench.failed) == {"unguided"}
    alone = Bench(networks, reader, networks)
    alone.begin("plain")
    while alone.batcher.busy:
        alone.turn()
    assert np.array_equal(alone.made["plain"].rgb, bench.made["plain"].rgb)


class Counted(Networks):
    """Networks that count what they encode."""

    encoded = 0

    def encode(self, picture: Floats) -> Floats:
        self.encoded += 1
        return super().encode(picture)


def test_what_the_pictures_of_a_request_share_is_made_once(
    folder: Callable[[str], Path], tmp_path: Path
) -> None:
    networks = Counted(read_model(folder("sd15-inpaint")), Cache(tmp_path / "cache"), Processor())
    kit = Kit(networks, Reader(networks.model, networks.encode_text))
    for number in range(3):
        next(make(REQUESTS["masked"], number, kit))
    assert networks.encoded == 2  # the picture, and what of it is not masked


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_schedule_has_the_steps_that_were_asked_for(sampler: str) -> None:
    levels = make_levels_for(choose(sampler, "Karras"), 7, span(), xl=False)
    assert len(levels) == 8 and levels[-1] == 0
    assert make_levels_for(choose(sampler, "Align Your Steps"), 7, span(), xl=True) != make_levels_for(
        choose(sampler, "Align Your Steps"), 7, span(), xl=False
    )
