"""The template: the average body's mesh, whose vertices any other body's are. Made once, kept with compiled code."""

import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.persona import Build, Face
from toile.pixels.arrays import Floats
from toile.world import cache, solid, threads
from toile.world.clothes import cloth
from toile.world.figure import anatomy, face, skeleton
from toile.world.figure.skeleton import Rest, Weights
from toile.world.mesh import Faces, normals_of
from toile.world.part import Part
from toile.world.solid import Lump, vector

HEAD_SIZE = 1.04  # heads are a little large: small pictures need the face
_SOURCES = (
    "anatomy.py",
    "face.py",
    "../field.py",
    "proportion.py",
    "rig.py",
    "skeleton.py",
    "../solid.py",
    "template.py",
)
AVERAGE = Build(bust=0.25, frame=0.45)
_MAKING = Lock()
_NEAR = 6  # guides of a vertex
_OVERLAP = 0.006  # metres by which neighbouring nets cover each other


@dataclass(frozen=True)
class Guides:
    """A few vertices that stand for all: `chosen` [C]; the nearest of them for every vertex, `index` [V, K], and their
    shares [V, K]; `rim` [R], the vertices on open borders."""

    chosen: NDArray[np.int64]
    index: NDArray[np.int32]
    share: Floats
    rim: NDArray[np.int64]


@dataclass(frozen=True)
class Template:
    """`vertices` float32 [V, 3] of the average body at rest, `faces`, the part of each face, the bones, the guides."""

    vertices: Floats
    faces: Faces
    part: NDArray[np.uint8]
    weights: Weights
    guides: Guides


def lumps(build: Build, face_: Face, at: Rest) -> tuple[Lump, ...]:
    """The whole person as lumps."""
    head = face.lumps(face_, build, at.joints["head_base"], at.scale * HEAD_SIZE)
    body = (*anatomy.trunk(build, at), *anatomy.limbs(build, at), *head)
    return (*body, *anatomy.hands(build, at), *anatomy.feet(build, at))


def template() -> Template:
    """The average body. Made once, whoever asks first and however many at a time."""
    with _MAKING:
        return _template()


@lru_cache(maxsize=1)
def _template() -> Template:
    kept = cache.directory()
    here = Path(__file__).parent
    name = hashlib.sha256(b"".join((here / source).read_bytes() for source in _SOURCES)).hexdigest()[:12]
    place = kept / f"body-{name}.npz" if kept else None
    if place is not None and place.exists():
        with np.load(place) as file:
            return _finished(dict(file))
    vertices, faces = _net()
    made = {"vertices": vertices, "faces": faces} | _guides(vertices, faces)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        # Another process may be making the same.
        spare = place.with_suffix(f".{os.getpid()}.npz")
        np.savez(spare, **made)  # type: ignore[arg-type]  # numpy takes arrays by name
        spare.replace(place)
    return _finished(made)


@lru_cache(maxsize=16)
def shaped(build: Build, face_: Face) -> tuple[Floats, Floats]:
    """The template's vertices moved onto that body, at rest, and the unit normals there; [V, 3] each.

    The guides are moved onto the solid; how far they had to go is handed on to their neighbours, which
    then take one step by themselves.
    """
    base, at = template(), skeleton.rest(build)
    guides = base.guides
    moved = skeleton.stretch(base.vertices, base.weights, _stretch(skeleton.rest(AVERAGE), at))
    rows = solid.pack(lumps(build, face_, at))
    on, ways = moved[guides.chosen], normals_of(moved, base.faces)[guides.chosen]
    on = solid.settle(rows, on, ways, reach=0.05, steps=3)
    gone = on - moved[guides.chosen]
    places = moved + np.einsum("vk,vkm->vm", guides.share, gone[guides.index])
    places = solid.settle(rows, places, normals_of(places, base.faces), reach=0.015)
    normals = normals_of(places, base.faces)
    normals[guides.rim] = solid.project(rows, places[guides.rim], steps=0)[1]
    return places, normals


