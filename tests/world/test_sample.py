"""Photos from seeds, and whether their truth is true."""

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
from toile.pixels.arrays import Mask
from toile.world.sample import (
    POSES,
    SCENES,
    PersonPhoto,
    describe,
    draw_garment,
    draw_persona,
    photograph,
    shoot_product,
)

SMALL = Size(96, 128)
MIDDLE = Size(192, 256)


def shoot(
    seed: int = 3, pose: str = "arms-away", size: Size = SMALL, scene: str = "grey-studio"
) -> PersonPhoto:
    wearing = [draw_garment(seed, "t-shirt"), draw_garment(seed, "straight trousers")]
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
    assert 0.80 * SMALL.height < rows[-1] - rows[0] < 0.95 * SMALL.height
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
        ("long-sleeved top", TOP_LANDMARKS),
        ("short-sleeved dress", TOP_LANDMARKS),
        ("tank", tuple(name for name in TOP_LANDMARKS if "cuff" not in name)),
        ("straight trousers", TROUSERS_LANDMARKS),
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


@pytest.mark.parametrize("cut", ["jumper", "sleeveless dress", "wide trousers", "midi skirt"])
def test_a_product_fills_three_quarters_of_its_photo(cut: str) -> None:
    alpha = shoot_product(draw_garment(2, cut), SMALL, "off-white", seed=2).alpha
    rows, columns = np.nonzero(alpha > 0.5)
    extent = max(np.ptp(rows) / SMALL.height, np.ptp(columns) / SMALL.width)
    assert 0.68 < extent < 0.86
    assert alpha[0].max() == alpha[-1].max() == 0


def test_a_sleeve_is_a_strip_from_the_shoulder_to_the_cuff() -> None:
    product = shoot_product(draw_garment(5, "long-sleeved top"), MIDDLE, seed=5)
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
    for what in (*[c for c in Category if c is not Category.OUTER], *Kind, "jumper"):
        spec = draw_garment(11, what)
        assert what in (spec.category, spec.kind, spec.cut)


def test_words_name_the_colour_and_the_cut() -> None:
    garment = draw_garment(4, "jumper")
    assert garment.fabric.names[0] in describe(garment)
    assert "jumper" in describe(garment)
    assert "skin" in describe(draw_persona(4))
