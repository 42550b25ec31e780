"""A checkpoint: a set of weights in a diffusers folder or in one file, and what kind it is.

Only headers and small JSON files are read here. Nothing is downloaded, ever.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from toile.engine.header import Header, read_header
from toile.errors import BadRequest


class Family(StrEnum):
    """What a checkpoint is made like. The inpainting kinds take nine channels: latent, mask, and the masked picture.
    The refiner is for the last steps of another."""

    SD15 = "Stable Diffusion 1.5"
    SD15_INPAINT = "Stable Diffusion 1.5 inpainting"
    SDXL = "Stable Diffusion XL"
    SDXL_INPAINT = "Stable Diffusion XL inpainting"
    REFINER = "Stable Diffusion XL refiner"


@dataclass(frozen=True)
class Checkpoint:
    """`parts`: the file of every part, by the name diffusers gives it; a single file holds them all."""

    path: Path
    family: Family
    parts: Mapping[str, Path]

    @property
    def texts(self) -> tuple[str, ...]:
        """The text encoders that read the prompt, by the names of their folders."""
        return _TEXTS[self.family]

    @property
    def xl(self) -> bool:
        """Whether it is of SDXL's kind."""
        return self.family in (Family.SDXL, Family.SDXL_INPAINT, Family.REFINER)

    @property
    def single(self) -> bool:
        """Whether all parts are in one file."""
        return self.path.is_file()


# By whether the U-Net is told of the whole picture, as SDXL's is, and whether it sees what is masked.
FAMILIES: Mapping[tuple[bool, bool], Family] = {
    (False, False): Family.SD15,
    (False, True): Family.SD15_INPAINT,
    (True, False): Family.SDXL,
    (True, True): Family.SDXL_INPAINT,
}
_FIRST_TEXT, _SECOND_TEXT = "text_encoder", "text_encoder_2"
_TEXTS: Mapping[Family, tuple[str, ...]] = {
    Family.SD15: (_FIRST_TEXT,),
    Family.SD15_INPAINT: (_FIRST_TEXT,),
    Family.SDXL: (_FIRST_TEXT, _SECOND_TEXT),
    Family.SDXL_INPAINT: (_FIRST_TEXT, _SECOND_TEXT),
    Family.REFINER: (_SECOND_TEXT,),
}
_SD2 = 1024  # how wide the text is that Stable Diffusion 2 attends to; nothing else tells it from 1.5
_UNET = "model.diffusion_model."
_FIRST, _LAST = _UNET + "input_blocks.0.0.weight", _UNET + "out.2.weight"
_WHOLE = _UNET + "label_emb."
_TEXT = ".attn2.to_k.weight"  # where text enters
_SINGLE: Mapping[str, tuple[str, ...]] = {
    "unet": (_UNET,),
    "vae": ("first_stage_model.",),
    "text_encoder": ("cond_stage_model.", "conditioner.embedders.0."),
}
_SECOND = ("conditioner.embedders.1.",)  # SDXL's other text encoder
_ALONE = ("conditioner.embedders.0.model.",)  # and that where it is the only one, in the refiner
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
    text = next((entry for key, entry in header.tensors.items() if key.endswith(_TEXT)), None)
    if not _holds(header, (_UNET,)):
        raise _lacking(path, "unet")
    if not {_FIRST, _LAST} <= header.tensors.keys() or text is None:
        raise _strange(path)
    channels, out = header.tensors[_FIRST].shape[1], header.tensors[_LAST].shape[0]
    family = _family(path, _holds(header, (_WHOLE,)), text.shape[-1], channels, out)
    prefixes = dict(_SINGLE)
    if family is Family.SDXL and _holds(header, _ALONE) and not _holds(header, _SECOND):
        family = Family.REFINER
        prefixes[_SECOND_TEXT] = prefixes.pop(_FIRST_TEXT)
    elif family in (Family.SDXL, Family.SDXL_INPAINT):
        prefixes[_SECOND_TEXT] = _SECOND
    for part, starts in prefixes.items():
        if not _holds(header, starts):
            raise _lacking(path, part)
    return Checkpoint(path, family, dict.fromkeys(prefixes, path))


def _holds(header: Header, starts: tuple[str, ...]) -> bool:
    return any(name.startswith(starts) for name in header.tensors)


def _folder(path: Path) -> Checkpoint:
    config = read_json(path, "unet/config.json")
    whole = config.get("addition_embed_type") == "text_time"
    text, channels, out = (
        config.get(key, 4) for key in ("cross_attention_dim", "in_channels", "out_channels")
    )
    family = _family(path, whole, text, channels, out)
    if family is Family.SDXL and _refines(path, text):
        family = Family.REFINER
    parts = ["unet", "vae", *_TEXTS[family]]
    found = {part: _weights(path, part) for part in parts}
    for part in (name.replace("text_encoder", "tokenizer") for name in _TEXTS[family]):
        for name in _NEEDED[part]:
            if not (path / name).is_file():
                raise _lacking(path, name)
        found[part] = path / part
    for part in parts[1:]:
        read_json(path, f"{part}/config.json")
    return Checkpoint(path, family, found)


def _refines(path: Path, text: object) -> bool:
    """Whether there is one text encoder alone, and that is all the U-Net attends to; else the other is missing."""
    alone = (path / _SECOND_TEXT).is_dir() and not (path / _FIRST_TEXT).is_dir()
    return alone and read_json(path, f"{_SECOND_TEXT}/config.json").get("hidden_size") == text


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


def read_json(path: Path, name: str) -> Mapping[str, Any]:
    """A small JSON file of a folder. Raises BadRequest `checkpoint_part_missing` or `checkpoint_broken`."""
    try:
        said = json.loads((path / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _lacking(path, name) from error
    except (OSError, ValueError) as error:
        raise BadRequest("checkpoint_broken", name=name) from error
    if not isinstance(said, dict):
        raise BadRequest("checkpoint_broken", name=name)
    return said


def _family(path: Path, whole: bool, text: object, channels: object, out: object) -> Family:
    """The family of a U-Net that attends to text so wide, takes in so many channels and gives out so many."""
    if not isinstance(channels, int) or not isinstance(out, int) or (text == _SD2 and not whole):
        raise _strange(path)
    if channels not in (out, 2 * out + 1):
        raise _strange(path)
    return FAMILIES[whole, channels != out]


def _lacking(path: Path, part: str) -> BadRequest:
    return BadRequest("checkpoint_part_missing", name=path.name, part=part)


def _strange(path: Path) -> BadRequest:
    return BadRequest("checkpoint_family", name=path.name, known=", ".join(Family))
