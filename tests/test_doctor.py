"""The doctor's findings."""

from dataclasses import replace
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from toile.doctor import PARTS, Finding, examine, mask_credentials
from toile.domain.look import Verdict
from toile.messages import Language, next_step, say
from toile.settings import Settings
from toile.vision.borrowed.registry import Role, models_for


def settings(data: Path, **network: str) -> Settings:
    return Settings(data, Language.ENGLISH, network)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://bob:secret@mirror.local/simple", "https://***@mirror.local/simple"),
        ("https://token@mirror.local", "https://***@mirror.local"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("https://a/simple https://u:p@b/simple", "https://a/simple https://***@b/simple"),
        ("localhost,10.0.0.0/8", "localhost,10.0.0.0/8"),
    ],
)
def test_credentials_are_never_shown(address: str, shown: str) -> None:
    assert mask_credentials(address) == shown


def test_every_finding_can_be_said_in_both_languages(tmp_path: Path) -> None:
    for finding in examine(settings(tmp_path, http_proxy="http://p")):
        for language in Language:
            assert say(finding.topic, language)
            assert say(finding.code, language, **finding.values)


def test_the_base_is_found_and_every_part_is_mentioned(tmp_path: Path) -> None:
    findings = {finding.topic: finding for finding in examine(settings(tmp_path))}
    assert findings["topic_base"].verdict is Verdict.PASS
    assert "numpy 2" in str(findings["topic_base"].values["versions"])
    assert {f"topic_{name}" for name in PARTS} <= set(findings)


def test_a_missing_part_comes_with_the_command_that_adds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PARTS, "serve", ("pip install 'toile[serve]'", ("no_such_module", "numpy")))
    finding = next(f for f in examine(settings(tmp_path)) if f.topic == "topic_serve")
    assert finding.code == "doctor_part_missing" and finding.verdict is Verdict.WARN
    assert finding.values == {"missing": "no_such_module", "command": "pip install 'toile[serve]'"}


def test_looking_leaves_no_trace_and_a_locked_place_is_said(tmp_path: Path) -> None:
    examine(settings(tmp_path / "not" / "there"))
    assert list(tmp_path.iterdir()) == []
    locked = {f.topic: f for f in examine(settings(Path("/proc/toile")))}
    assert locked["topic_data"].verdict is Verdict.FAIL


def matting(path: Path, takes: str, gives: str) -> Path:
    """A file with the inputs and outputs of a matting network."""
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, (1, channels, 1024, 1024))
        for name, channels in ((takes, 3), (gives, 1))
    ]
    node = helper.make_node("ReduceMean", [takes], [gives], axes=[1])
    graph = helper.make_graph([node], "test", ports[:1], ports[1:])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def told(place: Path, role: Role, file: str) -> list[Finding]:
    """What is said about the role when a file is pointed to."""
    pointed = replace(settings(place), models={role.value: file} if file else {})
    return [finding for finding in examine(pointed) if finding.topic == f"topic_{role}"]


@pytest.mark.parametrize("role", Role)
def test_without_a_model_all_is_well_and_the_known_ones_are_named_with_their_licences(
    role: Role, tmp_path: Path
) -> None:
    (finding,) = told(tmp_path, role, "")
    assert finding.verdict is Verdict.PASS
    for language in Language:
        step = next_step(finding.code, language, **finding.values)
        assert f"TOILE_MODEL_{role.upper()}=" in step
        assert all(m.name in step and m.licence in step and m.file in step for m in models_for(role))


def test_a_model_is_shown_with_licence_and_terms(tmp_path: Path) -> None:
    file = matting(tmp_path / "cut.onnx", "input_image", "output_image")
    first, second = told(tmp_path, Role.CUTOUT, str(file))
    assert first.verdict is second.verdict is Verdict.PASS
    line = say(first.code, Language.ENGLISH, **first.values)
    assert "birefnet (MIT)" in line and str(file) in line and "Commercial use is allowed." in line
    assert "DIS5K" in say(second.code, Language.CHINESE)


def test_a_model_that_no_shop_may_use_is_a_warning_with_one_that_it_may(tmp_path: Path) -> None:
    file = matting(tmp_path / "cut.onnx", "pixel_values", "alphas")
    first = told(tmp_path, Role.CUTOUT, str(file))[0]
    assert first.verdict is Verdict.WARN
    assert "Commercial use is not allowed." in say(first.code, Language.ENGLISH, **first.values)
    assert "birefnet" in next_step(first.code, Language.CHINESE, **first.values)


def test_a_wrong_model_fails_with_the_difference_and_leaves_the_other_roles_alone(tmp_path: Path) -> None:
    file = matting(tmp_path / "cut.onnx", "input_image", "output_image")
    (finding,) = told(tmp_path, Role.POSE, str(file))
    assert finding.verdict is Verdict.FAIL and finding.code == "model_input"
    assert "1×3×1024×1024" in say(finding.code, Language.ENGLISH, **finding.values)
    assert next_step(finding.code, Language.CHINESE, **finding.values)
    findings = examine(replace(settings(tmp_path), models={"pose": str(file)}))
    assert [f.code for f in findings if f.topic == "topic_parsing"] == ["doctor_model_none"]


def test_a_list_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "models.json").write_text("{")
    assert {f.code for f in examine(settings(tmp_path)) if f.verdict is Verdict.FAIL} >= {
        "models_list_unreadable"
    }
