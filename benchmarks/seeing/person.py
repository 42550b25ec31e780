"""People: joints, and what every pixel shows."""

from collections.abc import Mapping

import numpy as np

from benchmarks.seeing import shots
from benchmarks.seeing.bar import Bar, Seen
from benchmarks.seeing.shots import FRONTAL, STUDIOS, TURNED
from toile.domain.body import BodyPose, Region
from toile.pixels.arrays import Labels
from toile.vision.pose import SURE, estimate_from_silhouette
from toile.vision.sight import see_person
from toile.vision.silhouette import cut_person

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
# What is told from what, and how much of each must overlap; their mean has the bar of the specification. Hair is cut to
# stubble and stands before grounds of its own colour; a skirt and a top may look like a dress from the side.
PARTS = {
    "hair": (Region.HAIR, 0.70),
    "top": (Region.TOP, 0.85),
    "bottom": (Region.BOTTOM, 0.85),
    "dress": (Region.DRESS, 0.70),
    "arms": (Region.ARMS, 0.80),
}
RIGHT = 0.8  # of the joints, for a pose to be of use
BELIEVED = 0.90  # confidence below which `person.examine` says that a pose is unsure
LEAST = 0.002  # of the picture, for a region to be worth finding

BARS = (
    Bar("outline alone", "PCK@0.2, frontal, to compare", 0.60),
    Bar("outline alone", "sure of frontal people", 0.50),
    Bar("pose", "PCK@0.2, frontal", 0.90),
    Bar("pose", "turned and sitting people: right (0.8) or unsure", 0.95),
    Bar("pose", "PCK@0.2, anybody anywhere", 0.90),
    Bar("pose", "joints of confidence 0.9 and more that are right", 0.95),
    Bar("pose", "joints of confidence below 0.6 that are right", 0.60, least=False),
    Bar("parse", "overlap of hair, top, bottom, arms: mean", 0.85),
    *(Bar("parse", f"overlap of {name}", least) for name, (_, least) in PARTS.items()),
    Bar("parse", "the same mean, without given joints", 0.85),
    Bar("parse", "the same mean, frontal in a studio, without given joints", 0.85),
)


def torso(pose: BodyPose) -> float:
    """From the middle of the shoulders to the middle of the hips, pixels."""
    ends = [0.5 * (np.array(pose[f"left_{n}"]) + np.array(pose[f"right_{n}"])) for n in ("shoulder", "hip")]
    return float(np.hypot(*(ends[0] - ends[1])))


def correct(found: BodyPose, truth: BodyPose) -> float:
    """The share of the twelve large joints that are within a fifth of the torso of their places (PCK@0.2), of those
    that the picture shows."""
    reach = 0.2 * torso(truth)
    names = [f"{side}_{n}" for side in ("left", "right") for n in JOINTS]
    seen = [n for n in names if truth.has(n, least=0.9)]
    hits = [
        found.has(n) and float(np.hypot(found[n].x - truth[n].x, found[n].y - truth[n].y)) <= reach
        for n in seen
    ]
    return float(np.mean(hits)) if hits else 1.0


def observe_outline(seed: int) -> Seen:
    """Somebody who faces the camera in a plain studio, by their outline alone: what the reader is measured against."""
    frontal = shots.sitter(seed, FRONTAL, STUDIOS)
    rgb = frontal.photo.rgb
    found = estimate_from_silhouette(rgb, cut_person(rgb, None).alpha)
    return {
        "PCK@0.2, frontal, to compare": [correct(found, frontal.photo.truth.joints)],
        "sure of frontal people": [float(found.confidence >= SURE)],
    }


def overlaps(found: Labels, truth: Labels) -> Mapping[str, float]:
    """Intersection over union of each of `PARTS` that is there."""
    shares = {}
    for name, (region, _) in PARTS.items():
        one, other = found == region, truth == region
        if other.mean() >= LEAST:
            shares[name] = float((one & other).sum() / (one | other).sum())
    return shares


def observe_pose(seed: int) -> Seen:
    """Somebody who faces the camera and somebody who does not, in plain studios, and anybody anywhere, as `sight` sees
    them: joints in the picture that nothing hides, and what confidences mean."""
    sitter = shots.sitter(seed)
    rgb, truth = sitter.photo.rgb, sitter.photo.truth.joints
    found, reach = see_person(rgb).pose, 0.2 * torso(truth)
    seen: dict[str, list[float]] = {bar.metric: [] for bar in BARS if bar.stage == "pose"}
    facing, turned, everywhere, sure, unsure = seen
    for metric, poses, enough in ((facing, FRONTAL, None), (turned, TURNED, RIGHT)):
        other = shots.sitter(seed, poses, STUDIOS).photo
        pose = see_person(other.rgb).pose
        share = correct(pose, other.truth.joints)
        seen[metric] = [share if enough is None else float(share >= enough or pose.confidence < BELIEVED)]
    seen[everywhere] = [correct(found, truth)]
    for name, joint in truth.joints.items():
        if not (0 <= joint.x < rgb.shape[1] and 0 <= joint.y < rgb.shape[0]):
            continue
        right = float(np.hypot(found[name].x - joint.x, found[name].y - joint.y) <= reach)
        confidence = found.joints[name].confidence
        if confidence >= 0.9:
            seen[sure].append(right)
        elif confidence < 0.6:
            seen[unsure].append(right)
    return seen


def observe_parse(seed: int) -> Seen:
    """Anybody anywhere with given joints and without; and somebody frontal in a studio without."""
    anyone, frontal = shots.sitter(seed), shots.sitter(seed, FRONTAL, STUDIOS)
    given, alone, plain = (
        overlaps(see_person(s.photo.rgb, joints).parsing.labels, s.photo.truth.labels)
        for s, joints in ((anyone, anyone.photo.truth.joints), (anyone, None), (frontal, None))
    )
    means = [bar.metric for bar in BARS if bar.stage == "parse" and "mean" in bar.metric]
    return {
        **{
            metric: [v for n, v in seen.items() if n != "dress"]
            for metric, seen in zip(means, (given, alone, plain), strict=True)
        },
        **{f"overlap of {name}": [value] for name, value in given.items()},
    }
