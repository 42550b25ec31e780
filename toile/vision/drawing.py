"""Pictures of what vision found, for the eye: landmarks, joints, label maps."""

import cv2
import numpy as np

from toile.domain.body import BodyPose, Region
from toile.domain.garment import GarmentLandmarks
from toile.pixels.arrays import RGB, Labels

INK, PAPER = (20, 20, 20), (255, 255, 255)
PALETTE = {
    Region.BACKGROUND: (245, 245, 245),
    Region.HAIR: (92, 64, 51),
    Region.SKIN: (240, 190, 160),
    Region.TOP: (70, 130, 200),
    Region.BOTTOM: (60, 90, 120),
    Region.ARMS: (230, 160, 120),
    Region.LEGS: (215, 140, 100),
    Region.SHOES: (60, 60, 60),
    Region.DRESS: (170, 90, 170),
    Region.OTHER: (150, 170, 60),
    Region.HANDS: (250, 120, 90),
}
BONES = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{a}", f"{side}_{b}")
        for side in ("left", "right")
        for a, b in (
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("shoulder", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
        )
    ),
)


def draw_labels(labels: Labels) -> RGB:
    """A label map [H, W] in colours."""
    table = np.zeros((256, 3), np.uint8)
    for region, colour in PALETTE.items():
        table[region] = colour
    return table[labels]


def draw_joints(rgb: RGB, pose: BodyPose) -> RGB:
    """The skeleton over the photo; what is unsure is drawn in red."""
    canvas = rgb.copy()
    size = max(round(max(rgb.shape) / 250), 2)
    for a, b in BONES:
        if pose.has(a, b):
            cv2.line(canvas, _pixel(pose[a]), _pixel(pose[b]), (40, 200, 120), size, cv2.LINE_AA)
    for joint in pose.joints.values():
        colour = (40, 200, 120) if joint.confidence >= 0.5 else (220, 40, 40)
        cv2.circle(canvas, _pixel(joint.point), 2 * size, colour, -1, cv2.LINE_AA)
    return canvas


def draw_landmarks(rgb: RGB, landmarks: GarmentLandmarks) -> RGB:
    """Landmarks by name and the edges of sleeves or legs over the garment's photo."""
    canvas = rgb.copy()
    size = max(round(max(rgb.shape) / 300), 2)
    for strip in landmarks.strips.values():
        for edge in (strip.outer, strip.inner):
            points = np.rint(np.array(edge)).astype(np.int32)
            cv2.polylines(canvas, [points], False, (230, 60, 140), size, cv2.LINE_AA)
    for name, point in landmarks.points.items():
        place = _pixel(point)
        cv2.circle(canvas, place, 2 * size, (30, 110, 230), -1, cv2.LINE_AA)
        beside = (place[0] + 3 * size, place[1])
        for colour, width in ((PAPER, 3), (INK, 1)):
            cv2.putText(
                canvas, name, beside, cv2.FONT_HERSHEY_SIMPLEX, 0.14 * size, colour, width, cv2.LINE_AA
            )
    return canvas


def _pixel(point: tuple[float, float]) -> tuple[int, int]:
    """Whole pixels that fit OpenCV's integers, wherever a joint may lie."""
    x, y = np.clip(np.rint(point), -30000, 30000)
    return int(x), int(y)
