"""Networks: rows together and alone, on the processor and in PyTorch."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.checkpoints import PLANS, write_control
from toile.compute.backend import Backend, Card, Processor
from toile.engine.batcher import Row
from toile.engine.cache import Cache
from toile.engine.conditioning import Conditioning, Hint
from toile.engine.model import read_model
from toile.engine.networks import Networks
from toile.engine.noise import Philox
from toile.engine.prediction import Prediction
from toile.engine.text import Reader

Make = Callable[[str], Path]
CLOSE = 1e-4  # of PyTorch's float32, whose sums depend on how many rows there are


def made(path: Path, cache: Path, backend: Backend) -> Networks:
    return Networks(read_model(path), Cache(cache), backend)


def mixed(networks: Networks, control: Path | None = None) -> list[Row]:
    """Rows that differ in everything: noise, level, prompt and its length, size, hints."""
    reader = Reader(networks.model, networks.encode_text)
    short, long = reader.read("a hat"), reader.read("a hat " * 60)
    rows = []
    for number, (text, size) in enumerate([(short, 8), (long, 8), (short, 8), (short, 12), (long, 8)]):
        hints: tuple[Hint, ...] = ()
        if control and number % 2 == 0:
            picture = np.random.default_rng(number).uniform(0, 1, (3, size * 8, size * 8)).astype(np.float32)
            hints = (Hint(control, picture),)
        masked = (
            Philox(number)((1 + networks.model.unet.out, size, size)) if networks.model.inpaints else None
        )
        asked = Conditioning(((9, text),), masked=masked, hints=hints)
        rows.append(
            Row(Philox(number)((networks.model.unet.out, size, size)), 0.5 + number, asked, number, 10)
        )
    return rows


@pytest.mark.parametrize("family", ["sd15", "sdxl-inpaint"])
def test_together_is_alone_to_the_bit_on_the_processor(family: str, folder: Make, tmp_path: Path) -> None:
    networks = made(folder(family), tmp_path / "cache", Processor())
    control = write_control(PLANS[family, "tiny"], tmp_path / "control")
    rows = mixed(networks, control)
    for row, said in zip(rows, networks(rows), strict=True):
        assert np.array_equal(networks([row])[0], said)


@pytest.mark.parametrize("family", ["sd15", "sdxl-inpaint"])
def test_together_is_alone_in_pytorch_and_both_are_the_processors(
    family: str, folder: Make, tmp_path: Path
) -> None:
    path = folder(family)
    control = write_control(PLANS[family, "tiny"], tmp_path / "control")
    card, processor = (made(path, tmp_path / "cache", one) for one in (Card("cpu"), Processor("f32")))
    rows = mixed(processor, control)
    for row, said in zip(rows, card(rows), strict=True):
        assert np.abs(card([row])[0] - said).max() < CLOSE
        assert np.abs(processor([row])[0] - said).max() < CLOSE
    latent = Philox(1)((4, 8, 8))
    assert np.abs(card.decode(latent) - processor.decode(latent)).max() < CLOSE
    pixels = np.random.default_rng(0).uniform(-1, 1, (3, 64, 64)).astype(np.float32)
    assert np.abs(card.encode(pixels) - processor.encode(pixels)).max() < CLOSE


def test_halves_of_the_processor_are_near(folder: Make, tmp_path: Path) -> None:
    if Processor().precision != "bf16":
        pytest.skip("this processor does not compute in bfloat16")
    half, whole = (made(folder("sd15"), tmp_path / "cache", Processor(kind)) for kind in ("bf16", "f32"))
    rows = mixed(whole)
    for one, other in zip(half(rows), whole(rows), strict=True):
        assert np.abs(one - other).max() < 0.05 * np.abs(other).max()


def test_velocity_is_another_way_to_say_the_same(folder: Make, tmp_path: Path) -> None:
    """A network that predicts velocity `v` says `x0 = x / (s² + 1) - v s / sqrt(s² + 1)`."""
    networks = made(folder("sd15"), tmp_path / "cache", Processor("f32"))
    (row, *_), sigma = mixed(networks), 0.5
    noise = (row.x - networks([row])[0]) / sigma
    other = replace(networks, model=replace(networks.model, prediction=Prediction.VELOCITY))
    wanted = row.x / (sigma**2 + 1) - noise * sigma / (sigma**2 + 1) ** 0.5
    assert np.allclose(other([row])[0], wanted, atol=1e-4)
