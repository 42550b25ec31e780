"""The engine from end to end, with tiny checkpoints of random weights: what a seed promises, whoever else is served."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import toile
from benchmarks.checkpoints import PLANS, write_adapter, write_control, write_folder, write_single
from toile.compute.backend import Backend
from toile.diffusion import Created, Engine, Step
from toile.domain.geometry import Size
from toile.engine.catalogue import SAMPLERS
from toile.engine.collection import MANNEQUIN, find_checkpoint
from toile.engine.grid import Axis
from toile.engine.masking import Content
from toile.engine.names import choose
from toile.engine.parameters import read_parameters
from toile.engine.request import Hires, ImagePrompt, Inpaint, Refiner, Request, Source, Start, Unit, Variation
from toile.engine.soft import Soft
from toile.engine.tensors import Written, open_tensors, write_tensors
from toile.errors import BadRequest, Cancelled, NotReady
from toile.pixels.metadata import read_parameters as read_text
from toile.pixels.metadata import read_recipe
from toile.pixels.resize import ResizeMode
from toile.prompts.infotext import read_infotext

SMALL = Size(64, 96)
SPANDREL = """
class ImageModelDescriptor:
    input_channels = output_channels = 3
    scale, purpose = 2, "SR"
    def __call__(self, x):
        return (1 - x).repeat_interleave(2, 2).repeat_interleave(2, 3)
class ModelLoader:
    def __init__(self, device):
        pass
    def load_from_file(self, path):
        return ImageModelDescriptor()
"""
PROMPT = "a (red:1.3) dress [in:on:0.5] an inn"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkpoints, and a data folder that keeps its cache for all tests."""
    path = tmp_path_factory.mktemp("diffusion")
    for family, size in PLANS:
        if size == "tiny":
            write_folder(PLANS[family, "tiny"], path / family)
    return path


@pytest.fixture(scope="module")
def engine(root: Path) -> Engine:
    return Engine(root / "sd15", data=root / "data")


@pytest.fixture
def picture() -> Any:
    rng = np.random.default_rng(4)
    coarse = rng.integers(0, 256, (12, 8, 3), np.uint8)
    return np.kron(coarse, np.ones((8, 8, 1), np.uint8))  # [96, 64, 3]


def one(engine: Engine, **fields: Any) -> Created:
    fields = {"prompt": PROMPT, "negative": "bad", "size": SMALL, "steps": 4, "seed": 1, **fields}
    (made,) = engine.create(**fields)
    return made


def same(a: Created, b: Created) -> bool:
    return bool(np.array_equal(a.rgb, b.rgb))


def test_a_seed_is_a_picture(engine: Engine, root: Path) -> None:
    first = one(engine)
    assert first.rgb.shape == (96, 64, 3) and first.rgb.std() > 5
    assert same(first, one(engine)) and not same(first, one(engine, seed=2))
    assert same(first, one(Engine(root / "sd15", data=root / "data")))


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_makes_one(engine: Engine, sampler: str) -> None:
    assert same(one(engine, sampler=sampler), one(engine, sampler=sampler))


@pytest.mark.parametrize("field", [{"prompt": "a hat"}, {"negative": "good"}, {"cfg": 3.0}, {"steps": 5},
                                   {"sampler": "Euler a"}, {"schedule": "Exponential"}, {"clip_skip": 2},
                                   {"rescale": 0.7}, {"interval": (5.0, 1.0)}, {"source": Source.CPU},
                                   {"variation": Variation(5, 0.3)}, {"noise_size": Size(64, 64)}])  # fmt: skip
def test_everything_that_is_asked_for_counts(engine: Engine, field: dict[str, Any]) -> None:
    assert not same(one(engine), one(engine, **field))


def test_one_after_another_is_together(engine: Engine) -> None:
    """Each of several pictures is to the bit what it is alone."""
    together = engine.create(PROMPT, negative="bad", size=SMALL, steps=4, seed=7, count=3, sampler="Euler a")
    assert [made.seed for made in together] == [7, 8, 9]
    for made in together:
        assert same(made, one(engine, seed=made.seed, sampler="Euler a"))


