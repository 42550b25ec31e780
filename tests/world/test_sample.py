"""Photos from seeds, and whether their truth is true."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from toile.domain.body import JOINT_NAMES, Region
from toile.domain.garment import (
    SKIRT_LANDMARKS,
    TOP_LANDMARKS,
    TROUSERS_LANDMARKS,
    Category,
    Kind,
)
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.pixels.arrays import Mask
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import (
    FRAMINGS,
    GROUNDS,
    WAYS,
    PersonPhoto,
    describe,
    photograph,
    shoot_product,
)
from toile.world.truth import PARTS

SMALL = Size(96, 128)
MIDDLE = Size(192, 256)


def shoot(
    seed: int = 3, pose: str = "arms-away", size: Size = SMALL, scene: str = "grey-studio"
) -> PersonPhoto:
    wearing = [replace(draw_garment(seed, "t-shirt"), tucked=False), draw_garment(seed, "jeans")]
    return photograph(draw_persona(seed), wearing, POSES[pose], SCENES[scene], size, seed=seed)


@pytest.fixture(scope="module")
def photo() -> PersonPhoto:
    return shoot(size=MIDDLE)


def test_the_same_seed_gives_the_same_bits() -> None:
    first, second = shoot(7), shoot(7)
    assert np.array_equal(first.rgb, second.rgb)
    assert np.array_equal(first.truth.depth, second.truth.depth)
    assert first.truth.joints == second.truth.joints


def test_another_seed_gives_another_picture() -> None:
    assert not np.array_equal(shoot(7).rgb, shoot(8).rgb)


@pytest.mark.parametrize("pose", list(POSES))
def test_every_pose_shows_a_person_on_the_floor_inside_the_picture(pose: str) -> None:
    truth = shoot(pose=pose).truth
    rows = np.flatnonzero(truth.alpha.max(axis=1) > 0.5)
    assert 0.60 * SMALL.height < rows[-1] - rows[0] < 0.95 * SMALL.height
    assert truth.alpha[0].max() == 0 and truth.alpha[-1].max() == 0


@pytest.mark.parametrize("scene", list(SCENES))
def test_every_scene_is_neither_black_nor_burnt_out(scene: str) -> None:
    photo = shoot(scene=scene)
    behind = photo.rgb[photo.truth.alpha == 0]
    assert 8 < behind.mean() < 250
    person = photo.rgb[photo.truth.alpha == 1]
    assert person.std() > 20


def test_labels_and_alpha_agree(photo: PersonPhoto) -> None:
    truth = photo.truth
    assert np.array_equal(truth.labels != Region.BACKGROUND, truth.alpha >= 0.5)
    assert np.array_equal(np.isfinite(truth.depth), truth.alpha >= 0.5)


def test_a_dressed_person_shows_the_regions_one_expects(photo: PersonPhoto) -> None:
    seen = {Region(int(value)) for value in np.unique(photo.truth.labels)}
    expected = {"BACKGROUND", "HAIR", "SKIN", "TOP", "BOTTOM", "ARMS", "SHOES", "HANDS"}
    assert {region.name for region in seen} - {"LEGS"} == expected


def test_garment_alpha_is_soft_and_agrees_with_the_labels(photo: PersonPhoto) -> None:
    for category, region in ((Category.TOP, Region.TOP), (Category.BOTTOM, Region.BOTTOM)):
        alpha = photo.truth.garment_alpha[category]
        assert np.all(photo.truth.labels[alpha == 1] == region)
        assert 0 < np.count_nonzero((alpha > 0) & (alpha < 1)) < np.count_nonzero(alpha == 1)


@pytest.mark.parametrize(
    ("joint", "regions"),
    [
        ("nose", {Region.SKIN}),
        ("left_eye", {Region.SKIN}),
        ("left_shoulder", {Region.TOP}),
        ("right_elbow", {Region.ARMS}),
        ("left_wrist", {Region.ARMS, Region.HANDS}),
        ("right_index", {Region.HANDS}),
        ("left_knee", {Region.BOTTOM}),
        ("right_hip", {Region.BOTTOM, Region.TOP}),
        ("left_foot_index", {Region.SHOES}),
    ],
)
def test_joints_lie_in_their_regions(photo: PersonPhoto, joint: str, regions: set[Region]) -> None:
    x, y = photo.truth.joints[joint]
    near = photo.truth.labels[int(y - 1) : int(y + 2), int(x - 1) : int(x + 2)]
    assert regions & {Region(int(value)) for value in near.ravel()}


def test_all_joints_are_named_as_estimators_name_them(photo: PersonPhoto) -> None:
    assert set(photo.truth.joints.joints) == set(JOINT_NAMES)


def test_the_wearers_left_is_on_the_right_of_the_picture(photo: PersonPhoto) -> None:
    joints = photo.truth.joints
    for name in ("shoulder", "hip", "wrist", "ankle", "eye"):
        assert joints[f"left_{name}"].x > joints[f"right_{name}"].x


def test_a_limb_behind_another_has_half_confidence() -> None:
    turned = shoot(pose="three-quarter", size=MIDDLE).truth.joints.joints
    assert {joint.confidence for joint in turned.values()} == {0.5, 1.0}
    assert turned["nose"].confidence == 1.0


def test_framing_closer_makes_the_person_larger() -> None:
    persona, wearing = draw_persona(1), [draw_garment(1, Category.DRESS)]
    shoulders = []
    for framing in ("full", "three-quarter", "half"):
        joints = photograph(
            persona, wearing, POSES["arms-down"], SCENES["park"], SMALL, framing, seed=1
        ).truth.joints
        shoulders.append(joints["left_shoulder"].x - joints["right_shoulder"].x)
    assert shoulders[0] < shoulders[1] < shoulders[2]


def border(alpha: Mask) -> Mask:
    """Distance of every pixel to the border of the coverage, in pixels."""
    inside = (alpha >= 0.5).astype(np.uint8)
    within = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    outside = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    return np.asarray(np.maximum(within, outside), dtype=np.float32)


@pytest.mark.parametrize(
    ("cut", "names"),
    [
        ("t-shirt", TOP_LANDMARKS),
        ("long-sleeved t-shirt", TOP_LANDMARKS),
        ("short-sleeved dress", TOP_LANDMARKS),
        ("tank top", tuple(name for name in TOP_LANDMARKS if "cuff" not in name)),
        ("jeans", TROUSERS_LANDMARKS),
        ("shorts", TROUSERS_LANDMARKS),
        ("flared skirt", SKIRT_LANDMARKS),
    ],
)
def test_landmarks_lie_on_the_border_of_the_garment(cut: str, names: tuple[str, ...]) -> None:
    product = shoot_product(draw_garment(5, cut), MIDDLE, seed=5)
    assert set(product.landmarks.points) == set(names)
    away = border(product.alpha)
    for name in names:
        if name != "neck_front":  # lies within: the inner back of the collar is behind it
            x, y = product.landmarks[name]
            assert away[int(y), int(x)] < 4.5, name


@pytest.mark.parametrize("cut", ["sweater", "sleeveless dress", "wide-leg trousers", "pleated skirt"])
def test_a_product_fills_three_quarters_of_its_photo(cut: str) -> None:
    alpha = shoot_product(draw_garment(2, cut), SMALL, "off-white", seed=2).alpha
    rows, columns = np.nonzero(alpha > 0.5)
    extent = max(np.ptp(rows) / SMALL.height, np.ptp(columns) / SMALL.width)
    assert 0.68 < extent < 0.86
    assert alpha[0].max() == alpha[-1].max() == 0


def test_a_sleeve_is_a_strip_from_the_shoulder_to_the_cuff() -> None:
    product = shoot_product(draw_garment(5, "long-sleeved t-shirt"), MIDDLE, seed=5)
    for side, strip in product.landmarks.strips.items():
        assert len(strip.outer) == len(strip.inner)
        assert strip.outer[0] == product.landmarks[f"{side}_shoulder"]
        assert strip.inner[0] == product.landmarks[f"{side}_armpit"]
        assert strip.outer[-1] == product.landmarks[f"{side}_cuff_outer"]


def test_a_deeper_neckline_is_measured_deeper() -> None:
    crew = next(g for s in range(50) if (g := draw_garment(s, "t-shirt")).neckline == "crew")
    v = next(g for s in range(50) if (g := draw_garment(s, "t-shirt")).neckline == "v")
    shallow, deep = (shoot_product(g, MIDDLE, seed=1).neckline_depth for g in (crew, v))
    assert 0 < shallow < deep


def test_a_garment_asked_for_is_drawn() -> None:
    for what in (*Category, *Kind, "sweater"):
        spec = draw_garment(11, what)
        assert what in (spec.category, spec.kind, spec.cut)


def test_words_name_the_colour_and_the_cut() -> None:
    garment = draw_garment(4, "sweater")
    assert garment.fabric.names[0] in describe(garment)
    assert "sweater" in describe(garment)
    assert "skin" in describe(draw_persona(4))


def test_parts_are_where_the_joints_say(photo: PersonPhoto) -> None:
    truth = photo.truth
    assert set(truth.parts) == set(PARTS)
    for part, joint in (("face", "nose"), ("hands", "left_index"), ("shoes", "right_foot_index")):
        x, y = truth.joints[joint]
        assert truth.parts[part][int(y - 1) : int(y + 2), int(x - 1) : int(x + 2)].max() > 0.5, part
    rows = {name: np.nonzero(mask > 0.5)[0] for name, mask in truth.parts.items()}
    assert rows["hair"].min() < rows["face"].min() < rows["shoes"].min()


def test_parts_and_garments_share_out_the_person(photo: PersonPhoto) -> None:
    truth = photo.truth
    known = np.sum([*truth.parts.values(), *truth.garment_alpha.values()], axis=0)
    assert np.all(known <= truth.alpha + 1e-5)
    assert known.sum() > 0.75 * truth.alpha.sum()  # the rest is bare arms and legs


def test_every_attribute_has_words_in_both_languages(photo: PersonPhoto) -> None:
    words = photo.truth.words
    assert set(words) == {"persona", "top", "bottom", "pose", "scene", "framing"}
    for subject in words.values():
        for english, chinese in subject.values():
            assert english and chinese
    assert words["scene"]["scene"] == ("a grey studio", SCENES["grey-studio"].words_zh)


def test_a_hand_before_the_body_is_said_to_lie_there() -> None:
    pairs = {}
    for pose in ("arms-crossed", "arms-away"):
        found = shoot(pose=pose, size=MIDDLE).truth.overlaps
        pairs[pose] = {(one.front, one.behind) for one in found}
        assert [one.pixels for one in found] == sorted((one.pixels for one in found), reverse=True)
    assert ("hands", "top") in pairs["arms-crossed"]
    assert ("hands", "top") not in pairs["arms-away"]
    assert ("top", "bottom") in pairs["arms-away"]  # worn over the waistband
    assert ("bottom", "top") not in pairs["arms-away"]


def test_a_stool_is_background() -> None:
    truth = shoot(pose="sitting", size=MIDDLE).truth
    low = int(max(truth.joints["left_knee"].y, truth.joints["right_knee"].y)) + 12
    between = np.flatnonzero(truth.alpha[low] > 0.5)
    assert len(between) < 0.25 * MIDDLE.width  # shins only, no stool


@pytest.mark.parametrize("ground", list(GROUNDS))
@pytest.mark.parametrize("way", list(WAYS))
def test_the_ground_shows_round_the_garment_only(ground: str, way: str) -> None:
    garment = draw_garment(4, "t-shirt")
    product = shoot_product(garment, SMALL, ground, way, seed=4)
    plain = shoot_product(garment, SMALL, "white", way, seed=4)
    inside = product.alpha == 1
    assert np.abs(product.rgb[inside].astype(int) - plain.rgb[inside]).mean() < 1.0
    if ground != "white":
        assert product.rgb[product.alpha == 0].mean() < plain.rgb[plain.alpha == 0].mean() - 1


@pytest.mark.parametrize("degrees", [-7.0, 5.0])
@pytest.mark.parametrize("cut", ["long-sleeved t-shirt", "jeans", "flared skirt"])
def test_landmarks_turn_with_a_crooked_garment(cut: str, degrees: float) -> None:
    garment = draw_garment(6, cut)
    straight = shoot_product(garment, MIDDLE, seed=6)
    crooked = shoot_product(garment, MIDDLE, turn=degrees, seed=6)
    names = [n for n in straight.landmarks.points if not n.endswith(("waist", "hip"))]
    one = np.array([straight.landmarks[n] for n in names])
    other = np.array([crooked.landmarks[n] for n in names])
    matrix, _ = cv2.estimateAffinePartial2D(one, other)
    assert np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])) == pytest.approx(-degrees, abs=0.7)
    fit = one @ matrix[:, :2].T + matrix[:, 2]
    assert np.hypot(*(fit - other).T).max() < 4.0


def test_framings_have_words() -> None:
    assert all(word and word_zh for _, _, (word, word_zh) in FRAMINGS.values())


def test_a_product_is_described_as_it_was_made() -> None:
    garment: GarmentSpec = draw_garment(9, "coat")
    product = shoot_product(garment, SMALL, seed=9)
    assert product.attributes.kind is Kind.TOP
    assert product.words["cut"] == ("coat", "大衣")
