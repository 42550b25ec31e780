"""What the shipped network sees of a person: joints, regions, and whether anybody is there at all.

It was trained on the synthetic world alone (`toile train helpers`; docs/helpers.md says how well it does), looks at
the picture and at the silhouette together, and looks twice: at all of the photo, then at the person it found.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from toile.compute.network import Network, open_network
from toile.domain.body import JOINT_NAMES, BodyPose, Joint, JointSource, Region, Side
from toile.pixels.arrays import RGB, Floats, Mask, Points
from toile.vision.reading import SIZE, WEIGHTS, Window, look, read_places, window_round

_TORSO = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_FILL = 0.86  # of the window, for the person that was found
_CROWN = 0.42  # of the torso, from the nose up
_NEAR = 0.2  # of the torso: a joint that close to its place counts as right
_FULL = 0.97  # a silhouette that covers more of the photo says nothing


@dataclass(frozen=True)
class Reading:
    """`regions` [R, h, w]: shares by `Region` in the window; `present` 0..1: how sure it is that there is anybody;
    `seen` 0..1, by joint: whether nothing lies before it and it is in the picture."""

    pose: BodyPose
    seen: dict[str, float]
    present: float
    regions: Floats
    window: Window

    def regions_at(self, shape: tuple[int, int], left: int, top: int, factor: float) -> Floats:
        """The regions' shares [R, H, W] for a picture of `shape` that shows the photo from (`left`, `top`) on at
        `factor` of its size; what the window does not show is background."""
        half = SIZE[1] / self.regions.shape[1]
        step = self.window.scale / (half * factor)  # regions' pixels a picture's pixel
        x = ((left - self.window.left) * self.window.scale) / half + 0.5 * step - 0.5
        y = ((top - self.window.top) * self.window.scale) / half + 0.5 * step - 0.5
        matrix = np.array(((step, 0, x), (0, step, y)), np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        out = [
            cv2.warpAffine(
                share,
                matrix,
                shape[::-1],
                flags=flags,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=float(k == 0),
            )
            for k, share in enumerate(self.regions)
        ]
        return np.stack(out).astype(np.float32)

    def person_at(self, shape: tuple[int, int], factor: float) -> Mask:
        """How likely each pixel shows the person [H, W], for the whole photo at `factor` of its size."""
        share: Mask = 1 - self.regions_at(shape, 0, 0, factor)[Region.BACKGROUND]
        return share


def read_person(
    rgb: RGB, alpha: Mask | None = None, before: Reading | None = None, threads: int | None = None
) -> Reading:
    """The person in `rgb` [H, W, 3] whose silhouette `alpha` [H, W] is, if that is known. `before`: what was seen of
    the same photo already; then one more look is enough."""
    network = open_network(WEIGHTS / "person.xml", threads)
    if alpha is not None and not 0.005 < float((alpha > 0.5).mean()) < _FULL:
        alpha = None
    first = before or _read(network, rgb, alpha, _first_window(rgb, alpha))
    found = _read(network, rgb, alpha, window_round(_box(first.pose, rgb.shape[:2]), _FILL))
    chin = _chin(found.pose)
    if chin is None:
        return found
    below = _read(
        network, rgb[chin:], None, window_round(_box(found.pose, rgb.shape[:2]), _FILL).moved(-chin)
    )
    return found if _is_reversed(below.pose) else _turned_round(found)


def _chin(pose: BodyPose) -> int | None:
    """Where the chin is, of somebody seen from behind whose head the picture cuts off; for everybody else None.

    A chin alone looks like the nape of a neck. What lies below it tells front from back better.
    """
    points = np.array([pose[name] for name in JOINT_NAMES])
    nose = points[JOINT_NAMES.index("nose"), 1]
    shoulders = 0.5 * (pose["left_shoulder"].y + pose["right_shoulder"].y)
    chin = round(0.5 * (nose + shoulders))
    cut = nose - _CROWN * _torso(points) < 0 and chin > 0
    return chin if cut and _is_reversed(pose) else None


def _is_reversed(pose: BodyPose) -> bool:
    return pose["left_shoulder"].x < pose["right_shoulder"].x


def _turned_round(reading: Reading) -> Reading:
    """The same with left and right exchanged."""
    joints, seen = reading.pose.joints, reading.seen
    other = {name: _across(name) for name in joints}
    pose = replace(reading.pose, joints={name: joints[other[name]] for name in joints})
    return replace(reading, pose=pose, seen={name: seen[other[name]] for name in seen})


def _across(name: str) -> str:
    """The name of the same joint on the other side."""
    for side, opposite in ((Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)):
        if name.startswith(f"{side}_"):
            return name.replace(side, opposite, 1)
    return name


def estimate_by_network(rgb: RGB, alpha: Mask) -> BodyPose:
    """The joints of the person whose outline is `alpha`; satisfies `pose.PoseEstimator`."""
    return read_person(rgb, alpha).pose


def _first_window(rgb: RGB, alpha: Mask | None) -> Window:
    height, width = rgb.shape[:2]
    if alpha is None:
        return window_round((0, 0, width, height), 1.0)
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    box = (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    return window_round(box, _FILL)


def _box(pose: BodyPose, shape: tuple[int, int]) -> tuple[float, float, float, float]:
    """What the joints take up of the photo, with the crown and the feet, as far as it is in the picture."""
    points = np.array([pose[name] for name in JOINT_NAMES])
    torso = _torso(points)
    low, high = points.min(axis=0) - 0.12 * torso, points.max(axis=0) + 0.12 * torso
    low[1] = min(low[1], float(pose["nose"].y) - _CROWN * torso)
    low, high = np.maximum(low, 0), np.minimum(high, shape[::-1])
    if (high - low).min() < 8:
        return 0.0, 0.0, float(shape[1]), float(shape[0])
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _torso(points: Points) -> float:
    """The distance from the middle of the shoulders to that of the hips."""
    left, right, low, lower = (points[JOINT_NAMES.index(name)] for name in _TORSO)
    return max(float(np.linalg.norm(0.5 * (left + right) - 0.5 * (low + lower))), 1.0)


def _read(network: Network, rgb: RGB, alpha: Mask | None, window: Window) -> Reading:
    said = network(look(rgb, alpha, window))
    across, down = said["across"][0], said["down"][0]
    rough, _ = read_places(across, down, 1.0)
    places, sure = read_places(across, down, _NEAR * _torso(rough))
    present = float(said["present"][0, 0])
    joints = {
        name: Joint(float(x), float(y), round(float(c) * present, 3))
        for name, (x, y), c in zip(JOINT_NAMES, window.back(places), sure, strict=True)
    }
    overall = present * float(np.mean([sure[JOINT_NAMES.index(name)] for name in _TORSO]))
    seen = dict(zip(JOINT_NAMES, (float(s) for s in said["seen"][0]), strict=True))
    pose = BodyPose(joints, JointSource.NETWORK, round(overall, 3))
    return Reading(pose, seen, present, said["regions"][0], window)