def test_variations_keep_the_seed(engine: Engine) -> None:
    some = engine.create(PROMPT, size=SMALL, steps=3, seed=7, count=2, variation=Variation(3, 0.2))
    assert [made.seed for made in some] == [7, 7] and not same(*some)


@pytest.mark.parametrize("cfg", [1.0, 12.5])  # 12.5 is as 1 elsewhere
def test_a_sampler_that_goes_by_the_negative_prompt_always_asks_it(engine: Engine, cfg: float) -> None:
    some = [one(engine, sampler="DDIM CFG++", cfg=cfg, negative=negative) for negative in ("bad", "good")]
    assert not same(*some)


def test_negative_prompts_are_not_asked_without_guidance(engine: Engine) -> None:
    assert same(one(engine, cfg=1.0), one(engine, cfg=1.0, negative="anything"))


@pytest.mark.parametrize("family", ["sd15", "sd15-inpaint", "sdxl", "sdxl-inpaint"])
def test_every_family_makes_pictures_from_noise_from_pictures_and_under_masks(
    root: Path, family: str, picture: Any
) -> None:
    engine = Engine(root / family, data=root / "data")
    mask = np.zeros((96, 64), np.float32)
    mask[20:60, 10:40] = 1
    plain = one(engine)
    begun = one(engine, start=Start(picture, 0.6))
    painted = one(engine, start=Start(picture, 0.8), inpaint=Inpaint(mask, blur=2))
    assert not same(plain, begun)
    untouched = np.ones((96, 64), bool)
    untouched[10:70, :50] = False
    assert np.array_equal(painted.rgb[untouched], picture[untouched])
    assert not np.array_equal(painted.rgb[30:50, 15:35], picture[30:50, 15:35])


def test_a_file_is_its_folder(root: Path, tmp_path: Path) -> None:
    write_single(PLANS["sdxl", "tiny"], tmp_path / "sdxl.safetensors")
    file, folder = (
        Engine(path, data=root / "data") for path in (tmp_path / "sdxl.safetensors", root / "sdxl")
    )
    assert same(one(file), one(folder))


def test_a_picture_changes_as_much_as_its_strength_says(engine: Engine, picture: Any) -> None:
    def distance(denoise: float) -> float:
        made = one(engine, start=Start(picture, denoise), steps=12, cfg=2.0)
        plain = one(engine, start=Start(picture, 0.0), steps=12, cfg=2.0)
        return float(np.abs(made.rgb.astype(float) - plain.rgb).mean())

    assert 0 == distance(0.0) < distance(0.3) < distance(0.9)


@pytest.mark.parametrize(("denoise", "exact", "asks"), [(0.75, False, 16), (0.75, True, 20), (0.0, False, 1)])
def test_steps_from_a_picture(engine: Engine, picture: Any, denoise: float, exact: bool, asks: int) -> None:
    heard: list[Step] = []
    engine.create(
        PROMPT,
        size=SMALL,
        steps=20,
        seed=1,
        sampler="Euler",
        start=Start(picture, denoise, exact=exact),
        tell=heard.append,
    )
    assert len(heard) == asks == heard[-1].steps


def test_prompts_change_by_the_steps_that_were_asked_for(engine: Engine, picture: Any) -> None:
    """Not by those of a longer schedule of which the first are left out."""
    start = Start(picture, 0.5, exact=True)
    half, fifth = (one(engine, prompt=f"a [hat:cap:{when}]", steps=10, start=start) for when in ("0.5", "5"))
    assert same(half, fifth)
    hires = Hires(1.5, "Latent", steps=10, denoise=0.5)
    half, fifth = (one(engine, prompt=f"a [hat:cap:{when}]", hires=hires) for when in ("1.5", "9"))
    assert same(half, fifth)  # the second pass goes on counting from the first's four steps


@pytest.mark.parametrize("mode", ResizeMode)
def test_pictures_of_other_sizes_are_fitted(engine: Engine, picture: Any, mode: ResizeMode) -> None:
    assert one(engine, start=Start(picture[:51, :47], 0.5, mode)).rgb.shape == (96, 64, 3)


