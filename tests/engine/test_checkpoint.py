"""Checkpoints: every family from a folder and from one file, and exactly which file is missing when one is."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from toile.engine.checkpoint import Family, find
from toile.engine.header import read_header
from toile.errors import BadRequest
from toile.messages import Language

Make = Callable[[str], Path]
Write = Callable[..., Path]
FAMILIES = [
    ("sd15", Family.SD15),
    ("sd15-inpaint", Family.SD15_INPAINT),
    ("sdxl", Family.SDXL),
    ("sdxl-inpaint", Family.SDXL_INPAINT),
    ("sdxl-refiner", Family.REFINER),
]


def refused(path: Path) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        find(path)
    return caught.value


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_every_family_is_known_from_one_file(name: str, family: Family, single: Make) -> None:
    found = find(single(name))
    assert found.family is family and found.single
    assert ("text_encoder_2" in found.parts) == found.xl == name.startswith("sdxl")
    assert set(found.texts) <= found.parts.keys()


@pytest.mark.parametrize(("name", "family"), FAMILIES)
def test_every_family_is_known_from_a_folder(name: str, family: Family, folder: Make) -> None:
    path = folder(name)
    found = find(path)
    assert found.family is family and not found.single
    assert found.parts["unet"] == path / "unet/diffusion_pytorch_model.safetensors"
    assert all(found.parts[text.replace("text_encoder", "tokenizer")].is_dir() for text in found.texts)


def test_weights_at_half_precision_do_where_there_are_no_others(folder: Make) -> None:
    path = folder("sd15")
    half = path / "unet/diffusion_pytorch_model.fp16.safetensors"
    (path / "unet/diffusion_pytorch_model.safetensors").rename(half)
    assert find(path).parts["unet"] == half


@pytest.mark.parametrize(
    "gone",
    [
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "vae/config.json",
        "text_encoder/model.safetensors",
        "tokenizer/merges.txt",
    ],
)
def test_the_file_that_a_folder_lacks_is_named(gone: str, folder: Make) -> None:
    path = folder("sd15")
    (path / gone).unlink()
    error = refused(path)
    assert error.code == "checkpoint_part_missing" and error.values["part"] == gone
    assert gone in str(error) and gone in error.explain(Language.CHINESE)


@pytest.mark.parametrize(
    ("family", "start", "part"),
    [
        ("sd15", "first_stage_model.", "vae"),
        ("sd15", "cond_stage_model.", "text_encoder"),
        ("sd15", "model.", "unet"),
        ("sdxl", "conditioner.embedders.1.", "text_encoder_2"),
    ],
)
def test_the_part_that_a_file_lacks_is_named(
    tmp_path: Path, family: str, start: str, part: str, single: Make, write_safetensors: Write
) -> None:
    shapes = {name: entry.shape for name, entry in read_header(single(family)).tensors.items()}
    rows = {name: shape for name, shape in shapes.items() if not name.startswith(start)}
    error = refused(write_safetensors(tmp_path / "model.safetensors", rows))
    assert (error.code, error.values["part"]) == ("checkpoint_part_missing", part)


@pytest.mark.parametrize(
    "wrong", [{"in_channels": 5}, {"cross_attention_dim": 1024}, {"in_channels": "four"}]
)
def test_a_kind_that_is_not_known_is_said_with_those_that_are(wrong: dict[str, object], folder: Make) -> None:
    path = folder("sd15")
    config = json.loads((path / "unet/config.json").read_text())
    (path / "unet/config.json").write_text(json.dumps(config | wrong))
    error = refused(path)
    assert error.code == "checkpoint_family" and Family.SDXL in str(error)


def test_pickles_are_not_opened(tmp_path: Path, folder: Make) -> None:
    for name in ("model.ckpt", "model.PT"):
        (tmp_path / name).write_bytes(b"anything")
        assert refused(tmp_path / name).code == "checkpoint_pickle"
    path = folder("sd15")
    weights = path / "vae/diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    assert refused(path).code == "checkpoint_pickle"


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.safetensors").code == "checkpoint_missing"


def test_a_missing_text_encoder_makes_no_refiner(folder: Make) -> None:
    path = folder("sdxl")
    shutil.rmtree(path / "text_encoder")
    error = refused(path)
    assert (error.code, error.values["part"]) == ("checkpoint_part_missing", "text_encoder/model.safetensors")
