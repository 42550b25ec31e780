"""Small files in the format of .safetensors, written by hand."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest


def _write(path: Path, shapes: Mapping[str, tuple[int, ...]], dtype: str = "F16") -> Path:
    """A file with zeros of these shapes."""
    size, at = {"F16": 2, "F32": 4}[dtype], 0
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    for name, shape in shapes.items():
        count = size
        for side in shape:
            count *= side
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + count]}
        at += count
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + bytes(at))
    return path


def _single(text: int, channels: int) -> dict[str, tuple[int, ...]]:
    """Keys of a single file of the family that attends to text so wide."""
    block = "1" if text == 768 else "4"
    first = "model.diffusion_model.input_blocks"
    rows: dict[str, tuple[int, ...]] = {
        f"{first}.0.0.weight": (8, channels, 3, 3),
        f"{first}.{block}.1.transformer_blocks.0.attn2.to_k.weight": (8, text),
        "first_stage_model.decoder.conv_in.weight": (8, 4, 3, 3),
    }
    if text == 768:
        return rows | {"cond_stage_model.transformer.text_model.final_layer_norm.weight": (8,)}
    return rows | {
        "conditioner.embedders.0.transformer.text_model.final_layer_norm.weight": (8,),
        "conditioner.embedders.1.model.ln_final.weight": (8,),
    }


def _folder(path: Path, text: int, channels: int, names: Mapping[str, str] | None = None) -> Path:
    """A diffusers folder with everything that is looked for."""
    twice = text == 2048
    parts = ["unet", "vae", "text_encoder", *(["text_encoder_2"] if twice else [])]
    for part in parts:
        name = "model.safetensors" if part.startswith("text") else "diffusion_pytorch_model.safetensors"
        _write(path / part / (names or {}).get(part, name), {"weight": (2, 2)})
        config = {"cross_attention_dim": text, "in_channels": channels} if part == "unet" else {}
        (path / part / "config.json").write_text(json.dumps(config))
    for part in ("tokenizer", *(["tokenizer_2"] if twice else [])):
        (path / part).mkdir()
        (path / part / "vocab.json").write_text("{}")
        (path / part / "merges.txt").write_text("")
    return path


@pytest.fixture
def write_safetensors() -> Callable[..., Path]:
    """Writes a file with zeros of the shapes it is given by name."""
    return _write


@pytest.fixture
def single() -> Callable[[int, int], dict[str, tuple[int, ...]]]:
    """The keys of a single file of the family that attends to text so wide and takes so many channels."""
    return _single


@pytest.fixture
def folder() -> Callable[..., Path]:
    """Writes a diffusers folder of that family."""
    return _folder