@pytest.mark.parametrize("content", Content)
@pytest.mark.parametrize("only_masked", [False, True])
def test_what_is_not_masked_stays(engine: Engine, picture: Any, content: Content, only_masked: bool) -> None:
    mask = np.zeros((96, 64), np.float32)
    mask[30:50, 20:40] = 1
    wanted = Inpaint(mask, 1.0, content, only_masked, padding=8)
    made = one(engine, start=Start(picture, 1.0), inpaint=wanted)
    assert np.array_equal(made.rgb[:24], picture[:24]) and np.array_equal(made.rgb[60:], picture[60:])
    assert not np.array_equal(made.rgb[35:45, 25:35], picture[35:45, 25:35])


def test_only_the_masked_part_of_a_large_picture_is_made(engine: Engine, picture: Any) -> None:
    large = np.kron(picture, np.ones((4, 4, 1), np.uint8))
    mask = np.zeros(large.shape[:2], np.float32)
    mask[100:180, 60:120] = 1
    made = one(engine, start=Start(large, 0.9), inpaint=Inpaint(mask, 0, only_masked=True))
    assert made.rgb.shape == large.shape
    changed = (made.rgb != large).any(axis=2)
    assert changed.any() and not changed[mask == 0].any()


def test_an_empty_mask_is_no_mask_and_said(engine: Engine, picture: Any) -> None:
    made = one(engine, start=Start(picture, 0.5), inpaint=Inpaint(np.zeros((96, 64), np.float32)))
    assert same(made, one(engine, start=Start(picture, 0.5)))
    assert [notice.code for notice in made.notices] == ["mask_empty"]


def test_a_mask_of_another_size_is_stretched_and_said(engine: Engine, picture: Any) -> None:
    mask = np.zeros((48, 32), np.float32)
    mask[10:20] = 1
    made = one(engine, start=Start(picture, 0.5), inpaint=Inpaint(mask, 0))
    assert [notice.code for notice in made.notices] == ["mask_resized"]
    assert np.array_equal(made.rgb[50:], picture[50:])


@pytest.mark.parametrize("upscaler", ["Latent", "Latent (nearest-exact)", "Lanczos"])
def test_a_second_pass_is_larger(engine: Engine, upscaler: str) -> None:
    heard: list[Step] = []
    (made,) = engine.create(
        PROMPT, size=SMALL, steps=3, seed=1, hires=Hires(1.5, upscaler, steps=5), tell=heard.append
    )
    assert made.rgb.shape == (144, 96, 3)
    assert [step.steps for step in heard] == [3] * 3 + [5] * 5


