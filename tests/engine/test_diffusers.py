"""Truth from outside: the same random weights in diffusers' pipelines and here, step by step.

Their schedulers are given our noise levels. Everything is float32; what is left is rounding.
"""

import json
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.checkpoints import (
    PLANS,
    Plan,
    list_parts,
    write_adapter,
    write_control,
    write_folder,
    write_single,
)
from toile.compute.backend import Processor
from toile.engine import layout, naive
from toile.engine.adapter import prepare
from toile.engine.batcher import Row
from toile.engine.cache import Cache
from toile.engine.catalogue import SAMPLERS
from toile.engine.conditioning import Conditioning, ControlMode, Hint, Sight
from toile.engine.denoise import Denoise, Denoised
from toile.engine.guidance import Guidance
from toile.engine.model import read_control, read_model
from toile.engine.networks import Networks
from toile.engine.noise import Philox
from toile.engine.sigmas import make
from toile.engine.text import Reader
from toile.pixels.arrays import Floats

pytestmark = pytest.mark.filterwarnings("ignore")

PROMPT, NEGATIVE = "the red dress in an inn, " * 6, "a bad hat"
SIZE = 64  # pixels
CLOSE = 2e-4  # of latents whose spread is about 1


@pytest.fixture(scope="module")
def theirs() -> Any:
    """diffusers, imported with its warnings kept to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import diffusers
        import diffusers.loaders.single_file_utils

        diffusers.utils.logging.set_verbosity_error()
        diffusers.utils.logging.disable_progress_bar()
    return diffusers


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Tiny checkpoints of all families as folders, and ControlNets for two of them."""
    root = tmp_path_factory.mktemp("checkpoints")
    found = {
        family: write_folder(PLANS[family, "tiny"], root / family) for family, size in PLANS if size == "tiny"
    }
    for family in ("sd15", "sd15-gist", "sdxl"):
        found[f"{family}-control"] = write_control(PLANS[family, "tiny"], root / f"{family}-control", 5)
    return found


def networks_of(path: Path, tmp_path: Path) -> Networks:
    return Networks(read_model(path), Cache(tmp_path / "cache"), Processor("f32"))


def texts(networks: Networks) -> tuple[Conditioning, Conditioning]:
    reader = Reader(networks.model, networks.encode_text)
    sizes = (SIZE, SIZE, 0, 0, SIZE, SIZE)
    said = Conditioning(((99, reader.read(PROMPT[:140])),), sizes)
    return said, Conditioning(((99, reader.read(NEGATIVE, negative=True)),), sizes, negative=True)


def follow(
    networks: Networks, sampler: str, x: Floats, sigmas: Sequence[float], said: Sequence[Conditioning]
) -> list[Floats]:
    """What a sampler of ours holds before every step, and at last."""
    guidance, held = Guidance(7.0), []

    def denoise(asked: Denoise) -> Denoised:
        held.append(asked.x)
        part, against = networks(
            [Row(asked.x, asked.sigma, one, len(held) - 1, len(sigmas) - 1) for one in said]
        )
        return guidance.combine(asked.sigma, [part], against)

    run = SAMPLERS[sampler].run(x, sigmas, lambda now, then: np.zeros_like(x))
    last = naive.run(run, denoise)
    return [*held, last]


