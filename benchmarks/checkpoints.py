"""Checkpoints of random weights, in the layouts that real ones come in: a diffusers folder, or one file.

    python -m benchmarks.checkpoints sdxl-inpaint DIR --size full --layout single

Full-size ones are for measuring speed and memory; tiny ones, of every family, are what the tests make pictures with.
Pictures of either mean nothing.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.compute.listing import list_weights
from toile.domain.geometry import Size
from toile.engine import architecture, layout
from toile.engine.adapter import ENCODER, find_places
from toile.engine.architecture import REFINER_SIZES, TextEncoder, UNet, Vae, VisionEncoder
from toile.engine.clip import PROJECTION, TOKENS, build_text, build_vision
from toile.engine.configuration import configure, name_texts
from toile.engine.piece import FACTOR, build_piece
from toile.engine.tensors import Written, write_tensors
from toile.engine.unet import Canvas, build_control, build_unet
from toile.engine.vae import build_decoder, build_encoder
from toile.engine.weights import Random

Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Plan:
    """What a checkpoint is made like."""

    unet: UNet
    vae: Vae
    texts: tuple[TextEncoder, ...]


_TINY_TEXT = TextEncoder(1024, 64, 128, 3, 1)
_TINY_SECOND = TextEncoder(1024, 64, 128, 3, 1, quick=False, projection=64)
_TINY_UNET = UNet(widths=(32, 64), layers=1, depths=(1, 0), heads=(8, 8), text=64)
_TINY_XL = UNet(
    widths=(64, 128),
    layers=1,
    depths=(0, 2),
    middle=2,
    heads=(1, 2),
    text=128,
    pooled=6 * 256 + 64,
    linear=True,
)
_TINY_VAE = Vae(widths=(32, 32, 32, 64), layers=1)

PLANS: Mapping[tuple[str, str], Plan] = {
    ("sd15", "tiny"): Plan(_TINY_UNET, _TINY_VAE, (_TINY_TEXT,)),
    ("sd15-gist", "tiny"): Plan(replace(_TINY_UNET, gist=4), _TINY_VAE, (_TINY_TEXT,)),
    ("sd15-inpaint", "tiny"): Plan(replace(_TINY_UNET, channels=9), _TINY_VAE, (_TINY_TEXT,)),
    ("sdxl", "tiny"): Plan(_TINY_XL, replace(_TINY_VAE, scale=0.13025), (_TINY_TEXT, _TINY_SECOND)),
    ("sdxl-inpaint", "tiny"): Plan(
        replace(_TINY_XL, channels=9), replace(_TINY_VAE, scale=0.13025), (_TINY_TEXT, _TINY_SECOND)
    ),
    ("sdxl-refiner", "tiny"): Plan(
        replace(_TINY_XL, text=64, sizes=REFINER_SIZES, pooled=REFINER_SIZES * 256 + 64),
        replace(_TINY_VAE, scale=0.13025),
        (_TINY_SECOND,),
    ),
    ("sd15", "full"): Plan(UNet(), Vae(), (architecture.CLIP,)),
    ("sd15-inpaint", "full"): Plan(UNet(channels=9), Vae(), (architecture.CLIP,)),
    ("sdxl", "full"): Plan(
        architecture.SDXL_UNET, architecture.SDXL_VAE, (architecture.CLIP, architecture.OPENCLIP)
    ),
    ("sdxl-inpaint", "full"): Plan(
        replace(architecture.SDXL_UNET, channels=9),
        architecture.SDXL_VAE,
        (architecture.CLIP, architecture.OPENCLIP),
    ),
    ("sdxl-refiner", "full"): Plan(
        architecture.REFINER_UNET, architecture.SDXL_VAE, (architecture.OPENCLIP,)
    ),
}


def write_folder(plan: Plan, path: Path, seed: int = 0) -> Path:
    """A checkpoint as diffusers keeps it."""
    parts = list_parts(plan)
    for part, shapes in parts.items():
        (path / part).mkdir(parents=True, exist_ok=True)
        name = "model" if part.startswith("text") else "diffusion_pytorch_model"
        write_tensors(path / part / f"{name}.safetensors", _plain(shapes, Random(seed)))
    for part, config in _configure(plan).items():
        (path / part).mkdir(parents=True, exist_ok=True)
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        (path / part / name).write_text(json.dumps(config, indent=1), encoding="utf-8")
    for name, text in zip(name_texts(plan.texts), plan.texts, strict=True):
        write_tokenizer(path / name.replace("text_encoder", "tokenizer"), text.vocabulary)
    return path


def write_single(plan: Plan, path: Path, seed: int = 0) -> Path:
    """The same in one file, by the names of the original code; its tokenizer lies beside it."""
    namings = _namings(plan)
    weights = Random(seed)
    rows = [
        row for part, shapes in list_parts(plan).items() for row in _renamed(shapes, weights, namings[part])
    ]
    write_tensors(path, rows)
    write_tokenizer(path.parent / "tokenizer", plan.texts[0].vocabulary)
    return path


def write_control(plan: Plan, path: Path, seed: int = 0, *, single: bool = False) -> Path:
    """A ControlNet for such a checkpoint: a folder, or one file."""
    unet = replace(plan.unet, channels=plan.unet.out)
    asked = list_weights(lambda g: build_control(g, unet, Canvas(1, 8, 8), plan.vae.factor))
    if single:
        write_tensors(path, _renamed(asked, Random(seed), layout.unet_place(unet, layout.CONTROL)))
        return path
    path.mkdir(parents=True, exist_ok=True)
    write_tensors(path / "diffusion_pytorch_model.safetensors", _plain(asked, Random(seed)))
    config = {**_configure(plan)["unet"], "in_channels": unet.channels, "_class_name": "ControlNetModel"}
    (path / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    return path


_TINY_VISION = VisionEncoder(64, 128, 2, 2, 32, 8, quick=False, projection=48)


def write_adapter(plan: Plan, path: Path, seed: int = 0, tokens: int = 4) -> Path:
    """An IP-Adapter for such a checkpoint, with a tiny image encoder beside it."""
    vision, text = _TINY_VISION, plan.unet.text
    rows: dict[str, tuple[int, ...]] = {
        "image_proj.proj.weight": (tokens * text, vision.projection),
        "image_proj.proj.bias": (tokens * text,),
        "image_proj.norm.weight": (text,),
        "image_proj.norm.bias": (text,),
    }
    shapes = list_weights(lambda g: build_unet(g, plan.unet, Canvas(1, 8, 8, image=tokens)))
    rows |= {key: shapes[name] for name, key in find_places(plan.unet).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_tensors(path, _plain(rows, Random(seed)))
    folder = path.parent / ENCODER
    folder.mkdir(exist_ok=True)
    asked = list_weights(lambda g: build_vision(g, vision, 1))
    write_tensors(folder / "model.safetensors", _plain(asked, Random(seed)))
    config = {
        "architectures": ["CLIPVisionModelWithProjection"],
        "model_type": "clip_vision_model",
        "hidden_size": vision.wide,
        "intermediate_size": vision.inner,
        "num_hidden_layers": vision.layers,
        "num_attention_heads": vision.heads,
        "image_size": vision.side,
        "patch_size": vision.patch,
        "hidden_act": "gelu",
        "projection_dim": vision.projection,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    return path


_TINY_PIECE = Size(64, 96)


def write_garments(plan: Plan, path: Path, seed: int = 0, size: Size = _TINY_PIECE) -> Path:
    """A try-on branch for such a checkpoint, as a folder."""
    tokens = size.width // FACTOR * (size.height // FACTOR)
    shapes = list_weights(lambda g: build_piece(g, plan.unet.text, 1, size.height, size.width))
    whole = list_weights(lambda g: build_unet(g, plan.unet, Canvas(1, 8, 8, image=tokens)))
    shapes = {**shapes, **{name: shape for name, shape in whole.items() if "_ip." in name}}
    path.mkdir(parents=True, exist_ok=True)
    write_tensors(path / "model.safetensors", _plain(shapes, Random(seed)))
    config = {"_class_name": "ToileGarment", "width": size.width, "height": size.height}
    (path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return path


def list_parts(plan: Plan) -> dict[str, Shapes]:
    """The weights of every part, by the names of diffusers."""
    vae = plan.vae
    parts: dict[str, Shapes] = {
        "unet": list_weights(lambda g: build_unet(g, plan.unet, Canvas(1, 8, 8))),
        "vae": list_weights(lambda g: (build_encoder(g, vae, 1, 64, 64), build_decoder(g, vae, 1, 8, 8))),
    }
    for part, text in zip(name_texts(plan.texts), plan.texts, strict=True):
        more = {TOKENS: (text.vocabulary, text.wide)}
        if text.projection:
            more[PROJECTION] = (text.projection, text.wide)
        listed = list_weights(partial(build_text, plan=text, batch=1))
        parts[part] = {**more, **listed}
    return parts


def _configure(plan: Plan) -> dict[str, dict[str, Any]]:
    return configure(plan.unet, plan.vae, dict(zip(name_texts(plan.texts), plan.texts, strict=True)))


def _plain(shapes: Shapes, weights: Random) -> Iterator[Written]:
    for name, shape in shapes.items():
        yield Written(name, shape, "F16", _later(weights, name, shape))


def _later(weights: Random, name: str, shape: tuple[int, ...]) -> Callable[[], NDArray[Any]]:
    return lambda: weights(name, shape)


def _renamed(shapes: Shapes, weights: Random, naming: layout.Naming) -> Iterator[Written]:
    """Rows by the names of the original code, in its shapes."""
    for name, shape in shapes.items():
        place = naming(name)
        if place.third is None:
            there = _original_shape(place, shape)
            yield Written(place.key, there, "F16", _turned(weights, name, shape, place, there))
        elif place.third == 0:
            names = [name.replace(".q_proj.", f".{part}_proj.") for part in "qkv"]
            yield Written(place.key, (3 * shape[0], *shape[1:]), "F16", _joined(weights, names, shape))


def _original_shape(place: layout.Place, shape: tuple[int, ...]) -> tuple[int, ...]:
    if place.turned:
        return shape[::-1]
    # The VAE's attention projects by convolutions there.
    squares = (".mid.attn_1.q.", ".mid.attn_1.k.", ".mid.attn_1.v.", ".mid.attn_1.proj_out.")
    return (*shape, 1, 1) if len(shape) == 2 and any(one in place.key for one in squares) else shape


def _turned(
    weights: Random, name: str, shape: tuple[int, ...], place: layout.Place, there: tuple[int, ...]
) -> Callable[[], NDArray[Any]]:
    return lambda: weights(name, shape).T if place.turned else weights(name, shape).reshape(there)


def _joined(weights: Random, names: list[str], shape: tuple[int, ...]) -> Callable[[], NDArray[Any]]:
    return lambda: np.concatenate([weights(name, shape) for name in names])


def _namings(plan: Plan) -> Mapping[str, layout.Naming]:
    names = name_texts(plan.texts)
    return {
        "unet": layout.unet_place(plan.unet),
        "vae": layout.vae_place(plan.vae),
        "text_encoder": layout.clip_place(layout.CLIP_XL if len(names) == 2 else layout.CLIP),
        "text_encoder_2": layout.openclip_place(
            layout.OPENCLIP if len(names) == 2 else layout.OPENCLIP_ALONE
        ),
    }


def write_tokenizer(path: Path, size: int) -> Path:
    """A tokenizer in CLIP's form that knows letters and a few pairs of them; its two marks are the last of `size`."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [value for value in range(256) if value not in kept]
    letters = [chr(value) for value in kept] + [chr(256 + number) for number in range(len(others))]
    merges = [
        ("t", "h"),
        ("th", "e</w>"),
        ("i", "n</w>"),
        ("a", "n"),
        ("e", "r</w>"),
        ("r", "e"),
        ("re", "d</w>"),
    ]
    words = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(pair) for pair in merges)]
    vocabulary = {word: number for number, word in enumerate(words)}
    vocabulary |= {"<|startoftext|>": size - 2, "<|endoftext|>": size - 1}
    path.mkdir(parents=True, exist_ok=True)
    (path / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    pairs = "\n".join(" ".join(pair) for pair in merges)
    (path / "merges.txt").write_text(f"#version: 0.2\n{pairs}\n", encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("family", choices=sorted({family for family, _ in PLANS}))
    parser.add_argument("output", type=Path)
    parser.add_argument("--size", choices=("tiny", "full"), default="tiny")
    parser.add_argument("--layout", choices=("folder", "single"), default="folder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--control", type=Path, help="write a ControlNet for it there too")
    said = parser.parse_args()
    plan = PLANS[said.family, said.size]
    (write_folder if said.layout == "folder" else write_single)(plan, said.output, said.seed)
    if said.control:
        write_control(plan, said.control, said.seed)
    count = sum(prod(shape) for shapes in list_parts(plan).values() for shape in shapes.values())
    print(f"{said.output}: {count / 1e6:,.0f} million random weights")


if __name__ == "__main__":
    main()
