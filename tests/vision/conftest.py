"""People for the tests of seeing: a few rendered ones with exact truth, and a drawn doll that can be bent."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.pixels.arrays import RGB
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import PersonPhoto, photograph

Doll = Callable[..., tuple[RGB, BodyPose]]

SKIN, HAIR, SHIRT, TROUSERS, SHOES = (
    (222, 176, 148),
    (60, 42, 34),
    (60, 110, 190),
    (70, 70, 76),
    (150, 40, 40),
)
JOINTS = {
    "nose": (300, 150), "left_eye": (315, 134), "right_eye": (285, 134), "left_ear": (330, 140),
    "right_ear": (270, 140), "left_shoulder": (370, 240), "right_shoulder": (230, 240),
    "left_elbow": (402, 365), "right_elbow": (198, 365), "left_wrist": (414, 480), "right_wrist": (186, 480),
    "left_index": (417, 520), "right_index": (183, 520), "left_hip": (340, 440), "right_hip": (260, 440),
    "left_knee": (336, 610), "right_knee": (264, 610), "left_ankle": (332, 760), "right_ankle": (268, 760),
}  # fmt: skip


@pytest.fixture(scope="session")
def doll() -> Doll:
    """`doll()` draws somebody who stands; keywords move joints. Returns the photo [900, 600, 3] and its joints."""

    def draw(**moved: tuple[int, int]) -> tuple[RGB, BodyPose]:
        at = JOINTS | moved
        rgb = np.full((900, 600, 3), 205, np.uint8)
        _bones(rgb, at)
        noise = np.random.default_rng(3).normal(0, 5, rgb.shape)
        joints = {name: Joint(float(x), float(y)) for name, (x, y) in at.items()}
        return np.clip(rgb + noise, 0, 255).astype(np.uint8), BodyPose(joints, JointSource.GIVEN, 1.0)

    return draw


def _bones(rgb: RGB, at: dict[str, tuple[int, int]]) -> None:
    cv2.ellipse(rgb, (300, 130), (44, 62), 0, 0, 360, HAIR, -1)
    cv2.line(rgb, (300, 170), (300, 225), SKIN, 46)
    for side in ("left", "right"):
        cv2.line(rgb, at[f"{side}_hip"], at[f"{side}_knee"], TROUSERS, 62)
        cv2.line(rgb, at[f"{side}_knee"], at[f"{side}_ankle"], TROUSERS, 46)
        x, y = at[f"{side}_ankle"]
        cv2.ellipse(rgb, (x, y + 28), (24, 18), 0, 0, 360, SHOES, -1)
    trunk = [
        at[f"{s}_{n}"]
        for s, n in (("left", "shoulder"), ("right", "shoulder"), ("right", "hip"), ("left", "hip"))
    ]
    cv2.fillConvexPoly(rgb, cv2.convexHull(np.array(trunk, np.int32)), SHIRT)
    cv2.line(rgb, at["left_shoulder"], at["right_shoulder"], SHIRT, 44)
    cv2.line(rgb, at["left_hip"], at["right_hip"], TROUSERS, 50)
    for side in ("left", "right"):
        cv2.line(rgb, at[f"{side}_shoulder"], at[f"{side}_elbow"], SHIRT, 40)
        cv2.line(rgb, at[f"{side}_elbow"], at[f"{side}_wrist"], SKIN, 30)
        cv2.line(rgb, at[f"{side}_wrist"], at[f"{side}_index"], SKIN, 26)
    cv2.ellipse(rgb, (300, 148), (33, 46), 0, 0, 360, SKIN, -1)


# Seed, cuts, pose, scene and framing of the rendered people.
_CAST: tuple[tuple[int, tuple[str, ...], str, str, str], ...] = (
    (10, ("tank top", "shorts"), "arms-away", "grey-studio", "three-quarter"),
    (13, ("t-shirt", "jeans"), "relaxed", "white-studio", "full"),
    (8, ("long-sleeved t-shirt", "trousers"), "arms-down", "warm-studio", "three-quarter"),
    (11, ("short-sleeved dress",), "arms-down", "sage-studio", "half"),
)


@pytest.fixture(scope="session")
def people() -> list[PersonPhoto]:
    """Four rendered people in plain studios, the last one in a dress."""
    shown = []
    for seed, clothes, pose, scene, framing in _CAST:
        garments = [draw_garment(seed, cut) for cut in clothes]
        size = Size(288, 384)
        shown.append(
            photograph(draw_persona(seed), garments, POSES[pose], SCENES[scene], size, framing, seed=seed)
        )
    return shown