def pipeline(theirs: Any, kind: str, path: Path, **parts: Any) -> Any:
    """One of their pipelines with the weights of a folder of ours."""
    import torch
    from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

    twice = (path / "text_encoder_2").is_dir()
    parts |= {
        "unet": theirs.UNet2DConditionModel.from_pretrained(path / "unet", torch_dtype=torch.float32),
        "vae": theirs.AutoencoderKL.from_pretrained(path / "vae", torch_dtype=torch.float32),
        "text_encoder": CLIPTextModel.from_pretrained(path / "text_encoder", dtype=torch.float32),
        "tokenizer": CLIPTokenizer.from_pretrained(path / "tokenizer", model_max_length=77),
        "scheduler": theirs.EulerDiscreteScheduler.from_pretrained(path / "scheduler"),
    }
    if twice:
        second = CLIPTextModelWithProjection.from_pretrained(path / "text_encoder_2", dtype=torch.float32)
        parts |= {
            "text_encoder_2": second,
            "tokenizer_2": CLIPTokenizer.from_pretrained(
                path / "tokenizer_2", pad_token="!", model_max_length=77
            ),
        }
    else:
        parts |= {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
    made = getattr(theirs, kind)(**parts)
    made.set_progress_bar_config(disable=True)
    return made


def watch(made: Any, x: Floats, sigmas: Sequence[float], **given: Any) -> list[Floats]:
    """What their pipeline holds after every step."""
    import torch

    held: list[Floats] = []

    def note(pipe: Any, step: int, time: Any, values: dict[str, Any]) -> dict[str, Any]:
        held.append(values["latents"][0].numpy().copy())
        return values

    made.scheduler.set_timesteps(sigmas=list(sigmas))
    begin = torch.from_numpy(x[None] / float(made.scheduler.init_noise_sigma))
    made(
        height=SIZE, width=SIZE, guidance_scale=7.0, latents=begin, sigmas=list(sigmas),
        num_inference_steps=len(sigmas) - 1, output_type="latent", callback_on_step_end=note, **given,
    )  # fmt: skip
    return held


def compare(ours: Sequence[Floats], others: Sequence[Floats]) -> None:
    """Step by step: the first step that differs is named."""
    for step, (one, other) in enumerate(zip(ours[1:], others, strict=True), 1):
        spread = max(float(other.std()), 1.0)
        assert np.abs(one - other).max() < CLOSE * spread, f"step {step}"


def start(networks: Networks, sigmas: Sequence[float]) -> Floats:
    return Philox(3)((networks.model.unet.out, SIZE // 8, SIZE // 8)) * np.float32(sigmas[0])


@pytest.mark.parametrize(
    ("family", "kind"),
    [
        ("sd15", "StableDiffusionPipeline"),
        ("sd15-gist", "StableDiffusionPipeline"),
        ("sdxl", "StableDiffusionXLPipeline"),
    ],
)
def test_from_noise(theirs: Any, folders: dict[str, Path], tmp_path: Path, family: str, kind: str) -> None:
    networks, sigmas = networks_of(folders[family], tmp_path), make("Karras", 6)
    x = start(networks, sigmas)
    words = {"prompt": PROMPT[:140], "negative_prompt": NEGATIVE}
    compare(
        follow(networks, "Euler", x, sigmas, texts(networks)),
        watch(pipeline(theirs, kind, folders[family]), x, sigmas, **words),
    )


def test_from_a_picture(theirs: Any, folders: dict[str, Path], tmp_path: Path) -> None:
    """The picture's latent with noise of the level that is begun at."""
    import torch

    networks, sigmas = networks_of(folders["sd15"], tmp_path), make("Uniform", 8)[3:]
    made = pipeline(theirs, "StableDiffusionPipeline", folders["sd15"])
    pixels = np.random.default_rng(0).uniform(-1, 1, (3, SIZE, SIZE)).astype(np.float32)
    with torch.no_grad():
        latent = made.vae.encode(torch.from_numpy(pixels[None])).latent_dist.mean[0].numpy()
    assert np.allclose(networks.encode(pixels)[:4], latent, atol=1e-4)
    x = latent * np.float32(0.18215) + start(networks, sigmas)
    words = {"prompt": PROMPT[:140], "negative_prompt": NEGATIVE}
    compare(follow(networks, "Euler", x, sigmas, texts(networks)), watch(made, x, sigmas, **words))


def test_refined(theirs: Any, folders: dict[str, Path], tmp_path: Path) -> None:
    """The refiner alone, from where it takes over: with its one text encoder and its scores of beauty."""
    import torch
    from transformers import CLIPTextModelWithProjection, CLIPTokenizer

    path = folders["sdxl-refiner"]
    networks, sigmas = networks_of(path, tmp_path), make("Karras", 6)[2:]
    reader = Reader(networks.model, networks.encode_text)
    told = (SIZE, SIZE, 0, 0)
    said = (
        Conditioning(((99, reader.read(PROMPT[:140])),), (*told, 6.0)),
        Conditioning(((99, reader.read(NEGATIVE, negative=True)),), (*told, 2.5), negative=True),
    )
    x = start(networks, sigmas)
    made = theirs.StableDiffusionXLImg2ImgPipeline(
        unet=theirs.UNet2DConditionModel.from_pretrained(path / "unet", torch_dtype=torch.float32),
        vae=theirs.AutoencoderKL.from_pretrained(path / "vae", torch_dtype=torch.float32),
        text_encoder=None,
        tokenizer=None,
        text_encoder_2=CLIPTextModelWithProjection.from_pretrained(
            path / "text_encoder_2", dtype=torch.float32
        ),
        tokenizer_2=CLIPTokenizer.from_pretrained(path / "tokenizer_2", pad_token="!", model_max_length=77),
        scheduler=theirs.EulerDiscreteScheduler.from_pretrained(path / "scheduler"),
        requires_aesthetics_score=True,
    )
    made.set_progress_bar_config(disable=True)
    held: list[Floats] = []

    def note(pipe: Any, step: int, time: Any, values: dict[str, Any]) -> dict[str, Any]:
        held.append(values["latents"][0].numpy().copy())
        return values

    made(
        prompt=PROMPT[:140], negative_prompt=NEGATIVE, image=torch.from_numpy(x[None]),
        denoising_start=0.001, sigmas=list(sigmas), guidance_scale=7.0, output_type="latent",
        num_inference_steps=len(sigmas) - 1, callback_on_step_end=note,
        original_size=(SIZE, SIZE), target_size=(SIZE, SIZE),
    )  # fmt: skip
    compare(follow(networks, "Euler", x, sigmas, said), held)


def test_along_a_flow(theirs: Any, folders: dict[str, Path], tmp_path: Path) -> None:
    """Their pipelines of these families take no such scheduler; the loop around it is ours here."""
    import torch

    path = tmp_path / "flow"
    shutil.copytree(folders["sd15"], path)
    config = {"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}
    (path / "scheduler/scheduler_config.json").write_text(json.dumps(config))
    networks = networks_of(path, tmp_path)
    sigmas = make("Simple", 6, networks.model.span)
    scheduler = theirs.FlowMatchEulerDiscreteScheduler(shift=1.0)  # the levels are shifted already
    scheduler.set_timesteps(sigmas=[sigma / (1 + sigma) for sigma in sigmas[:-1]])
    unet = theirs.UNet2DConditionModel.from_pretrained(path / "unet", torch_dtype=torch.float32)
    said = texts(networks)
    tokens = torch.from_numpy(np.stack([one.text_at(0).tokens for one in said]))
    x = start(networks, sigmas)
    held, now = [], torch.from_numpy(x[None] / np.float32(1 + sigmas[0]))
    for time in scheduler.timesteps:
        with torch.no_grad():
            part, against = unet(now.repeat(2, 1, 1, 1), time, tokens, return_dict=False)[0].chunk(2)
        now = scheduler.step(against + 7.0 * (part - against), time, now, return_dict=False)[0]
        held.append(now[0].numpy())
    levels = sigmas[1:]
    compare(
        follow(networks, "Euler", x, sigmas, said),
        [one * np.float32(1 + sigma) for one, sigma in zip(held, levels, strict=True)],
    )


@pytest.mark.parametrize(
    ("family", "kind"),
    [
        ("sd15-inpaint", "StableDiffusionInpaintPipeline"),
        ("sdxl-inpaint", "StableDiffusionXLInpaintPipeline"),
    ],
)
def test_under_a_mask(theirs: Any, folders: dict[str, Path], tmp_path: Path, family: str, kind: str) -> None:
    import torch

    networks, sigmas = networks_of(folders[family], tmp_path), make("Karras", 5)
    x = start(networks, sigmas)
    side = SIZE // 8
    mask = np.zeros((1, side, side), np.float32)
    mask[:, 2:6, 3:] = 1
    masked = Philox(9)((4, side, side))
    said = [replace(one, masked=np.concatenate((mask, masked))) for one in texts(networks)]
    large = np.kron(mask[0], np.ones((8, 8), np.float32))
    given = {
        "prompt": PROMPT[:140],
        "negative_prompt": NEGATIVE,
        "image": torch.zeros(1, 3, SIZE, SIZE),
        "mask_image": torch.from_numpy(large[None, None]),
        "masked_image_latents": torch.from_numpy(masked[None]),
        "strength": 1.0,
    }
    compare(
        follow(networks, "Euler", x, sigmas, said),
        watch(pipeline(theirs, kind, folders[family]), x, sigmas, **given),
    )


@pytest.mark.parametrize(
    ("family", "kind"),
    [("sd15", "StableDiffusionControlNetPipeline"), ("sdxl", "StableDiffusionXLControlNetPipeline")],
)
def test_with_a_hint(theirs: Any, folders: dict[str, Path], tmp_path: Path, family: str, kind: str) -> None:
    import torch

    networks, sigmas = networks_of(folders[family], tmp_path), make("Karras", 4)
    x, path = start(networks, sigmas), folders[f"{family}-control"]
    picture = np.random.default_rng(1).uniform(0, 1, (3, SIZE, SIZE)).astype(np.float32)
    said = [replace(one, hints=(Hint(path, picture, 0.7),)) for one in texts(networks)]
    control = theirs.ControlNetModel.from_pretrained(path, torch_dtype=torch.float32)
    given = {
        "prompt": PROMPT[:140],
        "negative_prompt": NEGATIVE,
        "image": torch.from_numpy(picture[None]),
        "controlnet_conditioning_scale": 0.7,
    }
    followed = follow(networks, "Euler", x, sigmas, said)
    compare(followed, watch(pipeline(theirs, kind, folders[family], controlnet=control), x, sigmas, **given))
    plain = follow(networks, "Euler", x, sigmas, texts(networks))
    assert np.abs(followed[-1] - plain[-1]).max() > 100 * CLOSE  # it does say something


@pytest.mark.parametrize(
    ("family", "kind"), [("sd15", "StableDiffusionPipeline"), ("sdxl", "StableDiffusionXLPipeline")]
)
def test_with_a_picture_in_the_prompt(
    theirs: Any, folders: dict[str, Path], tmp_path: Path, family: str, kind: str
) -> None:
    import torch
    from transformers import CLIPVisionModelWithProjection

    networks, sigmas = networks_of(folders[family], tmp_path), make("Karras", 4)
    path = write_adapter(PLANS[family, "tiny"], tmp_path / "adapter/ip.safetensors", 6)
    rgb = np.random.default_rng(2).integers(0, 256, (50, 40, 3), np.uint8)
    encoder = CLIPVisionModelWithProjection.from_pretrained(
        path.parent / "image_encoder", dtype=torch.float32
    )
    with torch.no_grad():
        pooled = encoder(torch.from_numpy(prepare(rgb, 32)[None])).image_embeds
    made = pipeline(theirs, kind, folders[family])
    made.load_ip_adapter(str(path.parent), subfolder="", weight_name=path.name, image_encoder_folder=None)
    made.set_ip_adapter_scale(0.7)
    x = start(networks, sigmas)
    seen = [Sight(path, networks.see(path, one), 0.7) for one in (rgb, None)]
    said = [replace(one, sight=sight) for one, sight in zip(texts(networks), seen, strict=True)]
    given = {
        "prompt": PROMPT[:140],
        "negative_prompt": NEGATIVE,
        "ip_adapter_image_embeds": [torch.stack((torch.zeros_like(pooled), pooled))],
    }
    followed = follow(networks, "Euler", x, sigmas, said)
    compare(followed, watch(made, x, sigmas, **given))
    plain = follow(networks, "Euler", x, sigmas, texts(networks))
    assert np.abs(followed[-1] - plain[-1]).max() > 100 * CLOSE


def test_pixels(theirs: Any, folders: dict[str, Path], tmp_path: Path) -> None:
    import torch

    networks = networks_of(folders["sd15"], tmp_path)
    vae = pipeline(theirs, "StableDiffusionPipeline", folders["sd15"]).vae
    latent = Philox(2)((4, 8, 12))
    with torch.no_grad():
        other = vae.decode(torch.from_numpy(latent[None])).sample[0].numpy()
    assert np.allclose(networks.decode(latent), other, atol=1e-4)


@pytest.mark.parametrize("family", ["sd15", "sd15-inpaint", "sdxl", "sdxl-inpaint"])
def test_names_in_a_single_file_are_those_of_the_original_code(
    theirs: Any, tmp_path: Path, family: str
) -> None:
    """Their own translation of our file has the names and the weights that we find in it."""
    import torch
    from safetensors.torch import load_file

    plan = PLANS[family, "tiny"]
    path = write_single(plan, tmp_path / "model.safetensors")
    tools = theirs.loaders.single_file_utils
    raw = load_file(path)
    model = read_model(path)
    assert (model.unet, model.vae, model.texts) == (plan.unet, plan.vae, plan.texts)
    configs = {
        part: _config(theirs, write_folder(plan, tmp_path / "folder"), part) for part in ("unet", "vae")
    }
    translated = {
        "unet": tools.convert_ldm_unet_checkpoint(dict(raw), configs["unet"]),
        "vae": tools.convert_ldm_vae_checkpoint(dict(raw), configs["vae"]),
    }
    for part, weights in translated.items():
        shapes = list_parts(plan)[part]
        assert set(weights) == set(shapes)
        for name, shape in shapes.items():
            assert torch.equal(weights[name], torch.from_numpy(model.sources[part](name, shape))), name


def test_a_single_controlnet_too(theirs: Any, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    plan = PLANS["sd15", "tiny"]
    path = write_control(plan, tmp_path / "control.safetensors", single=True)
    config = {**_config(theirs, write_folder(plan, tmp_path / "folder"), "unet"), "class_embed_type": None}
    weights = theirs.loaders.single_file_utils.convert_controlnet_checkpoint(load_file(path), config)
    control = read_control(path)
    assert control.unet == plan.unet
    for name, values in weights.items():
        assert np.array_equal(control.source(name, tuple(values.shape)), values.numpy()), name


def _config(theirs: Any, folder: Path, part: str) -> dict[str, Any]:
    """What they read of a part, with their own defaults."""
    kind = {"unet": theirs.UNet2DConditionModel, "vae": theirs.AutoencoderKL}[part]
    return dict(kind.from_config(kind.load_config(folder / part)).config)


def test_the_second_encoder_of_a_single_file_is_openclip(tmp_path: Path) -> None:
    """In our file and in our folder it is the same, and its queries, keys and values lie in one piece."""
    plan: Plan = PLANS["sdxl", "tiny"]
    single = read_model(write_single(plan, tmp_path / "model.safetensors"))
    folder = read_model(write_folder(plan, tmp_path / "folder"))
    names = single.sources["text_encoder_2"].tensors.shapes
    assert names[f"{layout.OPENCLIP}transformer.resblocks.0.attn.in_proj_weight"] == (192, 64)
    for name, shape in list_parts(plan)["text_encoder_2"].items():
        one, other = (model.sources["text_encoder_2"](name, shape) for model in (single, folder))
        assert np.array_equal(one, other), name


def test_modes_of_control_weigh_layers() -> None:
    hint = Hint(Path("x"), np.zeros((3, 8, 8), np.float32), 2.0, 0.2, 0.6, ControlMode.CONTROL)
    assert [hint.applies(share, negative=False) for share in (0.0, 0.2, 0.5, 0.6)] == [
        False,
        True,
        True,
        False,
    ]
    assert not hint.applies(0.3, negative=True)
    assert hint.share(12, 13) == 2.0 and hint.share(0, 13) == pytest.approx(2 * 0.825**12)