def _finished(made: dict[str, NDArray[np.generic]]) -> Template:
    at = skeleton.rest(AVERAGE)
    vertices, faces = np.asarray(made["vertices"], np.float32), np.asarray(made["faces"], np.int32)
    weights = skeleton.bind(vertices, at)
    guides = Guides(
        np.asarray(made["chosen"], np.int64),
        np.asarray(made["index"], np.int32),
        np.asarray(made["share"], np.float32),
        np.asarray(made["rim"], np.int64),
    )
    return Template(vertices, faces, _parts(vertices, faces, weights, at), weights, guides)


def _guides(vertices: Floats, faces: Faces) -> dict[str, NDArray[np.generic]]:
    """One vertex of every cell of a grid that is finer where the form is."""
    from toile.world.figure import rig

    at = skeleton.rest(AVERAGE)
    normals = normals_of(vertices, faces)
    cell = np.full(len(vertices), 0.024)
    chest = (vertices[:, 1] > at.joints["thorax"][1] - 0.04) & (np.abs(vertices[:, 0]) < 0.18)
    cell[chest & (vertices[:, 2] > 0)] = 0.013
    cell[vertices[:, 1] > at.joints["head_base"][1] - 0.08] = 0.0085
    cell[_in_hand(vertices, at, -0.01)] = 0.010
    cell[vertices[:, 1] < 0.10] = 0.014
    key = np.concatenate(
        (np.floor(vertices / cell[:, None]), np.sign(np.round(normals)), cell[:, None]), axis=1
    )
    _, chosen = np.unique(key, axis=0, return_index=True)
    rows = np.concatenate((vertices, 0.02 * normals), axis=1).astype(np.float64)
    index, share = np.zeros((len(rows), _NEAR), np.int32), np.zeros((len(rows), _NEAR), np.float32)
    chosen = chosen.astype(np.int64)
    threads.share(len(rows), lambda a, b: rig.neighbours(rows, chosen, _NEAR, index, share, a, b))
    return {
        "chosen": chosen,
        "index": index,
        "share": share,
        "rim": np.unique(cloth.border(faces)).astype(np.int64),
    }


def _net() -> tuple[Floats, Faces]:
    build, at = AVERAGE, skeleton.rest(AVERAGE)
    rows = solid.pack(lumps(build, Face(), at))
    neck = at.joints["head_base"][1] - 0.075
    sheets = []
    v, f = solid.polygonise(rows, vector(-0.62, -0.02, -0.20), vector(0.62, 1.52, 0.24), 0.0090)
    middle = v[f].mean(axis=1)
    apart = middle[:, 1] < neck + 0.010
    sheets.append((v, f[apart & ~_in_hand(middle, at, _OVERLAP) & (middle[:, 1] > 0.095 - _OVERLAP)]))
    v, f = solid.polygonise(rows, vector(-0.11, neck - 0.01, -0.15), vector(0.11, 1.76, 0.16), 0.0030)
    sheets.append((v, f[v[f].mean(axis=1)[:, 1] > neck]))
    for side in Side:
        wrist, sign = at.joints[f"{side}_wrist"], skeleton.SIGN[side]
        low, high = wrist + vector(-0.06, -0.23, -0.08), wrist + vector(0.17, 0.06, 0.13)
        if sign < 0:
            low, high = wrist + vector(-0.17, -0.23, -0.08), wrist + vector(0.06, 0.06, 0.13)
        v, f = solid.polygonise(rows, low, high, 0.0036)
        sheets.append((v, f[_in_hand(v[f].mean(axis=1), at, 0.0)]))
        foot = at.joints[f"{side}_ankle"]
        v, f = solid.polygonise(
            rows, foot + vector(-0.09, -0.10, -0.10), foot + vector(0.10, 0.05, 0.24), 0.0055
        )
        middle = v[f].mean(axis=1)
        sheets.append((v, f[(middle[:, 1] < 0.095) & (middle[:, 0] * sign > 0)]))
    return _joined(sheets)


def _in_hand(places: Floats, at: Rest, beyond: float) -> NDArray[np.bool_]:
    out = np.zeros(len(places), bool)
    for side in Side:
        wrist, end = at.joints[f"{side}_wrist"], at.joints[f"{side}_knuckles"]
        along = (places - wrist) @ solid.unit(end - wrist)
        near = (np.abs(places[:, 0]) > abs(wrist[0]) - 0.06) & (along > beyond)
        out |= near & (places[:, 0] * skeleton.SIGN[side] > 0)
    return out


