"""A body: one build and face, standing in a pose."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from toile.atelier import anatomy, posture, skeleton, template
from toile.atelier.face import PLACES
from toile.atelier.mesh import Mesh
from toile.atelier.skeleton import Bones, Rest, Weights
from toile.atelier.solid import Lump, Vector
from toile.domain.persona import Build, Face
from toile.domain.pose import PosePreset
from toile.pixels.arrays import Floats


@dataclass(frozen=True)
class Figure:
    """`skin` posed, its `coords` being the vertices of the average body; `rest_vertices` and `rest_normals` [V, 3] of
    this body at rest; `solid`: this body at rest without head and hands, for tailors."""

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


def stand(build: Build, face: Face, pose: PosePreset) -> Figure:
    """The body of that build and face in that pose, the lowest foot on the floor (y = 0)."""
    base, at = template.template(), skeleton.rest(build)
    places, normals = template.shaped(build, face)
    bones = posture.pose(at, pose, _firm(build))
    posed = skeleton.carry(places, base.weights, bones)
    turned = skeleton.turn(normals, base.weights, bones)
    skin = Mesh("skin", posed, base.faces, turned, base.vertices, base.part)
    solid = anatomy.trunk(build, at)
    return Figure(
        build, face, pose, at, bones, skin, places, normals, base.weights, _joints(at, bones), solid, at.scale
    )


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
