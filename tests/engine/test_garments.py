"""Garments in the prompt: a try-on branch beside a checkpoint, and folders that are none."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.checkpoints import PLANS, write_folder, write_garments
from toile.compute.backend import Card, Processor
from toile.domain.geometry import Size
from toile.engine.cache import Cache
from toile.engine.model import Model, read_model
from toile.engine.networks import Networks
from toile.errors import BadRequest
from toile.pixels.arrays import RGB

SIZE = Size(64, 96)


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return read_model(write_folder(PLANS["sd15", "tiny"], tmp_path / "model"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_garments(PLANS["sd15", "tiny"], tmp_path / "tryon", 3, SIZE)


def picture(seed: int, size: Size = SIZE) -> RGB:
    coarse = np.random.default_rng(seed).integers(0, 256, (size.height // 8, size.width // 8, 3), np.uint8)
    return np.kron(coarse, np.ones((8, 8, 1), np.uint8))


def test_a_garment_is_a_token_for_every_eight_pixels(model: Model, path: Path, tmp_path: Path) -> None:
    networks = Networks(model, Cache(tmp_path / "cache"), Processor("f32"))
    networks.adapter(path)
    tokens = networks.see(path, picture(1))
    assert tokens.shape == (8 * 12, 64) and np.isfinite(tokens).all()
    other = picture(1).copy()
    other[:8, :8] = 255 - other[:8, :8]
    moved = np.abs(networks.see(path, other) - tokens).max(axis=1).reshape(12, 8)
    assert moved[0, 0] > 10 * moved[6:, 4:].max()  # what is far away hardly notices
    assert not networks.see(path, None).any()


def test_the_processor_and_pytorch_see_the_same(model: Model, path: Path, tmp_path: Path) -> None:
    seen = []
    for backend in (Processor("f32"), Card("cpu")):
        networks = Networks(model, Cache(tmp_path / "cache"), backend)
        networks.adapter(path)
        seen.append(networks.see(path, picture(2, Size(128, 128))))  # of any size
    assert np.abs(seen[0] - seen[1]).max() < 1e-4


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ({"_class_name": "AutoencoderKL"}, "adapter_kind"),
        ({"_class_name": "ToileGarment", "width": "wide"}, "checkpoint_broken"),
        ({"_class_name": "ToileGarment"}, "checkpoint_broken"),
    ],
)
def test_folders_that_are_none_are_refused(
    config: dict[str, object], code: str, model: Model, path: Path, tmp_path: Path
) -> None:
    (path / "config.json").write_text(json.dumps(config))
    with pytest.raises(BadRequest) as caught:
        Networks(model, Cache(tmp_path / "cache"), Processor("f32")).adapter(path)
    assert caught.value.code == code


def test_one_that_belongs_to_another_checkpoint_is_refused(path: Path, tmp_path: Path) -> None:
    other = read_model(write_folder(PLANS["sdxl", "tiny"], tmp_path / "other"))
    with pytest.raises(BadRequest) as caught:
        Networks(other, Cache(tmp_path / "cache"), Processor("f32")).adapter(path)
    assert caught.value.code == "adapter_family"


def test_a_missing_file_is_named(model: Model, path: Path, tmp_path: Path) -> None:
    (path / "model.safetensors").unlink()
    with pytest.raises(BadRequest) as caught:
        Networks(model, Cache(tmp_path / "cache"), Processor("f32")).adapter(path)
    assert (caught.value.code, caught.value.values["part"]) == (
        "checkpoint_part_missing",
        "model.safetensors",
    )
