"""A body: one build and face, standing in a pose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from toile.domain.body import Side
from toile.domain.persona import Build, Face
from toile.domain.pose import PosePreset
from toile.pixels.arrays import Floats
from toile.world.figure import anatomy, last, posture, skeleton, template
from toile.world.figure.face import PLACES
from toile.world.figure.skeleton import Bones, Rest, Weights
from toile.world.mesh import Mesh
from toile.world.solid import Lump, Vector


@dataclass(frozen=True)
class Figure:
    """`skin` posed, its `coords` being the vertices of the average body; `rest_vertices` and `rest_normals` [V, 3] of
    this body at rest; `solid`: the trunk at rest, for tailors; `shoe`: what it stands in, "" barefoot."""

    build: Build
    face: Face
    pose: PosePreset
    rest: Rest
    bones: Bones
    skin: Mesh
    rest_vertices: Floats
    rest_normals: Floats
    weights: Weights
    joints: Mapping[str, Vector]
    solid: tuple[Lump, ...]
    scale: float
    shoe: str = ""


def stand(build: Build, face: Face, pose: PosePreset, shoe: str = "") -> Figure:
    """The body of that build and face in that pose, the lowest sole on the floor (y = 0). `shoe`: its sole lifts the
    figure, its heel the heels, and the feet are narrowed to fit; "" for bare feet."""
    base, at = template.template(), skeleton.rest(build)
    places, normals = template.shaped(build, face)
    if shoe:
        places = _fitted(places, at)
        pitch = last.LASTS[shoe].pitch
        pose = replace(pose, left_heel=max(pose.left_heel, pitch), right_heel=max(pose.right_heel, pitch))
    bones = posture.pose(at, pose, _firm(build))
    if shoe:
        bones = bones.raised(last.lift(shoe) * at.scale)
    posed = skeleton.carry(places, base.weights, bones)
    turned = skeleton.turn(normals, base.weights, bones)
    skin = Mesh("skin", posed, base.faces, turned, base.vertices, base.part)
    solid = anatomy.trunk(build, at)
    joints = _joints(at, bones)
    return Figure(
        build, face, pose, at, bones, skin, places, normals, base.weights, joints, solid, at.scale, shoe
    )


def _fitted(places: Floats, at: Rest) -> Floats:
    """Feet as shoes press them: toes together and a little back, so that none shows through."""
    out = places.copy()
    ahead, inner = at.foot()
    for side in Side:
        flip = np.array((skeleton.SIGN[side], 1, 1))
        heel = at.joints[f"{side}_heel"] * np.array((1, 0, 1))
        low = np.flatnonzero((places[:, 1] < 0.09 * at.scale) & (places[:, 0] * skeleton.SIGN[side] > 0))
        away = (places[low] - heel) * flip
        along, across = away @ ahead, away @ inner
        toes = np.clip((along / at.scale - 0.10) / 0.09, 0, 1)
        moved = np.outer(-0.16 * toes * across, inner) - np.outer(
            0.10 * toes**2 * (along - 0.10 * at.scale), ahead
        )
        moved[:, 1] -= 0.12 * toes * away[:, 1]
        back = np.clip(1 - along / at.scale / 0.05, 0, 1)
        moved += np.outer(0.004 * back, ahead) - np.outer(0.08 * back * across, inner)
        out[low] += moved * flip
    return np.asarray(out, dtype=np.float32)


@lru_cache(maxsize=16)
def _firm(build: Build) -> tuple[Lump, ...]:
    """What hands can lie on: trunk and legs at rest."""
    at = skeleton.rest(build)
    legs = [lump for lump in anatomy.limbs(build, at) if lump.name in anatomy.LEGS]
    return (*anatomy.trunk(build, at), *legs)


_OWNERS = {
    "shoulder": "arm",
    "elbow": "forearm",
    "wrist": "hand",
    "pinky": "hand",
    "index": "hand",
    "thumb": "thumb",
    "hip": "thigh",
    "knee": "shin",
    "ankle": "foot",
    "heel": "foot",
    "foot_index": "foot",
}


def _joints(at: Rest, bones: Bones) -> dict[str, Vector]:
    """The joints of `domain.body` in the room."""
    out = {}
    for name, place in at.joints.items():
        side, _, joint = name.partition("_")
        if side in ("left", "right") and joint in _OWNERS:
            out[name] = bones.place(f"{side}_{_OWNERS[joint]}", place)
    size = at.scale * template.HEAD_SIZE
    base = at.joints["head_base"]
    for name, spot, sign in (
        ("nose", "nose tip", 1),
        ("left_eye", "eye", 1),
        ("right_eye", "eye", -1),
        ("left_ear", "ear", 1),
        ("right_ear", "ear", -1),
    ):
        out[name] = bones.place("head", base + size * PLACES[spot] * np.array((sign, 1, 1)))
    return out