def _joined(sheets: list[tuple[Floats, Faces]]) -> tuple[Floats, Faces]:
    vertices, faces, count = [], [], 0
    for v, f in sheets:
        used = np.zeros(len(v), bool)
        used[f.ravel()] = True
        number = np.cumsum(used) - 1 + count
        vertices.append(v[used])
        faces.append(number[f])
        count += int(used.sum())
    return np.concatenate(vertices).astype(np.float32), np.concatenate(faces).astype(np.int32)


def _parts(vertices: Floats, faces: Faces, weights: Weights, at: Rest) -> NDArray[np.uint8]:
    """The part of each face, by the bone that moves it most."""
    main = weights.index[np.arange(len(vertices)), weights.share.argmax(axis=1)]
    lookup = np.full(len(skeleton.BONES), Part.TORSO, np.uint8)
    names = {"neck": Part.NECK, "head": Part.FACE}
    for side in Side:
        names |= {f"{side}_{bone}": part for bone, part in _LIMBS.items()}
    for name, part in names.items():
        lookup[skeleton.NUMBER[name]] = part
    part = lookup[main[faces[:, 0]]]
    middle = vertices[faces].mean(axis=1) - at.joints["head_base"]
    # The hairline runs over the forehead, before the ears, to the nape.
    line = 0.137 * np.clip((middle[:, 2] + 0.012) / 0.088, 0, 1) ** 0.5 + 0.012
    scalp = (part == Part.FACE) & (middle[:, 1] > np.where(middle[:, 2] > -0.012, line, -0.02))
    ear = (
        (part == Part.FACE)
        & (np.abs(middle[:, 0]) > 0.0735 * HEAD_SIZE)
        & (np.abs(middle[:, 1] - 0.034) < 0.045)
    )
    return np.where(
        ear & (middle[:, 2] < 0.02), np.uint8(Part.EAR), np.where(scalp, np.uint8(Part.SCALP), part)
    )


_LIMBS = {
    "shoulder": Part.ARM,
    "arm": Part.ARM,
    "forearm": Part.FOREARM,
    "wrist": Part.FOREARM,
    "hand": Part.HAND,
    "fingers": Part.FINGERS,
    "tips": Part.FINGERS,
    "thumb": Part.FINGERS,
    "thigh": Part.THIGH,
    "shin": Part.SHIN,
    "foot": Part.FOOT,
    "toes": Part.FOOT,
}
_SEGMENTS = {
    "pelvis": ("pelvis", "lumbar"),
    "spine": ("lumbar", "thorax"),
    "chest": ("thorax", "neck_base"),
    "neck": ("neck_base", "head_base"),
    "head": ("head_base", "crown"),
    "clavicle": ("clavicle", "shoulder"),
    "shoulder": ("shoulder", "elbow"),
    "arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "wrist": ("elbow", "wrist"),
    "hand": ("wrist", "knuckles"),
    "fingers": ("wrist", "knuckles"),
    "tips": ("wrist", "knuckles"),
    "thumb": ("wrist", "knuckles"),
    "thigh": ("hip", "knee"),
    "shin": ("knee", "ankle"),
    "foot": ("ankle", "foot_index"),
    "toes": ("ankle", "foot_index"),
}


def _stretch(old: Rest, new: Rest) -> skeleton.Bones:
    """Transforms that take each bone at rest to where another build has it: sizes scale evenly, lengths as they do."""
    scale = new.scale / old.scale
    rows = []
    for bone in skeleton.BONES:
        side, _, name = bone.partition("_")
        joints = [f"{side}_{joint}" if name else joint for joint in _SEGMENTS[name or bone]]
        a, b = (old.joints[joint] for joint in joints)
        start, end = (new.joints[joint] for joint in joints)
        axis = solid.unit(b - a)
        longer = float(np.linalg.norm(end - start) / np.linalg.norm(b - a)) - scale
        turned = scale * np.eye(3) + longer * np.outer(axis, axis)
        rows.append(np.concatenate((turned, (start - turned @ a)[:, None]), axis=1))
    return skeleton.Bones(np.array(rows))
