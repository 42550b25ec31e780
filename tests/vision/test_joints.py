"""Joints files, honest and hostile."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.body import JOINT_NAMES, BodyPose, Joint, JointSource
from toile.domain.geometry import Size
from toile.errors import BadRequest
from toile.messages import Language
from toile.vision.joints import TORSO, dump_joints, read_joints

PLAIN: dict[str, list[float]] = {
    "left_shoulder": [60, 40],
    "right_shoulder": [20, 40],
    "left_hip": [55, 100],
    "right_hip": [25, 100, 0.5],
}

numbers = st.floats(-500, 2000, allow_nan=False)
joints = st.builds(Joint, numbers, numbers, st.floats(0, 1))


@st.composite
def poses(draw: st.DrawFn) -> BodyPose:
    """Any joints, but with a torso that is long enough to be one."""
    found = draw(st.dictionaries(st.sampled_from(JOINT_NAMES), joints))
    x, y, length = draw(numbers), draw(numbers), draw(st.floats(20, 900))
    trunk = dict(
        zip(TORSO, [(x + 30, y), (x - 30, y), (x + 20, y + length), (x - 20, y + length)], strict=True)
    )
    found |= {name: Joint(*place, draw(st.floats(0, 1))) for name, place in trunk.items()}
    ordered = {name: found[name] for name in JOINT_NAMES if name in found}
    return BodyPose(ordered, JointSource.GIVEN, round(draw(st.floats(0, 1)), 4))


@given(poses())
def test_what_is_written_is_read_back(pose: BodyPose) -> None:
    size = Size(1200, 1600)
    assert read_joints(json.dumps(dump_joints(pose, size)), size=size) == pose


@given(poses(), st.sampled_from([0.5, 2.0, 4.0]))
def test_a_photo_of_another_size_scales_the_joints(pose: BodyPose, factor: float) -> None:
    text = json.dumps(dump_joints(pose, Size(800, 600)))
    scaled = read_joints(text, size=Size(round(800 * factor), round(600 * factor)))
    assert scaled["left_hip"].x == pytest.approx(pose["left_hip"].x * factor)
    assert scaled["left_hip"].y == pytest.approx(pose["left_hip"].y * factor)


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        {"points": PLAIN},
        {"joints": {name: {"x": v[0], "y": v[1]} for name, v in PLAIN.items()}},
        {"photos": {"me": {"points": PLAIN}}},
        {"photos": {"me": {"points": PLAIN}, "other": {"points": {}}}},
        {**PLAIN, "tail": [1, 2], "about": "by hand"},
    ],
)
def test_every_shape_of_the_file_is_read(data: object) -> None:
    pose = read_joints(json.dumps(data), photo=str(Path("album") / "me.jpg"))
    assert pose.source is JointSource.GIVEN
    assert set(pose.joints) == set(PLAIN)
    assert pose["left_shoulder"] == (60, 40)


def test_without_a_word_on_the_whole_the_least_sure_corner_of_the_torso_counts() -> None:
    assert read_joints(json.dumps(PLAIN)).confidence == 0.5


def changed(**values: object) -> str:
    return json.dumps({**PLAIN, **values})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "joints_not_json"),
        ("{", "joints_not_json"),
        ("[" * 100_000, "joints_not_json"),
        ("1" * 5000, "joints_not_json"),
        ("[]", "joints_malformed"),
        ("null", "joints_malformed"),
        ('{"photos": []}', "joints_malformed"),
        ('{"photos": {"me": 3}}', "joints_malformed"),
        ('{"photos": {"him": {}, "her": {}}}', "joints_other_photo"),
        ('{"points": 7}', "joints_malformed"),
        ("{}", "joints_missing"),
        (changed(left_hip=[1]), "joints_malformed"),
        (changed(left_hip=[1, 2, 3, 4]), "joints_malformed"),
        (changed(left_hip="12,13"), "joints_malformed"),
        (changed(left_hip=["1", 2]), "joints_malformed"),
        (changed(left_hip=[True, 2]), "joints_malformed"),
        (changed(left_hip=[None, 2]), "joints_malformed"),
        (changed(left_hip={"x": 1}), "joints_malformed"),
        (changed(left_hip=[float("nan"), 2]), "joints_out_of_range"),
        (changed(left_hip=[float("inf"), 2]), "joints_out_of_range"),
        (changed(left_hip=[1e30, 2]), "joints_out_of_range"),
        (changed(left_hip=[10**400, 2]), "joints_out_of_range"),
        (changed(size=[0, 10]), "joints_malformed"),
        (changed(size="large"), "joints_malformed"),
        (changed(size=[float("nan"), 10]), "joints_out_of_range"),
        (json.dumps({name: [5, 5] for name in PLAIN}), "joints_implausible"),
        (json.dumps({name: [v[0] / 100, v[1] / 100] for name, v in PLAIN.items()}), "joints_implausible"),
    ],
)
def test_a_bad_file_says_what_is_wrong_in_both_languages(text: str, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_joints(text, photo="me.jpg", size=Size(100, 150))
    assert caught.value.code == code
    assert all("{" not in caught.value.explain(language) for language in Language)


@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["photos", "points", "joints", "size", *TORSO]), inner)
        ),
    ).map(json.dumps)
)
def test_no_file_whatever_ends_in_anything_but_a_pose_or_a_message(text: str) -> None:
    try:
        assert read_joints(text, photo="me", size=Size(100, 100)).has(*TORSO)
    except BadRequest as error:
        assert error.explain(Language.ENGLISH)
