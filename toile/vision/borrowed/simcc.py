"""Joints by an RTMPose network, or another that answers in SimCC: a row of bins for each joint and axis."""

from collections.abc import Mapping

import numpy as np

from toile.compute.network import Tensor, open_network
from toile.domain.body import BodyPose, Joint, JointSource
from toile.errors import NotReady
from toile.pixels.arrays import RGB, Floats, Mask, Points
from toile.vision.borrowed.frame import frame_person
from toile.vision.borrowed.picture import as_input
from toile.vision.borrowed.recognise import Recognised
from toile.vision.joints import TORSO

SPLIT = 2  # bins a pixel: mmpose's simcc_split_ratio

_COCO = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle",
)  # fmt: skip
# Which row is which joint, by how many rows there are; rows that we have no name for are left out.
JOINTS: Mapping[int, Mapping[int, str]] = {
    17: dict(enumerate(_COCO)),
    # Halpe's 26: after COCO's head, neck, hip, big toes, small toes, heels.
    26: dict(enumerate(_COCO))
    | {20: "left_foot_index", 21: "right_foot_index", 24: "left_heel", 25: "right_heel"},
    # COCO-WholeBody's 133: 17 to 22 feet, 23 to 90 face, 91 to 111 left hand, 112 to 132 right hand. BlazePose's thumb
    # is the second knuckle, its index and little finger are the first.
    133: dict(enumerate(_COCO))
    | {17: "left_foot_index", 19: "left_heel", 20: "right_foot_index", 22: "right_heel"}
    | {93: "left_thumb", 96: "left_index", 108: "left_pinky"}
    | {114: "right_thumb", 117: "right_index", 129: "right_pinky"},
}


class SimccPose:
    """A `PoseEstimator` over a pose network."""

    def __init__(self, network: Recognised) -> None:
        self._network = network

    def __call__(self, rgb: RGB, alpha: Mask) -> BodyPose:
        """Joints of the person whose outline is `alpha` [H, W] in `rgb` [H, W, 3].

        A joint's confidence is the network's score, cut to 0..1; the pose's is that of its least sure torso corner.
        Raises NotReady where the network answers a number of joints that nobody named.
        """
        network = self._network
        frame = frame_person(alpha, network.size)
        answers = open_network(network.path)(as_input(frame.show(rgb), network))
        across, down = (answers[name] for name in network.answers)
        names = JOINTS.get(across.shape[1])
        if names is None:
            wanted = "/".join(map(str, network.model.joints))
            found = f"{across.shape[1]}"
            raise NotReady(
                "model_outputs", file=network.path.name, model=network.model.name, found=found, wanted=wanted,
                origin=network.model.role,
            )  # fmt: skip
        places, scores = read_bins(across[0], down[0])
        points = frame.to_photo(places)
        joints = {
            name: Joint(float(points[row, 0]), float(points[row, 1]), float(np.clip(scores[row], 0, 1)))
            for row, name in names.items()
        }
        overall = min(joints[name].confidence for name in TORSO)
        return BodyPose(joints, JointSource.NETWORK, overall)


def read_bins(across: Tensor, down: Tensor) -> tuple[Points, Floats]:
    """Places [K, 2] in the window's pixels, and scores [K], from rows of bins [K, 2w] and [K, 2h].

    The highest bin of each row; a joint is as sure as its less sure axis. Li et al.: SimCC, arXiv:2107.03332; scores
    as in rtmlib's get_simcc_maximum.
    """
    places = np.stack((across.argmax(axis=1), down.argmax(axis=1)), axis=1) / SPLIT
    scores = np.minimum(across.max(axis=1), down.max(axis=1))
    return places.astype(np.float64), np.asarray(scores, np.float32)
