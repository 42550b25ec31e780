"""Models: the same numbers and the same weights whatever a checkpoint is kept like."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from benchmarks.checkpoints import PLANS, list_parts, write_control
from toile.engine.model import read_control, read_model
from toile.engine.prediction import Prediction
from toile.engine.tensors import Written, open_tensors, write_tensors
from toile.errors import BadRequest, NotReady

Make = Callable[[str], Path]


@pytest.mark.parametrize("family", ["sd15", "sdxl-inpaint"])
def test_a_folder_and_a_file_are_the_same_model(family: str, folder: Make, single: Make) -> None:
    one, other, plan = read_model(folder(family)), read_model(single(family)), PLANS[family, "tiny"]
    assert (
        (one.unet, one.vae, one.texts)
        == (other.unet, other.vae, other.texts)
        == (plan.unet, plan.vae, plan.texts)
    )
    assert one.name == other.name == family and one.inpaints == other.inpaints == ("inpaint" in family)
    for part, shapes in list_parts(plan).items():
        for name, shape in shapes.items():
            assert np.array_equal(one.sources[part](name, shape), other.sources[part](name, shape)), name


def test_what_a_file_lacks_is_said_when_it_is_wanted(single: Make, tmp_path: Path) -> None:
    tensors = open_tensors(single("sd15"))
    gone = "model.diffusion_model.middle_block.0.in_layers.0.weight"
    rows = [
        Written(name, shape, "F16", partial(tensors.read, name))
        for name, shape in tensors.shapes.items()
        if name != gone
    ]
    path = tmp_path / "short.safetensors"
    write_tensors(path, rows)
    with pytest.raises(BadRequest) as caught:
        read_model(path).sources["unet"]("mid_block.resnets.0.norm1.weight", (64,))
    assert (caught.value.code, caught.value.values["part"]) == ("checkpoint_part_missing", gone)


def test_weights_of_another_shape_are_refused(folder: Make) -> None:
    with pytest.raises(BadRequest) as caught:
        read_model(folder("sd15")).sources["unet"]("conv_in.bias", (33,))
    assert caught.value.code == "checkpoint_shape"


def test_a_file_needs_a_tokenizer(single: Make, tmp_path: Path) -> None:
    path = single("sd15")
    kept = tmp_path / "kept"
    shutil.move(path.parent / "tokenizer", kept)
    with pytest.raises(NotReady) as caught:
        read_model(path, [tmp_path / "data"])
    assert caught.value.code == "tokenizer_missing" and str(tmp_path / "data") in str(caught.value)
    assert read_model(path, [tmp_path / "data", kept]).tokenizers[0].folder == kept


def test_what_is_predicted_is_read(folder: Make) -> None:
    path = folder("sd15")
    config = path / "scheduler/scheduler_config.json"
    assert read_model(path).prediction is Prediction.EPSILON
    config.write_text(json.dumps({"prediction_type": "v_prediction"}))
    assert read_model(path).prediction is Prediction.VELOCITY
    config.write_text(json.dumps({"prediction_type": "sample"}))
    with pytest.raises(BadRequest) as caught:
        read_model(path)
    assert caught.value.code == "checkpoint_prediction"
    config.unlink()
    assert read_model(path).prediction is Prediction.EPSILON


@pytest.mark.parametrize(
    ("config", "shift"),
    [
        ({"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": 3.0}, 3.0),
        ({"_class_name": "FlowMatchEulerDiscreteScheduler"}, 1.0),
        ({"_class_name": "UniPCMultistepScheduler", "prediction_type": "flow_prediction", "flow_shift": 2.5}, 2.5),
    ],
)  # fmt: skip
def test_a_flow_model_has_its_own_levels(config: dict[str, object], shift: float, folder: Make) -> None:
    path = folder("sd15")
    (path / "scheduler/scheduler_config.json").write_text(json.dumps(config))
    model = read_model(path)
    assert (model.prediction, model.shift) == (Prediction.FLOW, shift)
    assert model.span.most == pytest.approx(1999 * shift)


@pytest.mark.parametrize("shift", [0, -1, "three", True, 1e9])
def test_a_shift_that_is_none_is_refused(shift: object, folder: Make) -> None:
    path = folder("sd15")
    config = {"_class_name": "FlowMatchEulerDiscreteScheduler", "shift": shift}
    (path / "scheduler/scheduler_config.json").write_text(json.dumps(config))
    with pytest.raises(BadRequest) as caught:
        read_model(path)
    assert caught.value.code == "checkpoint_broken"


@pytest.mark.parametrize("broken", ['{"hidden_size": "wide"}', "{}", "[]", "nonsense"])
def test_numbers_that_make_no_sense_are_refused(broken: str, folder: Make) -> None:
    path = folder("sd15")
    (path / "text_encoder/config.json").write_text(broken)
    with pytest.raises(BadRequest) as caught:
        read_model(path)
    assert caught.value.code == "checkpoint_broken" and "text_encoder" in str(caught.value)


def test_older_names_of_a_vae_are_known(folder: Make) -> None:
    path = folder("sd15")
    place = path / "vae/diffusion_pytorch_model.safetensors"
    tensors = open_tensors(place)
    old = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    rows = []
    for name, shape in tensors.shapes.items():
        said = name
        for new, before in old.items():
            said = said.replace(f"attentions.0.{new}.", f"attentions.0.{before}.")
        rows.append(Written(said, shape, "F16", partial(tensors.read, name)))
    write_tensors(path / "other.safetensors", rows)
    new_name = "decoder.mid_block.attentions.0.to_q.weight"
    wanted = np.array(tensors.read(new_name))
    (path / "other.safetensors").replace(place)
    assert np.array_equal(read_model(path).sources["vae"](new_name, wanted.shape), wanted)


@pytest.mark.parametrize("single", [False, True])
def test_a_controlnet_is_read_from_a_folder_and_a_file(tmp_path: Path, single: bool) -> None:
    plan = PLANS["sd15", "tiny"]
    control = read_control(write_control(plan, tmp_path / "control.safetensors", single=single))
    assert control.unet == plan.unet


def test_a_file_that_is_no_controlnet_is_refused(single: Make) -> None:
    with pytest.raises(BadRequest) as caught:
        read_control(single("sd15"))
    assert caught.value.code == "control_strange"
