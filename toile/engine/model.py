"""A model: what the networks of a checkpoint are made like, and where their weights are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

from toile.engine import layout
from toile.engine.architecture import (
    TextEncoder,
    UNet,
    Vae,
    infer_text,
    infer_unet,
    infer_vae,
    read_text,
    read_unet,
    read_vae,
)
from toile.engine.checkpoint import Checkpoint, find, read_json
from toile.engine.clip import PROJECTION, TOKENS
from toile.engine.tensors import Tensors, open_tensors
from toile.engine.tokenizer import FILES, Tokenizer
from toile.engine.weights import Stored
from toile.errors import BadRequest, NotReady

TEXTS = ("text_encoder", "text_encoder_2")
_SCALES: Mapping[bool, float] = {False: 0.18215, True: 0.13025}  # of the latent, by whether it is SDXL's
_Read = TypeVar("_Read")


class Prediction(StrEnum):
    """What a U-Net says of a noisy image: its noise (Ho et al. 2020), or the velocity (Salimans and Ho 2022, arXiv
    2202.00512)."""

    EPSILON = "epsilon"
    VELOCITY = "v_prediction"


@dataclass(frozen=True)
class Model:
    """`texts` and `tokenizers` in the order in which what they say is put together; `sources`: weights by part."""

    checkpoint: Checkpoint
    unet: UNet
    vae: Vae
    texts: tuple[TextEncoder, ...]
    sources: Mapping[str, Stored]
    tokenizers: tuple[Tokenizer, ...]
    prediction: Prediction = Prediction.EPSILON

    @property
    def name(self) -> str:
        """As clients know it: the file's or folder's name, without what it ends in."""
        path = self.checkpoint.path
        return path.stem if self.checkpoint.single else path.name

    @property
    def inpaints(self) -> bool:
        """Whether the U-Net sees the mask."""
        return self.unet.channels != self.unet.out


def read_model(path: Path, tokenizers: Sequence[Path] = ()) -> Model:
    """The model at a path. `tokenizers`: folders where one is looked for that does not lie beside a single file.

    Raises BadRequest as `checkpoint.find` does, and NotReady `tokenizer_missing`.
    """
    checkpoint = find(path)
    return _single(checkpoint, tokenizers) if checkpoint.single else _folder(checkpoint)


def _folder(checkpoint: Checkpoint) -> Model:
    files = {part: open_tensors(checkpoint.parts[part]) for part in _parts(checkpoint)}
    texts, sources = [], {"unet": Stored(files["unet"]), "vae": _stored_vae(files["vae"])}
    for part in TEXTS[: 1 + checkpoint.twice]:
        projects = PROJECTION in files[part].header.tensors
        texts.append(_config(checkpoint, part, partial(read_text, projects=projects)))
        bare = TOKENS not in files[part].header.tensors
        sources[part] = Stored(files[part], layout.bare_clip_place() if bare else layout.plain)
    tokenizers = ("tokenizer", "tokenizer_2")[: 1 + checkpoint.twice]
    return Model(
        checkpoint,
        _config(checkpoint, "unet", read_unet),
        _config(checkpoint, "vae", read_vae),
        tuple(texts),
        sources,
        tuple(Tokenizer(checkpoint.parts[part]) for part in tokenizers),
        _prediction(checkpoint),
    )


def _parts(checkpoint: Checkpoint) -> tuple[str, ...]:
    return ("unet", "vae", *TEXTS[: 1 + checkpoint.twice])


def _stored_vae(tensors: Tensors) -> Stored:
    old = "encoder.mid_block.attentions.0.query.weight" in tensors.header.tensors
    return Stored(tensors, layout.old_vae_place if old else layout.plain)


def _config(checkpoint: Checkpoint, part: str, read: Callable[[Mapping[str, object]], _Read]) -> _Read:
    name = f"{part}/config.json"
    try:
        return read(read_json(checkpoint.path, name))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadRequest("checkpoint_broken", name=name) from fault


def _prediction(checkpoint: Checkpoint) -> Prediction:
    name = "scheduler/scheduler_config.json"
    if not (checkpoint.path / name).is_file():
        return Prediction.EPSILON
    said = read_json(checkpoint.path, name).get("prediction_type", Prediction.EPSILON)
    if said not in tuple(Prediction):
        raise BadRequest("checkpoint_prediction", name=checkpoint.path.name, said=said)
    return Prediction(said)


def _single(checkpoint: Checkpoint, folders: Sequence[Path]) -> Model:
    tensors = open_tensors(checkpoint.path)
    unet, counted = _single_unet(tensors, layout.UNET)
    vae_names = layout.count_vae(tensors.shapes)
    sources = {"unet": unet, "vae": Stored(tensors, layout.vae_place(vae_names))}
    plain = layout.CLIP_XL if checkpoint.twice else layout.CLIP
    bare = f"{plain}{TOKENS}" not in tensors.header.tensors
    sources[TEXTS[0]] = Stored(tensors, (layout.bare_clip_place if bare else layout.clip_place)(plain))
    if checkpoint.twice:
        sources[TEXTS[1]] = Stored(tensors, layout.openclip_place())
    try:
        vae = infer_vae(
            sources["vae"].find, len(vae_names.widths), vae_names.layers, _SCALES[checkpoint.twice]
        )
        texts = tuple(
            infer_text(sources[part].find, quick=not number)
            for number, part in enumerate(TEXTS[: 1 + checkpoint.twice])
        )
    except LookupError as fault:
        raise BadRequest(
            "checkpoint_part_missing", name=checkpoint.path.name, part=str(fault.args[0])
        ) from fault
    velocity = "v_pred" in tensors.header.tensors  # an empty mark that some trainers leave
    return Model(
        checkpoint,
        counted,
        vae,
        texts,
        sources,
        (Tokenizer(_find_tokenizer(checkpoint.path, folders)),) * len(texts),
        Prediction.VELOCITY if velocity else Prediction.EPSILON,
    )


def _single_unet(tensors: Tensors, prefix: str) -> tuple[Stored, UNet]:
    """A U-Net's or ControlNet's weights in the original layout, and its numbers."""
    counted = layout.count_unet(tensors.shapes, prefix)
    try:
        found = infer_unet(
            Stored(tensors, layout.unet_place(counted, prefix)).find, len(counted.widths), counted.layers
        )
    except LookupError as fault:
        raise BadRequest(
            "checkpoint_part_missing", name=tensors.path.name, part=str(fault.args[0])
        ) from fault
    return Stored(tensors, layout.unet_place(found, prefix)), found


def _find_tokenizer(path: Path, folders: Sequence[Path]) -> Path:
    """The folder of a tokenizer: beside the file, or one of `folders`. Every model of these families has the same."""
    places = (path.with_suffix(""), path.parent / "tokenizer", *folders)
    for place in places:
        if all((place / name).is_file() for name in FILES):
            return place
    raise NotReady("tokenizer_missing", name=path.name, files=" + ".join(FILES), folder=places[-1])


@dataclass(frozen=True)
class Control:
    """A ControlNet: what it is made like, and its weights."""

    path: Path
    unet: UNet
    source: Stored


def read_control(path: Path) -> Control:
    """The ControlNet in a diffusers folder or one file. Raises BadRequest as `checkpoint.find`, `control_strange`."""
    if path.is_dir():
        try:
            plan = read_unet(read_json(path, "config.json"))
        except (KeyError, TypeError, ValueError) as fault:
            raise BadRequest("checkpoint_broken", name=f"{path.name}/config.json") from fault
        name = "diffusion_pytorch_model.safetensors"
        if not (path / name).is_file():
            raise BadRequest("checkpoint_part_missing", name=path.name, part=name)
        return Control(path, plan, Stored(open_tensors(path / name)))
    tensors = open_tensors(path)
    names = tensors.header.tensors
    if "controlnet_mid_block.weight" in names:
        source = Stored(tensors)
        levels = 1 + max(int(name.split(".")[1]) for name in names if name.startswith("down_blocks."))
        layers = sum(f"down_blocks.0.resnets.{layer}.norm1.weight" in names for layer in range(9))
        return Control(path, infer_unet(source.find, levels, layers), source)
    prefix = next((one for one in (layout.CONTROL, "") if f"{one}input_hint_block.0.weight" in names), None)
    if prefix is None:
        raise BadRequest("control_strange", name=path.name)
    source, plan = _single_unet(tensors, prefix)
    return Control(path, plan, source)