def test_a_network_can_enlarge_and_another_mend_faces(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a stand-in for spandrel: what becomes of the pictures is the engine's affair."""
    lib, data = tmp_path / "lib", tmp_path / "data"
    lib.mkdir()
    for folder in ("upscalers", "faces"):
        (data / "models" / folder).mkdir(parents=True)
    (lib / "spandrel.py").write_text(SPANDREL)
    (data / "models/upscalers/2x-Any.PTH").touch()
    (data / "models/faces/mend.safetensors").touch()
    monkeypatch.setenv("PYTHONPATH", str(lib))
    engine = Engine(root / "sd15", data=data)
    plain = one(engine, hires=Hires(1.5, "Nearest", 2, denoise=0.5))
    larger = one(engine, hires=Hires(1.5, "2x-Any", 2, denoise=0.5))
    assert larger.rgb.shape == (144, 96, 3) and not same(plain, larger)
    assert larger.parameters.fields["Hires upscaler"] == "2x-Any"
    made = one(engine, restore_faces="mend")  # weights mean nothing, so that there is nobody in it
    assert [notice.code for notice in made.notices] == ["face_unseen"]
    assert made.parameters.fields["Face restoration"] == "mend" and same(made, one(engine))


def test_another_takes_over_for_the_last_steps(root: Path) -> None:
    engine = Engine(root / "sdxl", data=root / "data")
    plain = one(engine, size=SMALL)
    early, late = (one(engine, refiner=Refiner(root / "sdxl-refiner", switch)) for switch in (0.3, 0.9))
    assert not same(plain, early) and not same(early, late)
    never = one(engine, refiner=Refiner(root / "sdxl-refiner", 1.0))
    assert same(plain, never)
    roles = {one.role for one in early.recipe.ingredients}
    assert "refiner" in roles and early.parameters.fields["Refiner switch at"] == "0.3"


@dataclass
class Noting:
    """A back end that writes down for what it is asked."""

    backend: Backend
    asked: list[str]

    def run(self, part: Any, shape: Any, *given: Any) -> Any:
        self.asked.append(str(shape))
        return self.backend.run(part, shape, *given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.backend, name)


def test_with_a_second_pass_another_takes_over_in_that_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(root / "sdxl", data=root / "data")
    asked: list[str] = []
    refiner = Refiner(root / "sdxl-refiner", 0.5)
    one(engine, hires=Hires(1.5, steps=2), refiner=refiner)
    assert engine._refiner is not None
    monkeypatch.setattr(engine._refiner, "backend", Noting(engine._refiner.backend, asked))
    one(engine, hires=Hires(1.5, steps=2), refiner=refiner)
    sizes = [shape for shape in asked if shape.startswith("Canvas")]
    assert sizes and all("height=18, width=12" in shape for shape in sizes)


def test_a_refiner_of_other_latents_is_refused(root: Path) -> None:
    with pytest.raises(BadRequest) as caught:
        one(Engine(root / "sd15", data=root / "data"), refiner=Refiner(root / "sdxl-refiner"))
    assert caught.value.code == "refiner_family"


def test_a_flow_has_a_schedule_of_its_own(root: Path, tmp_path: Path) -> None:
    path = shutil.copytree(root / "sd15", tmp_path / "flow")
    config = {"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}
    (path / "scheduler/scheduler_config.json").write_text(json.dumps(config))
    engine = Engine(path, data=root / "data")
    made = one(engine)
    assert made.parameters.fields["Schedule type"] == "Simple" and made.rgb.std() > 5
    assert same(made, one(engine, schedule="Simple"))
    assert not same(made, one(engine, schedule="Normal"))
    assert not same(made, one(Engine(root / "sd15", data=root / "data")))


def test_greys_of_a_soft_mask_mix(engine: Engine, picture: Any) -> None:
    """Black stays the picture's own; where the mask is grey something else is made than with a hard one."""
    mask = np.zeros(picture.shape[:2], np.float32)
    mask[60:88, 16:48] = 1
    hard, soft = (
        one(engine, start=Start(picture, 0.9), inpaint=Inpaint(mask, 4.0, soft=how)) for how in (None, Soft())
    )
    assert not same(hard, soft)
    assert np.array_equal(soft.rgb[:8], picture[:8])
    assert np.abs(soft.rgb[66:82, 24:40].astype(int) - picture[66:82, 24:40]).mean() > 5


def test_sides_need_only_be_multiples_of_eight(engine: Engine) -> None:
    assert one(engine, size=Size(72, 104)).rgb.shape == (104, 72, 3)
    made = one(engine, size=Size(70, 100))
    assert made.rgb.shape == (96, 64, 3) and made.notices[0].code == "size_rounded"


def test_controlnets_are_heard_between_their_start_and_end(root: Path, engine: Engine, picture: Any) -> None:
    path = write_control(PLANS["sd15", "tiny"], root / "control")
    unit = Unit(path, picture)
    plain, hinted = one(engine), one(engine, controls=(unit,))
    assert not same(plain, hinted)
    assert same(plain, one(engine, controls=(replace(unit, weight=0.0),)))
    assert same(plain, one(engine, controls=(replace(unit, start=0.9, end=0.95),)))
    assert not same(hinted, one(engine, controls=(replace(unit, end=0.5),)))
    assert not same(hinted, one(engine, controls=(unit, unit)))


def test_a_controlnet_for_others_is_refused(root: Path, picture: Any) -> None:
    path = write_control(PLANS["sdxl", "tiny"], root / "control-xl")
    with pytest.raises(BadRequest) as caught:
        one(Engine(root / "sd15", data=root / "data"), controls=(Unit(path, picture),))
    assert caught.value.code == "control_family"


def test_pictures_in_the_prompt_are_seen_between_their_start_and_end(
    root: Path, engine: Engine, picture: Any
) -> None:
    path = write_adapter(PLANS["sd15", "tiny"], root / "adapter/ip.safetensors")
    seen = ImagePrompt(path, picture, 0.8)
    plain, like = one(engine), one(engine, image=seen)
    assert not same(plain, like) and same(like, one(engine, image=seen))
    assert not same(like, one(engine, image=replace(seen, rgb=picture[::-1])))
    assert same(plain, one(engine, image=replace(seen, start=0.9, end=0.95)))
    assert not same(like, one(engine, image=replace(seen, end=0.5)))
    control = write_control(PLANS["sd15", "tiny"], root / "control-beside")
    assert not same(like, one(engine, image=seen, controls=(Unit(control, picture),)))


def test_adapters_that_do_not_fit_are_refused(root: Path, engine: Engine, picture: Any) -> None:
    other = write_adapter(PLANS["sdxl", "tiny"], root / "adapter-xl/ip.safetensors")
    lone = lora(root / "alone/ip.safetensors", {"image_proj.latents": np.zeros((1, 4), np.float32)})
    bare = write_adapter(PLANS["sd15", "tiny"], root / "bare/ip.safetensors")
    (bare.parent / "image_encoder/model.safetensors").unlink()
    wanted = {other: "adapter_family", lone: "adapter_kind", bare: "checkpoint_part_missing"}
    for path, code in wanted.items():
        with pytest.raises(BadRequest) as caught:
            one(engine, image=ImagePrompt(path, picture))
        assert caught.value.code == code


def test_a_picture_can_be_made_again_from_what_it_says(engine: Engine, tmp_path: Path) -> None:
    request = Request(
        prompt=PROMPT, negative="bad, worse: worst", size=SMALL, steps=3, cfg=5.5, sampler="DPM++ 2S a",
        schedule="Exponential", seed=2**40, variation=Variation(3, 0.25), noise_size=Size(64, 64),
        source=Source.CPU, seed_delta=31337, clip_skip=2, eta=0.7, interval=(9.0, 0.5), rescale=0.3,
        hires=Hires(1.5, "Latent (bicubic)", 2, 0.5, "a hat, red"),
    )  # fmt: skip
    (made,) = engine.create(request=request)
    path = made.save(tmp_path / "one.png")
    again = read_parameters(read_infotext(read_text(path)))
    assert again == replace(request, schedule="Exponential")
    assert same(engine.create(request=again)[0], made)
    recipe = read_recipe(path)
    assert recipe.method == "diffusion" and recipe.settings["prompt"] == PROMPT
    assert recipe.ingredients[0].role == "checkpoint" and len(recipe.ingredients[0].sha256) == 64


def test_the_text_is_what_automatic1111_writes(engine: Engine) -> None:
    fields = one(engine, sampler="Euler a").parameters.fields
    assert list(fields)[:8] == [
        "Steps",
        "Sampler",
        "Schedule type",
        "CFG scale",
        "Seed",
        "Size",
        "Model hash",
        "Model",
    ]
    assert (fields["Size"], fields["CFG scale"], fields["Model"]) == ("64x96", "7", "sd15")
    assert len(fields["Model hash"]) == 10


def test_progress_has_a_glance_at_the_picture(engine: Engine) -> None:
    heard: list[Step] = []
    engine.create(PROMPT, size=SMALL, steps=3, seed=1, count=2, sampler="Euler", tell=heard.append)
    assert {step.picture for step in heard} == {1, 2} and {step.count for step in heard} == {2}
    assert [step.done for step in heard if step.picture == 1] == [1, 2, 3]
    assert heard[0].preview().shape == (12, 8, 3)


def test_who_listens_can_stop_it(engine: Engine) -> None:
    def stop(step: Step) -> None:
        raise Cancelled("picture_cancelled")

    with pytest.raises(Cancelled):
        one(engine, tell=stop)
    assert one(engine).rgb.std() > 5  # and the engine goes on working


# LoRAs and embeddings


def lora(path: Path, rows: dict[str, Any]) -> Path:
    """A file with these arrays."""

    def later(values: Any) -> Any:
        return lambda: values

    write_tensors(path, [Written(name, values.shape, "F32", later(values)) for name, values in rows.items()])
    return path


def matrices(shape: Sequence[int], rank: int = 2) -> tuple[Any, Any]:
    rng = np.random.default_rng(8)
    return (
        rng.standard_normal((rank, shape[1])).astype(np.float32),
        rng.standard_normal((shape[0], rank)).astype(np.float32),
    )


def test_loras_of_every_layout_change_the_same_weights(root: Path) -> None:
    """And just as if the weights of the checkpoint had been changed."""
    folder = root / "data/models/lora"
    down, up = matrices((32, 64))
    unet, text = (
        "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k",
        "text_model.encoder.layers.1.self_attn.q_proj",
    )
    tdown, tup = matrices((64, 64))
    alpha = np.array(1.0, np.float32).reshape(1)
    kohya = {
        f"lora_unet_{unet.replace('.', '_')}.lora_down.weight": down,
        f"lora_unet_{unet.replace('.', '_')}.lora_up.weight": up,
        f"lora_unet_{unet.replace('.', '_')}.alpha": alpha,
        f"lora_te_{text.replace('.', '_')}.lora_down.weight": tdown,
        f"lora_te_{text.replace('.', '_')}.lora_up.weight": tup,
        f"lora_te_{text.replace('.', '_')}.alpha": alpha,
    }
    lora(folder / "kohya.safetensors", kohya)
    peft = {
        f"unet.{unet}.lora_A.weight": down,
        f"unet.{unet}.lora_B.weight": up / 2,
        f"text_encoder.{text}.lora_A.weight": tdown,
        f"text_encoder.{text}.lora_B.weight": tup / 2,
    }
    lora(folder / "peft.safetensors", peft)
    changed = write_folder(PLANS["sd15", "tiny"], root / "changed")
    for part, name, change in (
        ("unet/diffusion_pytorch_model", f"{unet}.weight", up @ down / 2),
        ("text_encoder/model", f"{text}.weight", tup @ tdown / 2),
    ):
        tensors = open_tensors(changed / f"{part}.safetensors")
        values = {key: np.array(tensors.read(key), np.float32) for key in tensors.shapes}
        values[name] = values[name] + np.float32(0.8) * change
        lora(changed / "other.safetensors", values)
        (changed / "other.safetensors").replace(changed / f"{part}.safetensors")
    plain = Engine(root / "sd15", data=root / "data")
    whole = one(Engine(changed, data=root / "data"), prompt="a dress")
    for name in ("kohya", "peft"):
        made = one(plain, prompt=f"a dress<lora:{name}:0.8>")
        assert np.abs(made.rgb.astype(int) - whole.rgb).max() <= 1, name
    assert not same(whole, one(plain, prompt="a dress"))
    assert same(one(plain, prompt="a dress<lora:kohya:0>"), one(plain, prompt="a dress"))
    assert "kohya: " in one(plain, prompt="a dress<lora:kohya:0.8>").parameters.fields["Lora hashes"]


def test_kohyas_names_for_sdxl_are_known(root: Path) -> None:
    down, up = matrices((128, 128))
    key = "lora_unet_input_blocks_3_1_transformer_blocks_0_attn1_to_q"
    lora(
        root / "data/models/lora/xl.safetensors",
        {f"{key}.lora_down.weight": down, f"{key}.lora_up.weight": up},
    )
    engine = Engine(root / "sdxl", data=root / "data")
    assert not same(one(engine), one(engine, prompt=f"{PROMPT}<lora:xl:1>"))


@pytest.mark.parametrize("layer", ["mid_block.attentions.0.proj_in", "mid_block.resnets.0.conv1"])
@pytest.mark.parametrize("kind", ["loha", "lokr", "lokr of pairs"])
def test_lycoris_is_what_its_papers_say(root: Path, kind: str, layer: str) -> None:
    """Against the same change made in the checkpoint, reckoned entry by entry."""
    rng = np.random.default_rng(2)

    def some(*shape: int) -> Any:
        return (0.3 * rng.standard_normal(shape)).astype(np.float32)

    kernel = (3, 3) if "conv" in layer else (1, 1)
    area = kernel[0] * kernel[1]
    if kind == "loha":
        rows = {"hada_w1_a": some(64, 2), "hada_w1_b": some(2, 64 * area), "hada_w2_a": some(64, 2)}
        rows |= {"hada_w2_b": some(2, 64 * area), "alpha": np.array([1.0], np.float32)}
        first = np.einsum("or,ri->oi", rows["hada_w1_a"], rows["hada_w1_b"])
        change = first * np.einsum("or,ri->oi", rows["hada_w2_a"], rows["hada_w2_b"]) / 2
    else:
        w1, w2 = some(4, 8), some(16, 8, *kernel)
        rows = {"lokr_w1": w1, "lokr_w2": w2, "alpha": np.array([7.0], np.float32)}
        scale = 1.0
        if kind == "lokr of pairs":
            low, high = some(16, 3), some(3, 8 * area)
            rows = {"lokr_w1": w1, "lokr_w2_a": low, "lokr_w2_b": high, "alpha": np.array([6.0], np.float32)}
            w2, scale = (low @ high).reshape(16, 8, *kernel), 2.0
        change = scale * np.einsum("ab,cdxy->acbdxy", w1, w2)
    flat = layer.replace(".", "_")
    lora(
        root / "data/models/lora/lyco.safetensors",
        {f"lora_unet_{flat}.{name}": row for name, row in rows.items()},
    )
    changed = write_folder(PLANS["sd15", "tiny"], root / "lyco")
    tensors = open_tensors(changed / "unet/diffusion_pytorch_model.safetensors")
    values = {key: np.array(tensors.read(key), np.float32) for key in tensors.shapes}
    weight = values[f"{layer}.weight"]
    values[f"{layer}.weight"] = weight + np.float32(0.5) * change.reshape(weight.shape)
    lora(changed / "other.safetensors", values)
    (changed / "other.safetensors").replace(changed / "unet/diffusion_pytorch_model.safetensors")
    made = one(Engine(root / "sd15", data=root / "data"), prompt="a dress<lora:lyco:0.5>")
    whole = one(Engine(changed, data=root / "data"), prompt="a dress")
    assert np.abs(made.rgb.astype(int) - whole.rgb).max() <= 1
    assert not same(whole, one(Engine(root / "sd15", data=root / "data"), prompt="a dress"))


def test_a_lora_that_is_not_there_is_said_and_left_out(engine: Engine) -> None:
    made = one(engine, prompt=f"{PROMPT}<lora:nobody:1><hypernet:x:1>")
    assert same(made, one(engine))
    assert [notice.code for notice in made.notices] == ["lora_missing", "network_unknown"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"lora_unet_mid_block_attentions_9_proj_in.lora_down.weight": (2, 64),
          "lora_unet_mid_block_attentions_9_proj_in.lora_up.weight": (64, 2)}, "lora_family"),
        ({"unet.mid_block.attentions.0.proj_in.lora_A.weight": (2, 640),
          "unet.mid_block.attentions.0.proj_in.lora_B.weight": (640, 2)}, "lora_family"),
        ({"lora_unet_conv_in.oft_blocks": (4, 4)}, "lora_kind"),
        ({"lora_unet_conv_in.lokr_w1": (3, 3), "lora_unet_conv_in.lokr_w2": (4, 4)}, "lora_family"),
        ({"something": (4, 4)}, "lora_kind"),
    ],
)  # fmt: skip
def test_loras_that_do_not_fit_are_refused(
    root: Path, engine: Engine, rows: dict[str, tuple[int, ...]], code: str
) -> None:
    lora(
        root / "data/models/lora/wrong.safetensors",
        {name: np.zeros(shape, np.float32) for name, shape in rows.items()},
    )
    with pytest.raises(BadRequest) as caught:
        one(engine, prompt="a <lora:wrong:1>")
    assert caught.value.code == code and "wrong" in str(caught.value)


