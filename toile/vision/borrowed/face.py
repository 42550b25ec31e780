"""Whether two pictures show the same face: an aligned face to a vector, and the angle between two.

Networks for faces want the eyes, the nose and the corners of the mouth on fixed places. A pose has eyes and nose; the
mouth is estimated from them, so scores are a little lower than with a detector of faces that sees it. For comparing a
photo with the look made from it both are aligned by the same points, and the estimate does no harm.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.compute.network import open_network
from toile.domain.body import BodyPose
from toile.pixels.arrays import RGB, Floats, Points
from toile.vision.borrowed.picture import as_input
from toile.vision.borrowed.recognise import Recognised

# Where the eye on the picture's left, the eye on its right, nose and corners of the mouth belong in 112x112: ArcFace's
# reference points, which SFace shares (opencv_zoo; insightface face_align).
TEMPLATE: Points = np.array(
    ((38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041))
)
SEEN = 0.3  # confidence from which on an eye or nose counts as seen
LEAST = 6.0  # pixels between the eyes; below that there is no face to compare


@dataclass(frozen=True)
class FaceReader:
    """Asks an identity network about faces. `same`: the cosine from which on two are one person's."""

    network: Recognised

    @property
    def name(self) -> str:
        return self.network.model.name

    @property
    def same(self) -> float:
        return self.network.model.same

    def __call__(self, rgb: RGB, pose: BodyPose) -> Floats | None:
        """The face in `rgb` [H, W, 3] as a vector of length 1 [D]; None where the pose shows no face."""
        points = find_points(pose)
        if points is None:
            return None
        answer = open_network(self.network.path)(as_input(align(rgb, points), self.network))
        vector = answer[self.network.answers[0]].ravel()
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


def compare(reader: FaceReader, before: RGB, after: RGB, pose: BodyPose) -> float | None:
    """The cosine between the faces of two pictures [H, W, 3] in the same pose, -1..1; None where no face is seen."""
    first, second = reader(before, pose), reader(after, pose)
    return None if first is None or second is None else float(first @ second)


def find_points(pose: BodyPose) -> Points | None:
    """Eye on the picture's left, eye on its right, nose, corners of the mouth [5, 2] in pixels; None without a face.

    The mouth lies as far below the nose, and as wide, as in the template; of the nose's way to the side, which comes of
    turning, it shares half.
    """
    if not pose.has("left_eye", "right_eye", "nose", least=SEEN):
        return None
    # The person's right eye is on the picture's left.
    one, other, nose = (np.array(pose[name]) for name in ("right_eye", "left_eye", "nose"))
    apart = float(np.linalg.norm(other - one))
    if apart < LEAST:
        return None
    across = (other - one) / apart
    down = np.array((-across[1], across[0]))
    middle = (one + other) / 2
    drop, aside = float((nose - middle) @ down), float((nose - middle) @ across)
    if drop <= 0.1 * apart:  # seen from far above, or joints that are no face
        return None
    mouth = middle + _MOUTH_DROP * drop * down + 0.5 * aside * across
    half = _MOUTH_WIDTH * apart / 2 * across
    return np.stack((one, other, nose, mouth - half, mouth + half))


def align(rgb: RGB, points: Points) -> RGB:
    """The face [112, 112, 3] with its five points on the template's places, by the best similarity transform.

    Umeyama, IEEE PAMI 13(4), 1991, equations 40 to 42, as `alignCrop` of OpenCV's FaceRecognizerSF.
    """
    matrix = find_similarity(points, TEMPLATE)
    shrink = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if shrink < 0.5:  # a large photo is averaged down first
        small = cv2.resize(rgb, None, fx=2 * shrink, fy=2 * shrink, interpolation=cv2.INTER_AREA)
        sx, sy = small.shape[1] / rgb.shape[1], small.shape[0] / rgb.shape[0]
        matrix = matrix @ np.array(
            ((1 / sx, 0, 0.5 / sx - 0.5), (0, 1 / sy, 0.5 / sy - 0.5), (0, 0, 1)), np.float64
        )
        rgb = np.asarray(small, np.uint8)
    return np.asarray(cv2.warpAffine(rgb, matrix[:2], (112, 112), flags=cv2.INTER_LINEAR), np.uint8)


def find_similarity(source: Points, target: Points) -> Points:
    """The rotation, scale and shift [3, 3] that brings `source` [N, 2] closest to `target` [N, 2] (least squares)."""
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    spread = float((a * a).sum())
    # In the plane the singular value decomposition has a closed form: scale times cosine and sine.
    cosine = float((a * b).sum()) / spread
    sine = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / spread
    turn = np.array(((cosine, -sine), (sine, cosine)))
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = target.mean(axis=0) - turn @ source.mean(axis=0)
    return matrix


def _template_mouth() -> tuple[float, float]:
    """The mouth's drop below the eyes over the nose's, and its width over the distance of the eyes."""
    eyes, nose, mouth = TEMPLATE[:2].mean(axis=0), TEMPLATE[2], TEMPLATE[3:].mean(axis=0)
    drop = (mouth - eyes)[1] / (nose - eyes)[1]
    wide = np.linalg.norm(TEMPLATE[4] - TEMPLATE[3]) / np.linalg.norm(TEMPLATE[1] - TEMPLATE[0])
    return float(drop), float(wide)


_MOUTH_DROP, _MOUTH_WIDTH = _template_mouth()
