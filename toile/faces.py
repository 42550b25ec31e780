"""Faces of finished pictures, made better by a network for faces."""

from collections.abc import Callable

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Points
from toile.vision.borrowed.face import find_points, find_similarity
from toile.vision.person_reader import read_person

SIDE = 512  # pixels that such networks take
# Where eyes, nose and corners of the mouth lie there: the mean of the FFHQ faces that they were trained on, as facexlib
# (https://github.com/xinntao/facexlib) has them.
_TEMPLATE: Points = np.array(
    ((192.98, 239.95), (318.90, 240.19), (256.63, 314.02), (201.26, 371.41), (313.09, 371.15)), np.float64
)
_RIM = 0.1  # of the side, over which it goes over into the picture


def restore_face(rgb: RGB, network: Callable[[RGB], RGB]) -> RGB | None:
    """The picture [H, W, 3] with the face of the person in it as the network makes it; None where none is seen."""
    points = find_points(read_person(rgb).pose)
    if points is None:
        return None
    matrix = find_similarity(points, _TEMPLATE)[:2]
    face = cv2.warpAffine(rgb, matrix, (SIDE, SIDE), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    better = network(np.asarray(face, np.uint8))
    if better.shape[:2] != (SIDE, SIDE):  # some make it larger
        better = np.asarray(cv2.resize(better, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    place = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE
    ramp = np.clip(np.minimum(place, 1 - place) / _RIM, 0, 1)
    back = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
    size = rgb.shape[1::-1]
    share = cv2.warpAffine(np.outer(ramp, ramp), matrix, size, flags=back)[..., None]  # [H, W, 1]
    laid = cv2.warpAffine(better, matrix, size, flags=back).astype(np.float32)
    return np.rint(rgb * (1 - share) + laid * share).astype(np.uint8)
