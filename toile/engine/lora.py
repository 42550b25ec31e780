"""LoRAs: files that say how a model's weights are to be changed (Hu et al. 2021, arXiv 2106.09685), in the layouts of
kohya's scripts, of diffusers and of PEFT.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path

from toile.compute.layers import widen
from toile.compute.listing import list_weights
from toile.engine import layout
from toile.engine.architecture import TextEncoder, UNet
from toile.engine.clip import build_text
from toile.engine.model import TEXTS, Model
from toile.engine.tensors import Tensors, open_tensors
from toile.engine.unet import Canvas, build_unet
from toile.engine.weights import Patch
from toile.errors import BadRequest

# What the pair of matrices is called: the one that makes less of it, and the one that makes it whole again.
_PAIRS: tuple[tuple[str, str], ...] = (
    (".lora_down.weight", ".lora_up.weight"),
    (".lora_A.weight", ".lora_B.weight"),
    (".lora_A.default.weight", ".lora_B.default.weight"),
    (".lora.down.weight", ".lora.up.weight"),
    ("_lora.down.weight", "_lora.up.weight"),
)
_NOT_YET = ("hada_w1", "lora_mid", "lokr_w", "oft_", "dora_scale", "ia3")  # other kinds of changes


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
    names = list(tensors.header.tensors)
    if any(mark in name for name in names for mark in _NOT_YET):
        raise BadRequest("lora_kind", name=path.name)
    targets = _targets(model)
    found: dict[str, dict[str, tuple[Patch, ...]]] = {}
    pairs = list(_pairs(names))
    if not pairs:
        raise BadRequest("lora_kind", name=path.name)
    for stem, down, up in pairs:
        target = targets(stem)
        if target is None:
            raise BadRequest("lora_family", name=path.name, model=model.name, layer=stem)
        part, name, shape = target
        patch = _patch(tensors, stem, down, up, strength.unet if part == "unet" else strength.text)
        if (patch.up.shape[0], patch.down[0].size) != (shape[0], prod(shape[1:])):
            raise BadRequest("lora_family", name=path.name, model=model.name, layer=stem)
        some = found.setdefault(part, {})
        some[name] = (*some.get(name, ()), patch)
    return found


def _pairs(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What is changed as the file calls it, and the names of both matrices."""
    known = set(names)
    for name in sorted(known):
        for down, up in _PAIRS:
            if name.endswith(down) and name.removesuffix(down) + up in known:
                stem = name.removesuffix(down)
                yield stem, name, stem + up
                break


def _patch(tensors: Tensors, stem: str, down: str, up: str, strength: float) -> Patch:
    """A pair, its strength times alpha over its rank."""
    low, high = tensors.read(down), tensors.read(up)
    rank = low.shape[0]
    alpha = f"{stem}.alpha"
    scale = (
        float(widen(tensors.read(alpha)).reshape(-1)[0]) / rank if alpha in tensors.header.tensors else 1.0
    )
    return Patch(high, low, strength * scale)


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
