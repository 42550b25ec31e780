"""Every message about a person's photo, each provoked by a picture."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource, Region
from toile.domain.garment import Category
from toile.domain.look import Notice, Severity
from toile.errors import BadRequest
from toile.messages import Language, next_step, say
from toile.pixels.arrays import RGB
from toile.vision.parsing import parse
from toile.vision.person import examine, sharpness
from toile.vision.pose import estimate_from_silhouette
from toile.vision.silhouette import cut_person

Doll = Callable[..., tuple[RGB, BodyPose]]


def look(rgb: RGB, pose: BodyPose | None, *categories: Category) -> tuple[Notice, ...]:
    silhouette = cut_person(rgb, pose)
    known = pose or estimate_from_silhouette(rgb, silhouette.alpha)
    return examine(rgb, silhouette, known, parse(rgb, silhouette.alpha, known), categories or (Category.TOP,))


def smaller(rgb: RGB, width: int, height: int) -> RGB:
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def blurred(rgb: RGB, sigma: float) -> RGB:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma), np.uint8)


def codes(notices: Iterable[Notice]) -> set[str]:
    return {notice.code for notice in notices}


def moved(pose: BodyPose, dx: float, dy: float, factor: float = 1.0) -> BodyPose:
    joints = {n: Joint(j.x * factor + dx, j.y * factor + dy, j.confidence) for n, j in pose.joints.items()}
    return replace(pose, joints=joints)


@pytest.mark.parametrize("known", [True, False])
def test_a_good_photo_gets_no_notice(doll: Doll, known: bool) -> None:
    rgb, pose = doll()
    assert look(rgb, pose if known else None, Category.TOP, Category.BOTTOM) == ()


@pytest.mark.parametrize("value", [0, 127, 255])
def test_nobody_is_an_error(value: int) -> None:
    with pytest.raises(BadRequest) as caught:
        look(np.full((600, 400, 3), value, np.uint8), None)
    assert caught.value.code == "no_person"


def test_a_wall_with_a_window_is_nobody() -> None:
    rgb = np.full((700, 600, 3), 210, np.uint8)
    rgb[100:400, 150:450] = (90, 130, 170)
    with pytest.raises(BadRequest) as caught:
        look(rgb, None)
    assert caught.value.code == "no_person"


def test_a_tiny_photo_is_an_error(doll: Doll) -> None:
    rgb, pose = doll()
    with pytest.raises(BadRequest) as caught:
        look(smaller(rgb, 200, 300), moved(pose, 0, 0, 1 / 3))
    assert caught.value.code == "photo_tiny"
    assert caught.value.values == {"pixels": 200}


def test_a_small_photo_is_soft(doll: Doll) -> None:
    rgb, pose = doll()
    small = smaller(rgb, 400, 600)
    assert "low_resolution" in codes(look(small, moved(pose, 0, 0, 2 / 3)))


def test_somebody_far_away_is_small(doll: Doll) -> None:
    rgb, pose = doll()
    wide = np.full((2700, 1800, 3), 205, np.uint8)
    wide[900:1800, 600:1200] = rgb
    assert "person_small" in codes(look(wide, moved(pose, 600, 900)))


@pytest.mark.parametrize(
    ("category", "rows", "outside"),
    [
        (Category.TOP, slice(0, 420), ("part_hips",)),
        (Category.BOTTOM, slice(0, 560), ("part_knees", "part_ankles")),
        (Category.DRESS, slice(0, 560), ("part_knees",)),
        (Category.OUTER, slice(0, 560), ()),
        (Category.TOP, slice(260, 900), ("part_shoulders",)),
    ],
)
def test_what_a_garment_needs_and_the_picture_lacks_is_named(
    doll: Doll, category: Category, rows: slice, outside: tuple[str, ...]
) -> None:
    rgb, pose = doll()
    found = [n for n in look(rgb[rows], moved(pose, 0, -rows.start), category) if n.code == "person_cropped"]
    assert [notice.values["joints"] for notice in found] == ([outside] if outside else [])


def test_missing_shoulders_weigh_more_than_missing_feet(doll: Doll) -> None:
    rgb, pose = doll()
    feet = look(rgb[:700], pose, Category.BOTTOM)
    shoulders = look(rgb[260:], moved(pose, 0, -260), Category.TOP)
    grave = {n.code: n.severity for n in shoulders}
    assert {n.code: n.severity for n in feet}["person_cropped"] is Severity.INFO
    assert grave["person_cropped"] is Severity.WARNING


def test_a_moved_camera_is_seen(doll: Doll) -> None:
    rgb, pose = doll()
    assert "blurry" in codes(look(blurred(rgb, 6), pose))


def test_a_camera_that_moved_sideways_is_seen(doll: Doll) -> None:
    rgb, pose = doll()
    assert "blurry" in codes(look(np.asarray(cv2.blur(rgb, (41, 1)), np.uint8), pose))


def test_sharpness_falls_with_every_blur(doll: Doll) -> None:
    rgb, pose = doll()
    silhouette = cut_person(rgb, pose)
    sharp = [sharpness(blurred(rgb, s), silhouette) for s in (0.5, 1, 2, 4, 8)]
    assert sharp == sorted(sharp, reverse=True)


def test_two_people_are_announced(doll: Doll) -> None:
    rgb, _ = doll()
    found = {n.code: n for n in look(np.hstack((rgb, rgb)), None)}
    assert found["several_persons"].values == {"count": 2}


@pytest.mark.parametrize(
    ("wrist", "index", "category", "code"),
    [
        ((300, 330), (270, 320), Category.TOP, "arms_crossed"),
        ((300, 400), (260, 410), Category.TOP, "hand_over_garment"),
        ((340, 450), (320, 465), Category.BOTTOM, "hand_over_garment"),
    ],
)
def test_arms_before_the_body_are_announced(
    doll: Doll, wrist: tuple[int, int], index: tuple[int, int], category: Category, code: str
) -> None:
    rgb, pose = doll(left_elbow=(400, 350), left_wrist=wrist, left_index=index)
    assert code in codes(look(rgb, pose, category))


@pytest.mark.parametrize(
    ("left", "right", "severity"),
    [(325, 275, Severity.WARNING), (340, 262, Severity.WARNING), (350, 250, Severity.INFO)],
)
def test_a_turned_body_is_announced(doll: Doll, left: int, right: int, severity: Severity) -> None:
    rgb, pose = doll(left_shoulder=(left, 240), right_shoulder=(right, 240))
    found = {n.code: n.severity for n in look(rgb, pose)}
    assert found.get("turned_pose") is severity
    assert "turned_away" not in found


def test_a_shoulder_that_the_body_hides_is_a_turned_body(doll: Doll) -> None:
    rgb, pose = doll(left_shoulder=(365, 240), right_shoulder=(235, 240))
    hidden = replace(pose.joints["right_shoulder"], confidence=0.5)
    half = replace(pose, joints={**pose.joints, "right_shoulder": hidden})
    assert "turned_pose" not in codes(look(rgb, pose))
    assert "turned_pose" in codes(look(rgb, half))


def test_shoulders_the_other_way_round_are_seen_from_behind(doll: Doll) -> None:
    rgb, pose = doll()
    other = {"left": "right", "right": "left"}
    swapped = {name: pose.joints[re.sub("left|right", lambda m: other[m[0]], name)] for name in pose.joints}
    found = codes(look(rgb, replace(pose, joints=swapped)))
    assert "turned_away" in found and "turned_pose" not in found


@pytest.mark.parametrize(("seen", "away"), [(0.1, True), (0.9, False)])
def test_shoulders_without_eyes_are_seen_from_behind(doll: Doll, seen: float, away: bool) -> None:
    rgb, pose = doll()
    eyes = {name: replace(pose.joints[name], confidence=seen) for name in ("left_eye", "right_eye")}
    assert ("turned_away" in codes(look(rgb, replace(pose, joints={**pose.joints, **eyes})))) is away


def test_what_is_visible_counts_for_more_than_what_is_sure(doll: Doll) -> None:
    rgb, pose = doll()
    silhouette = cut_person(rgb, pose)
    parsing = parse(rgb, silhouette.alpha, pose)
    seen = dict.fromkeys(pose.joints, 0.9) | {"left_eye": 0.2, "right_eye": 0.2}
    assert "turned_away" in codes(examine(rgb, silhouette, pose, parsing, (Category.TOP,), seen))


def test_a_network_that_sees_one_ear_sees_a_turned_head(doll: Doll) -> None:
    rgb, pose = doll(left_shoulder=(366, 240), right_shoulder=(234, 240))
    ear = {"left_ear": replace(pose.joints["left_ear"], confidence=0.4)}
    turned = replace(pose, joints={**pose.joints, **ear})
    assert "turned_pose" in codes(look(rgb, replace(turned, source=JointSource.NETWORK)))
    assert "turned_pose" not in codes(look(rgb, turned))


def test_an_arm_that_reaches_the_other_side_crosses_the_body(doll: Doll) -> None:
    rgb, pose = doll(left_elbow=(400, 350), left_wrist=(222, 330), left_index=(200, 320))
    assert "arms_crossed" in codes(look(rgb, pose))
    rgb, pose = doll(right_elbow=(170, 350), right_wrist=(222, 330), right_index=(215, 325))
    assert "arms_crossed" not in codes(look(rgb, pose))


def test_a_network_that_doubts_everything_has_seen_nobody(doll: Doll) -> None:
    rgb, pose = doll()
    with pytest.raises(BadRequest) as caught:
        look(rgb, replace(pose, source=JointSource.NETWORK, confidence=0.02))
    assert caught.value.code == "no_person"


def test_a_hand_that_is_not_seen_is_in_nobodys_way(doll: Doll) -> None:
    rgb, pose = doll(left_elbow=(400, 350), left_wrist=(300, 330), left_index=(270, 320))
    behind = {n: replace(pose.joints[n], confidence=0.1) for n in ("left_wrist", "left_index")}
    found = codes(look(rgb, replace(pose, joints={**pose.joints, **behind})))
    assert not {"arms_crossed", "hand_over_garment"} & found


def test_a_busy_background_is_announced(doll: Doll) -> None:
    rgb, pose = doll()
    person = cut_person(rgb, pose).alpha[..., None] > 0.5
    tiles = np.random.default_rng(5).integers(0, 255, (45, 30, 3), dtype=np.uint8)
    busy = np.where(person, rgb, tiles.repeat(20, axis=0).repeat(20, axis=1))
    assert "busy_scene" in codes(look(busy, pose))


def test_long_hair_before_the_shoulders_is_announced(doll: Doll) -> None:
    rgb, pose = doll()
    long = rgb.copy()
    for x in (262, 338):
        cv2.line(long, (x, 120), (x, 330), (60, 42, 34), 36)
    assert "covered_by_hair" in codes(look(long, pose))
    assert "covered_by_hair" not in codes(look(long, pose, Category.BOTTOM))


def test_a_print_of_the_colour_of_hair_is_no_hair(doll: Doll) -> None:
    rgb, pose = doll()
    silhouette = cut_person(rgb, pose)
    parsing = parse(rgb, silhouette.alpha, pose)
    labels = parsing.labels.copy()
    labels[300:380, 270:330] = Region.HAIR
    found = examine(rgb, silhouette, pose, replace(parsing, labels=labels), (Category.TOP,))
    assert "covered_by_hair" not in codes(found)


def test_a_guess_that_cannot_be_trusted_says_so(doll: Doll) -> None:
    rgb, _ = doll()
    silhouette = cut_person(rgb, None)
    pose = estimate_from_silhouette(rgb, silhouette.alpha)
    unsure = replace(pose, confidence=0.2)
    parsing = parse(rgb, silhouette.alpha, pose)
    assert "unsure_pose" in codes(examine(rgb, silhouette, unsure, parsing, ()))
    given = replace(unsure, source=JointSource.GIVEN)
    assert "unsure_pose" not in codes(examine(rgb, silhouette, given, parsing, ()))


def test_a_headless_photo_without_joints_is_not_trusted(doll: Doll) -> None:
    rgb, _ = doll()
    try:
        assert "unsure_pose" in codes(look(rgb[190:], None))
    except BadRequest as error:
        assert error.code == "person_headless"


def test_clothes_of_the_colour_of_skin_are_announced(doll: Doll) -> None:
    rgb, pose = doll()
    shirt = np.linalg.norm(rgb.astype(float) - (60, 110, 190), axis=-1) < 60
    trousers = np.linalg.norm(rgb.astype(float) - (70, 70, 76), axis=-1) < 30
    bare = np.random.default_rng(2).normal((222, 176, 148), 5, rgb.shape)
    nude = np.where((shirt | trousers)[..., None], bare, rgb).astype(np.uint8)
    assert "bare_as_dressed" in codes(look(nude, pose))


def test_every_notice_can_be_said_in_both_languages(doll: Doll) -> None:
    rgb, pose = doll(left_elbow=(400, 350), left_wrist=(300, 330), left_index=(270, 320))
    notices = look(blurred(rgb, 6)[:420], pose, *Category)
    assert len(notices) >= 3
    for notice in notices:
        for language in Language:
            assert say(notice.code, language, **notice.values)
            assert next_step(notice.code, language, **notice.values)
