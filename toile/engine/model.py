"""A model: what the networks of a checkpoint are made like, and where their weights are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from toile.domain.geometry import Size
from toile.engine import layout
from toile.engine.architecture import (
    REFINER_SIZES,
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
from toile.engine.checkpoint import Checkpoint, Family, find, read_json
from toile.engine.clip import PROJECTION, TOKENS
from toile.engine.limits import Limits, read_limits
from toile.engine.prediction import Prediction
from toile.engine.sigmas import Span, flow, span
from toile.engine.tensors import Tensors, open_tensors
from toile.engine.tokenizer import FILES, Tokenizer
from toile.engine.weights import Stored
from toile.errors import BadRequest, NotReady

TEXTS = ("text_encoder", "text_encoder_2")
_SCALES: Mapping[bool, float] = {False: 0.18215, True: 0.13025}  # of the latent, by whether it is SDXL's
_MOST_SHIFT = 1000.0
_SIDES = (8, 512)  # latent pixels, least and most
SQUARE, LARGE = Size(512, 512), Size(1024, 1024)
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Model:
    """`texts` and `tokenizers` in the order in which what they say is put together; `sources`: weights by part.
    `shift`: how far a flow model's levels are moved towards noise. `native`: the size it was trained for."""

    checkpoint: Checkpoint
    unet: UNet
    vae: Vae
    texts: tuple[TextEncoder, ...]
    sources: Mapping[str, Stored]
    tokenizers: tuple[Tokenizer, ...]
    prediction: Prediction = Prediction.EPSILON
    shift: float = 1.0
    native: Size = SQUARE
    limits: Limits = field(default_factory=Limits)

    @property
    def span(self) -> Span:
        """The noise levels that it knows."""
        return flow(self.shift) if self.prediction is Prediction.FLOW else span()

    @property
    def name(self) -> str:
        """As clients know it: the file's or folder's name, without what it ends in."""
        path = self.checkpoint.path
        return path.stem if self.checkpoint.single else path.name

    @property
    def xl(self) -> bool:
        """Whether it is of SDXL's kind."""
        return bool(self.unet.pooled)

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
    for key, part in zip(TEXTS, checkpoint.texts, strict=False):
        projects = PROJECTION in files[part].header.tensors
        texts.append(_config(checkpoint, part, partial(read_text, projects=projects)))
        bare = TOKENS not in files[part].header.tensors
        sources[key] = Stored(files[part], layout.bare_clip_place() if bare else layout.plain)
    tokenizers = [part.replace("text_encoder", "tokenizer") for part in checkpoint.texts]
    limits = read_limits(checkpoint.path)
    return Model(
        checkpoint,
        _told(_config(checkpoint, "unet", read_unet), checkpoint),
        _config(checkpoint, "vae", read_vae),
        tuple(texts),
        sources,
        tuple(Tokenizer(checkpoint.parts[part]) for part in tokenizers),
        *_prediction(checkpoint),
        _native(checkpoint, limits),
        limits,
    )


def _parts(checkpoint: Checkpoint) -> tuple[str, ...]:
    return ("unet", "vae", *checkpoint.texts)


def _told(unet: UNet, checkpoint: Checkpoint) -> UNet:
    """The U-Net with the count of what it is told of a picture, which neither a configuration nor a shape says."""
    return replace(unet, sizes=REFINER_SIZES) if checkpoint.family is Family.REFINER else unet


def _stored_vae(tensors: Tensors) -> Stored:
    old = "encoder.mid_block.attentions.0.query.weight" in tensors.header.tensors
    return Stored(tensors, layout.old_vae_place if old else layout.plain)


def _config(checkpoint: Checkpoint, part: str, read: Callable[[Mapping[str, object]], _Read]) -> _Read:
    name = f"{part}/config.json"
    try:
        return read(read_json(checkpoint.path, name))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadRequest("checkpoint_broken", name=name) from fault


def _native(checkpoint: Checkpoint, limits: Limits) -> Size:
    """As it says itself or its configuration, in latent pixels; else as is usual for its family."""
    if limits.sizes:
        return limits.sizes[0]
    side = read_json(checkpoint.path, "unet/config.json").get("sample_size")
    if isinstance(side, int) and _SIDES[0] <= side <= _SIDES[1]:
        return Size(8 * side, 8 * side)
    return _usual(checkpoint)


def _usual(checkpoint: Checkpoint) -> Size:
    return LARGE if checkpoint.xl else SQUARE


def _prediction(checkpoint: Checkpoint) -> tuple[Prediction, float]:
    """What the U-Net predicts, and the shift of its levels."""
    name = "scheduler/scheduler_config.json"
    if not (checkpoint.path / name).is_file():
        return Prediction.EPSILON, 1.0
    config = read_json(checkpoint.path, name)
    flows = str(config.get("_class_name", "")).startswith("FlowMatch")  # such a scheduler knows no other
    said = Prediction.FLOW if flows else config.get("prediction_type", Prediction.EPSILON)
    if said not in tuple(Prediction):
        raise BadRequest("checkpoint_prediction", name=checkpoint.path.name, said=said)
    shift = config.get("shift" if flows else "flow_shift", 1.0)
    if isinstance(shift, bool) or not isinstance(shift, int | float) or not 0 < shift < _MOST_SHIFT:
        raise BadRequest("checkpoint_broken", name=name)
    return Prediction(said), float(shift)


def _single(checkpoint: Checkpoint, folders: Sequence[Path]) -> Model:
    tensors = open_tensors(checkpoint.path)
    unet, counted = _single_unet(tensors, layout.UNET)
    vae_names = layout.count_vae(tensors.shapes)
    sources = {"unet": unet, "vae": Stored(tensors, layout.vae_place(vae_names))}
    for key, naming in zip(TEXTS, _single_texts(tensors, checkpoint), strict=False):
        sources[key] = Stored(tensors, naming)
    try:
        vae = infer_vae(sources["vae"].find, len(vae_names.widths), vae_names.layers, _SCALES[checkpoint.xl])
        texts = tuple(
            infer_text(sources[key].find, quick=part == TEXTS[0])
            for key, part in zip(TEXTS, checkpoint.texts, strict=False)
        )
    except LookupError as fault:
        raise BadRequest(
            "checkpoint_part_missing", name=checkpoint.path.name, part=str(fault.args[0])
        ) from fault
    velocity = "v_pred" in tensors.header.tensors  # an empty mark that some trainers leave
    return Model(
        checkpoint,
        _told(counted, checkpoint),
        vae,
        texts,
        sources,
        (Tokenizer(_find_tokenizer(checkpoint.path, folders)),) * len(texts),
        Prediction.VELOCITY if velocity else Prediction.EPSILON,
        native=_usual(checkpoint),
    )


def _single_texts(tensors: Tensors, checkpoint: Checkpoint) -> tuple[layout.Naming, ...]:
    """How the text encoders of a single file name their weights."""
    if checkpoint.family is Family.REFINER:
        return (layout.openclip_place(layout.OPENCLIP_ALONE),)
    plain = layout.CLIP_XL if checkpoint.xl else layout.CLIP
    bare = f"{plain}{TOKENS}" not in tensors.header.tensors
    first = (layout.bare_clip_place if bare else layout.clip_place)(plain)
    return (first, layout.openclip_place()) if checkpoint.xl else (first,)


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