def test_embeddings_are_words(root: Path, engine: Engine) -> None:
    folder = root / "data/models/embeddings"
    rng = np.random.default_rng(1)
    lora(folder / "mystyle.safetensors", {"emb_params": rng.standard_normal((3, 64)).astype(np.float32)})
    with_it = one(engine, prompt="a mystyle dress")
    lora(folder / "mystyle.safetensors", {"emb_params": rng.standard_normal((3, 64)).astype(np.float32)})
    assert not same(with_it, one(engine, prompt="a mystyle dress"))
    (folder / "mystyle.safetensors").unlink()
    assert not same(with_it, one(engine, prompt="a mystyle dress"))


def test_an_embedding_for_others_is_refused(root: Path, engine: Engine) -> None:
    path = lora(
        root / "data/models/embeddings/bad-one.safetensors", {"emb_params": np.zeros((3, 65), np.float32)}
    )
    with pytest.raises(BadRequest) as caught:
        one(engine, prompt="a bad-one dress")
    assert caught.value.code == "embedding_strange"
    path.unlink()


def test_a_grid_shows_what_changes(engine: Engine) -> None:
    request = Request(prompt=PROMPT, size=Size(64, 64), steps=2, seed=1)
    axes = [Axis("Steps", "1-3"), Axis("CFG Scale", "2, 9"), Axis("Seed", "1, 2")]
    sheets = engine.create_grid(request, axes)
    assert len(sheets) == 2 and not np.array_equal(*sheets) and sheets[0].shape[1] > 3 * 64
    alone = one(engine, prompt=PROMPT, negative="", size=Size(64, 64), steps=3, cfg=9.0, seed=2).rgb
    places = np.argwhere((sheets[1] == alone[0, 0]).all(axis=2))
    assert any(np.array_equal(sheets[1][y : y + 64, x : x + 64], alone) for y, x in places)


