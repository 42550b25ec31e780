"""Sleeves and legs along arms and legs whose joints are known."""

import numpy as np

from toile.domain.body import BodyPose, Joint, JointSource, Side
from toile.domain.garment import GarmentLandmarks, Kind, Sleeve, Strip
from toile.domain.geometry import Point
from toile.vision.limb import place_leg, place_sleeve
from toile.vision.measure import Body, measure

JOINTS = {
    "left_shoulder": (200, 130), "right_shoulder": (100, 130), "left_elbow": (225, 220), "right_elbow": (75, 220),
    "left_wrist": (235, 300), "right_wrist": (65, 300), "left_hip": (180, 275), "right_hip": (120, 275),
    "left_knee": (182, 400), "right_knee": (118, 400), "left_ankle": (184, 520), "right_ankle": (116, 520),
}  # fmt: skip


def body() -> Body:
    nothing = np.zeros((600, 300), np.float32)
    pose = BodyPose({name: Joint(*at) for name, at in JOINTS.items()}, JointSource.GIVEN, 1.0)
    return measure(pose, nothing, nothing.astype(np.uint8))


def marks(kind: Kind, sleeve: Sleeve, length: float, width: float) -> GarmentLandmarks:
    """A straight sleeve or leg of a length and a width, for either side."""
    strips = {
        side: Strip(
            tuple(Point(50.0, y) for y in np.linspace(0, length, 9)),
            tuple(Point(50.0 - width, y) for y in np.linspace(0.3 * width, length, 9)),
        )
        for side in Side
    }
    return GarmentLandmarks(kind, sleeve, {}, strips, 100.0, 1.0, 1.0)


def cuff(side: Side, garment: GarmentLandmarks) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    who = body()
    shoulder, under = who.over_shoulder(side, 52), who.at(48 if side is Side.LEFT else -48, 35)
    strip = place_sleeve(garment, who, side, 1.0, 1.0, shoulder, under)
    return np.stack((strip.target[0][-1], strip.target[1][-1]))


def test_a_short_sleeve_is_as_long_as_its_photo_says() -> None:
    short, longer = (cuff(Side.LEFT, marks(Kind.TOP, Sleeve.SHORT, n, 40)).mean(axis=0) for n in (60, 100))
    arm = body().arms[Side.LEFT].line
    where = [int(np.argmin(np.linalg.norm(arm - place, axis=1))) for place in (short, longer)]
    assert 5 < where[0] < where[1] - 5 < 35


def test_a_long_sleeve_ends_at_the_wrist_whatever_its_photo_says() -> None:
    for length in (120, 160, 260):
        place = cuff(Side.RIGHT, marks(Kind.TOP, Sleeve.LONG, length, 30)).mean(axis=0)
        assert np.linalg.norm(place - JOINTS["right_wrist"]) < 30


def test_a_cuff_is_never_narrower_than_the_arm_and_wider_for_a_wider_sleeve() -> None:
    slim, wide = (np.ptp(cuff(Side.LEFT, marks(Kind.TOP, Sleeve.SHORT, 80, n)), axis=0) for n in (2, 70))
    assert np.hypot(*slim) > 20
    assert np.hypot(*wide) > np.hypot(*slim) + 10


def test_left_and_right_sleeves_mirror_each_other() -> None:
    garment = marks(Kind.TOP, Sleeve.SHORT, 80, 40)
    left, right = cuff(Side.LEFT, garment), cuff(Side.RIGHT, garment)
    assert np.allclose(left[:, 0], 300 - right[:, 0], atol=0.5)
    assert np.allclose(left[:, 1], right[:, 1], atol=0.5)


def test_long_trousers_reach_the_ankle_and_shorts_do_not() -> None:
    who = body()
    hip, crotch = who.at(60, 150), who.at(0, 165)
    hems = []
    for kind, length in ((Kind.TROUSERS, 300), (Kind.SHORTS, 90)):
        strip = place_leg(marks(kind, Sleeve.NONE, length, 40), who, Side.LEFT, 1.0, 1.0, hip, crotch)
        hems.append((strip.target[0][-1] + strip.target[1][-1])[1] / 2)
    assert abs(hems[0] - 520) < 30
    assert hems[1] < 420
