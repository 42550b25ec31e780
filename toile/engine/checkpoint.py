"""A checkpoint: a set of weights in a diffusers folder or in one file, and what kind it is.

Only headers and small JSON files are read here. Nothing is downloaded, ever.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from toile.engine.header import Header, read_header
from toile.errors import BadRequest


class Family(StrEnum):
    """What a checkpoint is made like. The inpainting kinds take nine channels: latent, mask, and the masked picture."""

    SD15 = "Stable Diffusion 1.5"
    SD15_INPAINT = "Stable Diffusion 1.5 inpainting"
    SDXL = "Stable Diffusion XL"
    SDXL_INPAINT = "Stable Diffusion XL inpainting"


@dataclass(frozen=True)
class Checkpoint:
    """`parts`: the file of every part, by the name diffusers gives it; a single file holds them all."""

    path: Path
    family: Family
    parts: Mapping[str, Path]

    @property
    def single(self) -> bool:
        """Whether all parts are in one file."""
        return self.path.is_file()


# By how wide the text is that the U-Net attends to, and how many channels come in.
FAMILIES: Mapping[tuple[int, int], Family] = {
    (768, 4): Family.SD15,
    (768, 9): Family.SD15_INPAINT,
    (2048, 4): Family.SDXL,
    (2048, 9): Family.SDXL_INPAINT,
}
_UNET = "model.diffusion_model."
_FIRST = _UNET + "input_blocks.0.0.weight"
# Where text enters: the first cross-attention of a single file's U-Net, of either family.
_TEXT = (
    _UNET + "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight",
    _UNET + "input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight",
)
_SINGLE: Mapping[str, tuple[str, ...]] = {
    "unet": (_UNET,),
    "vae": ("first_stage_model.",),
    "text_encoder": ("cond_stage_model.", "conditioner.embedders.0."),
}
_SECOND = ("conditioner.embedders.1.",)  # SDXL's other text encoder
_WEIGHTS = ("diffusion_pytorch_model.safetensors", "model.safetensors")
_HALF = ("diffusion_pytorch_model.fp16.safetensors", "model.fp16.safetensors")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "tokenizer": ("tokenizer/vocab.json", "tokenizer/merges.txt"),
    "tokenizer_2": ("tokenizer_2/vocab.json", "tokenizer_2/merges.txt"),
}


def find(path: Path) -> Checkpoint:
    """What lies at that path.

    Raises BadRequest: `checkpoint_missing` where nothing is, `checkpoint_part_missing` with the file that a folder or
    the part that a single file lacks, `checkpoint_pickle`, `checkpoint_family` for a kind that is not known, and what
    `read_header` raises.
    """
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise BadRequest("checkpoint_missing", name=path.name)
    if path.suffix.lower() in (".ckpt", ".pt", ".pth", ".bin"):
        raise BadRequest("checkpoint_pickle", name=path.name)
    return _single(path)


def _single(path: Path) -> Checkpoint:
    header = read_header(path)
    text = next((header.tensors[key] for key in _TEXT if key in header.tensors), None)
    if not _holds(header, (_UNET,)):
        raise _lacking(path, "unet")
    if _FIRST not in header.tensors or text is None:
        raise _strange(path)
    family = _family(path, text.shape[-1], header.tensors[_FIRST].shape[1])
    prefixes = dict(_SINGLE)
    if family in (Family.SDXL, Family.SDXL_INPAINT):
        prefixes["text_encoder_2"] = _SECOND
    for part, starts in prefixes.items():
        if not _holds(header, starts):
            raise _lacking(path, part)
    return Checkpoint(path, family, dict.fromkeys(prefixes, path))


def _holds(header: Header, starts: tuple[str, ...]) -> bool:
    return any(name.startswith(starts) for name in header.tensors)


def _folder(path: Path) -> Checkpoint:
    config = _read_json(path, "unet/config.json")
    family = _family(path, config.get("cross_attention_dim"), config.get("in_channels", 4))
    twice = family in (Family.SDXL, Family.SDXL_INPAINT)
    parts = ["unet", "vae", "text_encoder", *(["text_encoder_2"] if twice else [])]
    found = {part: _weights(path, part) for part in parts}
    for part in ("tokenizer", *(["tokenizer_2"] if twice else [])):
        for name in _NEEDED[part]:
            if not (path / name).is_file():
                raise _lacking(path, name)
        found[part] = path / part
    for part in parts[1:]:
        _read_json(path, f"{part}/config.json")
    return Checkpoint(path, family, found)


def _weights(path: Path, part: str) -> Path:
    """The file with a part's weights; whole ones before halved ones."""
    for name in (*_WEIGHTS, *_HALF):
        if (path / part / name).is_file():
            read_header(path / part / name)
            return path / part / name
    stale = [
        name for name in ("diffusion_pytorch_model.bin", "pytorch_model.bin") if (path / part / name).exists()
    ]
    if stale:
        raise BadRequest("checkpoint_pickle", name=f"{part}/{stale[0]}")
    raise _lacking(path, f"{part}/{_WEIGHTS[part.startswith('text')]}")


def _read_json(path: Path, name: str) -> Mapping[str, object]:
    """A small JSON file of a folder."""
    try:
        said = json.loads((path / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _lacking(path, name) from error
    except (OSError, ValueError) as error:
        raise BadRequest("checkpoint_broken", name=name) from error
    if not isinstance(said, dict):
        raise BadRequest("checkpoint_broken", name=name)
    return said


def _family(path: Path, text: object, channels: object) -> Family:
    """The family of a U-Net that attends to text so wide and takes in so many channels."""
    for known, family in FAMILIES.items():
        if known == (text, channels):
            return family
    raise _strange(path)


def _lacking(path: Path, part: str) -> BadRequest:
    return BadRequest("checkpoint_part_missing", name=path.name, part=part)


def _strange(path: Path) -> BadRequest:
    return BadRequest("checkpoint_family", name=path.name, known=", ".join(Family))