# Bad input


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"steps": 0}, "steps_wrong"),
        ({"steps": 10**6}, "steps_wrong"),
        ({"cfg": float("nan")}, "cfg_wrong"),
        ({"seed": -1}, "seed_wrong"),
        ({"seed": 2**80}, "seed_wrong"),
        ({"size": Size(0, 64)}, "size_wrong"),
        ({"size": Size(64, 10**6)}, "size_wrong"),
        ({"count": 0}, "count_wrong"),
        ({"sampler": "Eular"}, "sampler_unknown"),
        ({"schedule": "Carras"}, "schedule_unknown"),
        ({"hires": Hires(upscaler="Magic")}, "upscaler_unknown"),
        ({"hires": Hires(denoise=2)}, "denoise_wrong"),
        ({"prompt": "a" * 1_000_001}, "prompt_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_requests_that_make_no_sense_are_refused(engine: Engine, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        one(engine, **fields)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "prompt",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "\x00\x1b[31m\ud800",
        "(a:1000000000)",
        "[a|b]" * 200,
        "AND " * 20,
        " BREAK " * 9,
    ],
    ids=range(6),
)
def test_hostile_prompts_make_pictures(engine: Engine, prompt: str, tmp_path: Path) -> None:
    made = one(engine, prompt=prompt, steps=2)
    assert made.rgb.shape == (96, 64, 3)
    assert read_infotext(read_text(made.save(tmp_path / "one.png"))).fields["Steps"] == "2"


