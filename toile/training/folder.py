"""The mannequin checkpoint as a folder that diffusers reads: halves, a file for each part."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from toile.compute.layers import widen
from toile.engine.clip import TOKENS
from toile.engine.configuration import configure
from toile.engine.limits import FILE
from toile.engine.prediction import Prediction
from toile.engine.tensors import Written, open_tensors, write_tensors
from toile.training.autoencoder import Spread
from toile.training.learner import Learner
from toile.training.plan import Plan

_QUIET = -20.0  # the logarithm of a latent's variance: it is as good as none
_WEIGHTS = "diffusion_pytorch_model.safetensors"
USUAL: Mapping[str, object] = {"steps": 12, "cfg": 3.5, "sampler": "Euler a"}  # what it paints best with
_TRYON = ("piece.", ".to_k_ip.", ".to_v_ip.")


def write(
    path: Path,
    plan: Plan,
    vae: Learner,
    spread: Spread,
    painter: Learner,
    guide: Learner | None,
    tokenizer: Path,
    words: Sequence[str] = (),
    glance: Tensor | None = None,
) -> None:
    """Write the folder. What is ours alone, the try-on branch, lies beside what plain diffusers loads, and what it was
    taught: its `words`, and the colours [C, 3] that channels of latents look like."""
    # The ends that read forms have done their work.
    own = {name: value for name, value in painter.named().items() if not name.startswith("read_")}
    tryon = {name: value for name, value in own.items() if any(mark in name for mark in _TRYON)}
    text = {name: value for name, value in own.items() if name.startswith("text_model.")}
    unet = {name: value for name, value in own.items() if name not in tryon and name not in text}
    assert TOKENS in text
    _write_part(path / "vae" / _WEIGHTS, _at_unit_spread(vae.named(), spread))
    _write_part(path / "unet" / _WEIGHTS, unet)
    _write_part(path / "text_encoder" / "model.safetensors", text)
    _write_part(path / "tryon" / "model.safetensors", tryon)
    configs = configure(plan.unet, plan.vae, {"text_encoder": plan.text}, Prediction.VELOCITY)
    configs["unet"]["sample_size"] = max(plan.latent)  # diffusers wants one number
    configs["vae"]["sample_size"] = max(plan.size)
    configs["scheduler"] |= {
        "_class_name": "DDIMScheduler",
        "clip_sample": False,
        "set_alpha_to_one": False,
        "steps_offset": 1,
        "timestep_spacing": "trailing",  # few steps begin where there is nothing but noise
    }
    configs["tryon"] = {"_class_name": "ToileGarment", "width": plan.size.width, "height": plan.size.height}
    if guide is not None:
        _write_part(path / "controlnet" / _WEIGHTS, guide.named())
        inner = configure(replace(plan.unet, channels=plan.unet.out), plan.vae, {})["unet"]
        configs["controlnet"] = {**inner, "_class_name": "ControlNetModel"}
    for part, config in configs.items():
        name = "scheduler_config.json" if part == "scheduler" else "config.json"
        (path / part).mkdir(parents=True, exist_ok=True)
        (path / part / name).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    (path / "model_index.json").write_text(json.dumps(_INDEX, indent=1) + "\n", encoding="utf-8")
    taught = {
        "sizes": [[plan.size.width, plan.size.height]],
        "glance": [] if glance is None else [[round(float(x), 4) for x in row] for row in glance],
        "words": list(words),
        "usual": dict(USUAL),
        "licence": "Apache-2.0",
    }
    (path / FILE).write_text(json.dumps(taught, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copytree(tokenizer, path / "tokenizer", dirs_exist_ok=True)


def read_part(path: Path, part: str) -> dict[str, Tensor]:
    """The weights of a part of a folder, by the names of its network; nothing where there is none."""
    files = sorted((path / part).glob("*.safetensors"))
    if not files:
        return {}
    tensors = open_tensors(files[0])
    return {name: torch.from_numpy(widen(tensors.read(name)).copy()) for name in tensors.header.tensors}


_INDEX: Mapping[str, object] = {
    "_class_name": "StableDiffusionInpaintPipeline",
    "_diffusers_version": "0.38.0",
    "feature_extractor": [None, None],
    "requires_safety_checker": False,
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def _at_unit_spread(weights: Mapping[str, Tensor], spread: Spread) -> dict[str, Tensor]:
    """The VAE's weights with mean and spread of its latents taken into its last and first layers, so that they need no
    scale; and with an encoder that is sure."""
    out = dict(weights)
    mean, deviation = spread.mean.flatten(), spread.deviation.flatten()
    count = len(mean)
    last, bias = out["quant_conv.weight"].clone(), out["quant_conv.bias"].clone()
    last[:count] /= deviation[:, None, None, None]
    bias[:count] = (bias[:count] - mean) / deviation
    last[count:], bias[count:] = 0, _QUIET
    first = out["post_quant_conv.weight"]
    out |= {
        "quant_conv.weight": last,
        "quant_conv.bias": bias,
        "post_quant_conv.weight": first * deviation[None, :, None, None],
        "post_quant_conv.bias": out["post_quant_conv.bias"] + first[:, :, 0, 0] @ mean,
    }
    return out


def _write_part(path: Path, weights: Mapping[str, Tensor]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_tensors(path, list_halves(weights))


def list_halves(weights: Mapping[str, Tensor]) -> Iterator[Written]:
    """Weights as rows of a file, in half precision."""
    for name, value in sorted(weights.items()):
        half = value.detach().cpu().to(torch.float16).numpy()
        yield Written(name, tuple(half.shape), "F16", partial(np.asarray, half))
