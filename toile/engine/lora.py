"""LoRAs: files that say how a model's weights are to be changed (Hu et al. 2021, arXiv 2106.09685), in the layouts of
kohya's scripts, of diffusers and of PEFT; and LyCORIS' LoCon, LoHa and LoKr.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path

from toile.compute.layers import Values, widen
from toile.compute.listing import list_weights
from toile.engine import layout
from toile.engine.architecture import TextEncoder, UNet
from toile.engine.clip import build_text
from toile.engine.model import TEXTS, Model
from toile.engine.tensors import Tensors, open_tensors
from toile.engine.unet import Canvas, build_unet
from toile.engine.weights import Kind, Patch
from toile.errors import BadRequest

# What the pair of matrices is called: the one that makes less of it, and the one that makes it whole again.
_PAIRS: tuple[tuple[str, str], ...] = (
    (".lora_down.weight", ".lora_up.weight"),
    (".lora_A.weight", ".lora_B.weight"),
    (".lora_A.default.weight", ".lora_B.default.weight"),
    (".lora.down.weight", ".lora.up.weight"),
    ("_lora.down.weight", "_lora.up.weight"),
)
_NOT_YET = ("lora_mid", "hada_t", "lokr_t", "oft_", "dora_scale", "ia3")  # other kinds of changes
_HADA = (".hada_w1_a", ".hada_w1_b", ".hada_w2_a", ".hada_w2_b")
_KRON = ((".lokr_w1", ".lokr_w1_a", ".lokr_w1_b"), (".lokr_w2", ".lokr_w2_a", ".lokr_w2_b"))


@dataclass(frozen=True)
class Strength:
    """How strongly a LoRA acts on the text encoders and on the U-Net; 1 is as it was trained."""

    text: float = 1.0
    unet: float = 1.0


def read_lora(path: Path, model: Model, strength: Strength) -> Mapping[str, Mapping[str, tuple[Patch, ...]]]:
    """What a LoRA adds to a model's weights: patches by part and by the name of the weights.

    Raises BadRequest: as `read_header`; `lora_kind` for changes of another kind, `lora_family` where nothing in it, or
    not all of it, fits the model.
    """
    tensors = open_tensors(path)
    if any(mark in name for name in tensors.header.tensors for mark in _NOT_YET):
        raise BadRequest("lora_kind", name=path.name)
    targets = _targets(model)
    found: dict[str, dict[str, tuple[Patch, ...]]] = {}
    for stem, kind, parts, first in _changes(tensors):
        target = targets(stem)
        if target is None:
            raise BadRequest("lora_family", name=path.name, model=model.name, layer=stem)
        part, name, shape = target
        by = strength.unet if part == "unet" else strength.text
        patch = Patch(kind, parts, by * _scale(tensors, stem, kind, parts, first), first)
        if not _fits(patch, shape):
            raise BadRequest("lora_family", name=path.name, model=model.name, layer=stem)
        some = found.setdefault(part, {})
        some[name] = (*some.get(name, ()), patch)
    if not found:
        raise BadRequest("lora_kind", name=path.name)
    return found


def _changes(tensors: Tensors) -> Iterator[tuple[str, Kind, tuple[Values, ...], int]]:
    """What is changed as the file calls it, how, and by which matrices; for LoKr how many of them are its first."""
    known = set(tensors.header.tensors)

    def read(names: Iterable[str]) -> tuple[Values, ...]:
        return tuple(tensors.read(name) for name in names)

    for name in sorted(known):
        for down, up in _PAIRS:
            stem = name.removesuffix(down)
            if name.endswith(down) and stem + up in known:
                yield stem, Kind.LORA, read((stem + up, name)), 1
                break
        if name.endswith(_HADA[0]):
            stem = name.removesuffix(_HADA[0])
            yield stem, Kind.LOHA, read(stem + part for part in _HADA), 1
        if name.endswith((_KRON[0][0], _KRON[0][1])):
            stem = name.rpartition(".")[0]
            one, other = ([stem + part for part in side if stem + part in known] for side in _KRON)
            yield stem, Kind.LOKR, read((*one, *other)), len(one)


def _scale(tensors: Tensors, stem: str, kind: Kind, parts: Sequence[Values], first: int) -> float:
    """Alpha over the rank; 1 where no alpha is said, and for a LoKr of two whole matrices, which have no rank."""
    alpha = f"{stem}.alpha"
    pairs = {Kind.LORA: parts[1:2], Kind.LOHA: parts[1:2], Kind.LOKR: _pairs_of(parts, first)}[kind]
    if alpha not in tensors.header.tensors or not pairs:
        return 1.0
    return float(widen(tensors.read(alpha)).reshape(-1)[0]) / len(pairs[0])


def _pairs_of(parts: Sequence[Values], first: int) -> Sequence[Values]:
    """The second matrix of what is a pair, if anything is."""
    sides = (parts[:first], parts[first:])
    return [side[1] for side in sides if len(side) == 2]


def _fits(patch: Patch, shape: tuple[int, ...]) -> bool:
    """Whether a change has the size of the weights; matrices are not multiplied for it."""

    def size(pair: Sequence[Values]) -> tuple[int, int]:
        return len(pair[0]), prod(pair[-1].shape[1:])

    wanted = (shape[0], prod(shape[1:]))
    try:
        if patch.kind is Kind.LOKR:
            one, other = size(patch.parts[: patch.first]), size(patch.parts[patch.first :])
            return (one[0] * other[0], one[1] * other[1]) == wanted
        pairs = [patch.parts[place : place + 2] for place in range(0, len(patch.parts), 2)]
        return all(size(pair) == wanted and pair[0].shape[1] == len(pair[1]) for pair in pairs)
    except IndexError:
        return False


Target = tuple[str, str, tuple[int, ...]]


def _targets(model: Model) -> Callable[[str], Target | None]:
    """Finds what a file's name means: part, weights, and their shape."""
    table: dict[str, Target] = {}
    unet, texts = list_unet(model.unet), [list_text(text) for text in model.texts]
    # Kohya's scripts write SDXL's U-Net by the names of the original code.
    original = layout.unet_place(model.unet, "")
    for name, shape in unet.items():
        if name.endswith(".weight") and len(shape) >= 2:
            stem = name.removesuffix(".weight")
            for said in (stem, original(name).key.removesuffix(".weight")):
                table[f"lora_unet_{said.replace('.', '_')}"] = ("unet", name, shape)
            table[f"unet.{stem}"] = ("unet", name, shape)
    for number, shapes in enumerate(texts):
        for name, shape in shapes.items():
            if name.endswith(".weight") and len(shape) == 2:
                stem, target = name.removesuffix(".weight"), (TEXTS[number], name, shape)
                for prefix in ("lora_te_", "lora_te1_") if number == 0 else ("lora_te2_",):
                    table[prefix + stem.replace(".", "_")] = target
                table[f"{TEXTS[number]}.{stem}"] = target
    return lambda stem: table.get(stem) or table.get(_modern(stem))


def _modern(stem: str) -> str:
    """Names of diffusers before PEFT: `processor.to_q`, `to_out` without its number."""
    stem = stem.replace(".processor.", ".")
    stem = re.sub(r"\.to_out$", ".to_out.0", stem)
    return re.sub(r"\.to_(q|k|v|out)_lora$", r".to_\1", stem)


def list_unet(plan: UNet) -> Mapping[str, tuple[int, ...]]:
    """The weights of a U-Net, by name."""
    return list_weights(lambda g: build_unet(g, plan, Canvas(1, 8, 8)))


def list_text(plan: TextEncoder) -> Mapping[str, tuple[int, ...]]:
    """The weights of a text encoder, by name."""
    return list_weights(lambda g: build_text(g, plan, 1))


def merge(
    some: Iterable[Mapping[str, Mapping[str, tuple[Patch, ...]]]],
) -> dict[str, dict[str, tuple[Patch, ...]]]:
    """The patches of several LoRAs as one."""
    whole: dict[str, dict[str, tuple[Patch, ...]]] = {}
    for one in some:
        for part, names in one.items():
            for name, patches in names.items():
                there = whole.setdefault(part, {})
                there[name] = (*there.get(name, ()), *patches)
    return whole