def test_too_little_memory_is_said_before_anything_is_loaded(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toile.diffusion.count_free", lambda: 1_000_000)
    with pytest.raises(NotReady) as caught:
        one(Engine(root / "sd15", data=root / "data"))
    assert caught.value.code == "memory_short"


def test_checkpoints_are_found_by_name(root: Path, tmp_path: Path) -> None:
    assert find_checkpoint("sdxl", root) == root / "sdxl"
    assert find_checkpoint(str(root / "sd15"), tmp_path) == root / "sd15"
    assert find_checkpoint(None, tmp_path / "nothing") == find_checkpoint("mannequin", tmp_path) == MANNEQUIN


def test_no_framework_is_loaded_to_make_a_picture(root: Path) -> None:
    """Nor is anything by importing the package."""
    script = (
        "import sys, json, toile; early = sorted(sys.modules)\n"
        f"engine = toile.Engine({str(root / 'sd15')!r}, data=__import__('pathlib').Path({str(root / 'data')!r}))\n"
        "from toile.domain.geometry import Size\n"
        "engine.create('a hat', size=Size(64, 64), steps=1, seed=1)\n"
        "print(json.dumps([early, sorted(sys.modules)]))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    early, late = json.loads(said.stdout)
    assert not {"numpy", "openvino", "cv2"} & set(early)
    assert not {"torch", "diffusers", "transformers", "numba"} & {name.split(".")[0] for name in late}


def test_the_package_says_what_it_has_not() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = toile.nothing


def test_names_of_samplers_are_said_in_the_text(engine: Engine) -> None:
    assert (
        one(engine, sampler="k_euler_a").parameters.fields["Sampler"]
        == choose("k_euler_a").sampler
        == "Euler a"
    )
