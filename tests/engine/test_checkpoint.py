"""Checkpoints: every family from a folder and from one file, and exactly which file is missing when one is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from toile.engine.checkpoint import FAMILIES, Family, find
from toile.errors import BadRequest
from toile.messages import Language

Write = Callable[..., Path]
Single = Callable[[int, int], dict[str, tuple[int, ...]]]
Folder = Callable[..., Path]


def refused(path: Path) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        find(path)
    return caught.value


@pytest.mark.parametrize(("shape", "family"), FAMILIES.items())
def test_every_family_is_known_from_one_file(
    tmp_path: Path, shape: tuple[int, int], family: Family, write_safetensors: Write, single: Single
) -> None:
    found = find(write_safetensors(tmp_path / "model.SafeTensors", single(*shape)))
    assert found.family is family and found.single
    assert ("text_encoder_2" in found.parts) == (shape[0] == 2048)


@pytest.mark.parametrize(("shape", "family"), FAMILIES.items())
def test_every_family_is_known_from_a_folder(
    tmp_path: Path, shape: tuple[int, int], family: Family, folder: Folder
) -> None:
    found = find(folder(tmp_path / "model", *shape))
    assert found.family is family and not found.single
    assert found.parts["unet"] == tmp_path / "model/unet/diffusion_pytorch_model.safetensors"
    assert found.parts["tokenizer"].is_dir()


def test_weights_at_half_precision_do_where_there_are_no_others(tmp_path: Path, folder: Folder) -> None:
    half = {"unet": "diffusion_pytorch_model.fp16.safetensors", "text_encoder": "model.fp16.safetensors"}
    assert find(folder(tmp_path / "model", 768, 4, half)).parts["unet"].name == half["unet"]


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
def test_the_file_that_a_folder_lacks_is_named(tmp_path: Path, gone: str, folder: Folder) -> None:
    path = folder(tmp_path / "model", 768, 4)
    (path / gone).unlink()
    error = refused(path)
    assert error.code == "checkpoint_part_missing" and error.values["part"] == gone
    assert gone in str(error) and gone in error.explain(Language.CHINESE)


@pytest.mark.parametrize(
    ("start", "part"),
    [("first_stage_model.", "vae"), ("cond_stage_model.", "text_encoder"), ("model.", "unet")],
)
def test_the_part_that_a_file_lacks_is_named(
    tmp_path: Path, start: str, part: str, write_safetensors: Write, single: Single
) -> None:
    rows = {name: shape for name, shape in single(768, 4).items() if not name.startswith(start)}
    error = refused(write_safetensors(tmp_path / "model.safetensors", rows))
    assert (error.code, error.values["part"]) == ("checkpoint_part_missing", part)


def test_a_second_text_encoder_is_missed_where_there_should_be_one(
    tmp_path: Path, write_safetensors: Write, single: Single
) -> None:
    rows = {name: shape for name, shape in single(2048, 4).items() if "embedders.1" not in name}
    assert refused(write_safetensors(tmp_path / "xl.safetensors", rows)).values["part"] == "text_encoder_2"


def test_a_kind_that_is_not_known_is_said_with_those_that_are(
    tmp_path: Path, write_safetensors: Write, single: Single, folder: Folder
) -> None:
    error = refused(write_safetensors(tmp_path / "sd2.safetensors", single(768, 5)))
    assert error.code == "checkpoint_family" and Family.SDXL in str(error)
    path = folder(tmp_path / "model", 768, 4)
    (path / "unet/config.json").write_text(json.dumps({"cross_attention_dim": 1024, "in_channels": 4}))
    assert refused(path).code == "checkpoint_family"


def test_pickles_are_not_opened(tmp_path: Path, folder: Folder) -> None:
    for name in ("model.ckpt", "model.PT"):
        (tmp_path / name).write_bytes(b"anything")
        assert refused(tmp_path / name).code == "checkpoint_pickle"
    path = folder(tmp_path / "model", 768, 4)
    (path / "vae/diffusion_pytorch_model.safetensors").rename(path / "vae/diffusion_pytorch_model.bin")
    assert refused(path).code == "checkpoint_pickle"


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.safetensors").code == "checkpoint_missing"
