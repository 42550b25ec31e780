"""What is true of a photo: regions, coverage, parts, joints, depth, and what lies before what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.body import BodyPose, Joint, JointSource, Region
from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.pixels.arrays import Floats, Labels, Mask
from toile.world.camera import render
from toile.world.camera.render import Camera, Samples
from toile.world.mesh import Mesh
from toile.world.part import Part
from toile.world.solid import Vector

Word = tuple[str, str]  # English, Chinese


@dataclass(frozen=True)
class Truth:
    """What is true of a person's photo, [H, W] each.

    `depth` in metres, inf where no person is; `garment_alpha`: what is seen of each garment; `parts`: what is seen of
    each of `PARTS`. The stool of a sitting person is background. `words` by subject ("persona", "pose", "scene",
    "framing" and each garment's category) and property: English and Chinese. `overlaps`: what lies before what.
    """

    labels: Labels
    alpha: Mask
    joints: BodyPose
    depth: Floats
    garment_alpha: Mapping[Category, Mask]
    parts: Mapping[str, Mask]
    words: Mapping[str, Mapping[str, Word]]
    overlaps: "tuple[Overlap, ...]"


@dataclass(frozen=True)
class Overlap:
    """`front` hides `pixels` pixels of `behind`. Names of garments' categories and of `PARTS`, and "body":
    all skin but the face and the hands."""

    front: str
    behind: str
    pixels: float


PARTS: Mapping[str, tuple[str, tuple[Part, ...]]] = {
    "face": ("skin eyes", (Part.FACE, Part.EYE, Part.BROW)),
    "ears": ("skin", (Part.EAR,)),
    "neck": ("skin", (Part.NECK,)),
    "hands": ("skin", (Part.HAND, Part.FINGERS)),
    "hair": ("hair", ()),
    "beard": ("beard", ()),
    "glasses": ("glasses", ()),
    "shoes": ("shoes", ()),
}
_OF_SKIN = {
    Part.ARM: Region.ARMS,
    Part.FOREARM: Region.ARMS,
    Part.HAND: Region.HANDS,
    Part.FINGERS: Region.HANDS,
    Part.THIGH: Region.LEGS,
    Part.SHIN: Region.LEGS,
    Part.FOOT: Region.LEGS,
}
_NAMED: Mapping[str, Region] = {
    "skin": Region.SKIN,
    "eyes": Region.SKIN,
    "beard": Region.SKIN,
    "hair": Region.HAIR,
    "glasses": Region.OTHER,
    "shoes": Region.SHOES,
    "stool": Region.BACKGROUND,
    Category.TOP: Region.TOP,
    Category.OUTER: Region.TOP,
    Category.BOTTOM: Region.BOTTOM,
    Category.DRESS: Region.DRESS,
}
_SEAT = "stool"
# Metres of the body in front of a joint and of clothes on it: more than that before a joint hides it.
_DEPTH = {"hip": 0.17, "shoulder": 0.11, "knee": 0.11, "ear": 0.07, "heel": 0.20, "ankle": 0.12, "eye": 0.03}
_USUAL = 0.07
_SMALL = 256  # pixels of the larger side of the pictures on which overlaps are counted


def labels(meshes: Sequence[Mesh], samples: Samples) -> Labels:
    """The region that most of each pixel's four samples show, [H, W]."""
    fine = np.zeros(samples.mesh.shape, np.uint8)
    for index, mesh in enumerate(meshes):
        at = render.where(samples, index)
        value = np.full(256, _NAMED[mesh.name], np.uint8)
        if mesh.name == "skin":
            value[list(_OF_SKIN)] = list(_OF_SKIN.values())
        fine.ravel()[at] = value[render.parts(samples, index, mesh)]
    four = np.stack((fine[0::2, 0::2], fine[0::2, 1::2], fine[1::2, 0::2], fine[1::2, 1::2]))
    votes = np.stack([(four == one).sum(axis=0, dtype=np.uint8) for one in four])
    # Of equal counts the first region wins; a tie with the background goes to the person, so that labels and alpha of
    # one half agree.
    score = np.uint8(16) * votes + (np.uint8(len(Region)) - four)
    nothing = four == Region.BACKGROUND
    score[nothing] = np.where(votes[nothing] <= 2, np.uint8(0), np.uint8(255))
    winner: Labels = np.take_along_axis(four, score.argmax(axis=0)[None], axis=0)[0]
    return winner


def alpha(meshes: Sequence[Mesh], samples: Samples) -> Mask:
    """How much of each pixel the person covers."""
    mine = np.array([mesh.name != _SEAT for mesh in meshes] + [False])
    return _mean(mine[samples.mesh])


def worn(meshes: Sequence[Mesh], samples: Samples) -> dict[Category, Mask]:
    """How much of each pixel each garment covers."""
    return {
        Category(mesh.name): _mean(samples.mesh == number)
        for number, mesh in enumerate(meshes)
        if mesh.name in list(Category)
    }


def parts(meshes: Sequence[Mesh], samples: Samples) -> dict[str, Mask]:
    """How much of each pixel each of `PARTS` covers."""
    return {name: _mean(_chosen(meshes, samples, name)) for name in PARTS}


def depth(meshes: Sequence[Mesh], samples: Samples) -> Floats:
    """Mean depth of the samples that see the person, where at least half do; inf elsewhere. Metres, [H, W]."""
    mine = np.array([mesh.name != _SEAT for mesh in meshes] + [False])[samples.mesh]
    share = _mean(mine)
    total = _mean(np.where(mine, samples.depth, 0))
    out = np.where(share >= 0.5, total / np.maximum(share, 0.25), np.inf)
    return np.asarray(out, dtype=np.float32)


def pose(samples: Samples, camera: Camera, joints: Mapping[str, Vector]) -> BodyPose:
    """Joints in pixels; confidence 0.5 where something other than its own limb and clothes lies before one."""
    names = list(joints)
    before = render.hidden(samples, camera, [joints[name] for name in names])
    found = {}
    for name, covered in zip(names, before, strict=True):
        point = camera.project(joints[name])
        seen = covered <= _DEPTH.get(name.split("_")[-1], _USUAL)
        found[name] = Joint(point.x, point.y, 1.0 if seen else 0.5)
    return BodyPose(found, JointSource.WORLD, 1.0)


def overlaps(meshes: Sequence[Mesh], camera: Camera, least: float = 6.0) -> tuple[Overlap, ...]:
    """What lies before what, the largest overlaps first; those of fewer than `least` pixels are left out.

    Counted where two things would both be seen if all others were away, on a small picture; pixels are those of the
    camera's own size.
    """
    larger = max(camera.size)
    size = Size(*(max(round(n * min(1.0, _SMALL / larger)), 8) for n in camera.size))
    ratio = camera.size.height / size.height
    small = Camera(camera.eye, camera.centre, camera.step * ratio, size)
    depths = {name: render.trace(part, small).depth for name, part in _layers(meshes).items()}
    found = []
    for front, near in depths.items():
        for behind, far in depths.items():
            if front != behind:
                count = float(((near < far) & np.isfinite(far)).sum()) / render.SIDE**2 * ratio**2
                if count >= least:
                    found.append(Overlap(front, behind, count))
    return tuple(sorted(found, key=lambda one: -one.pixels))


def _layers(meshes: Sequence[Mesh]) -> dict[str, list[Mesh]]:
    """The meshes by what one would call them; the skin as face, hands and the rest of the body."""
    found: dict[str, list[Mesh]] = {}
    for mesh in meshes:
        if mesh.name in list(Category):
            found[str(mesh.name)] = [mesh]
        elif mesh.name == "skin":
            rest = np.ones(len(mesh.part), bool)
            for name in ("face", "hands"):
                mine = np.isin(mesh.part, PARTS[name][1])
                rest &= ~mine
                found[name] = [*found.get(name, []), _only(mesh, mine)]
            found["body"] = [_only(mesh, rest)]
        else:
            name = next((n for n, (of, _) in PARTS.items() if mesh.name in of.split()), mesh.name)
            found[name] = [*found.get(name, []), mesh]
    return found


def _only(mesh: Mesh, chosen: NDArray[np.bool_]) -> Mesh:
    return Mesh(
        mesh.name, mesh.vertices, mesh.faces[chosen], mesh.normals, mesh.coords, mesh.part[chosen], mesh.sheet
    )


def _chosen(meshes: Sequence[Mesh], samples: Samples, name: str) -> NDArray[np.bool_]:
    of, wanted = PARTS[name]
    out = np.zeros(samples.mesh.size, bool)
    for index, mesh in enumerate(meshes):
        if mesh.name in of.split():
            part = render.parts(samples, index, mesh)
            whole = mesh.name != "skin" or not wanted
            out[render.where(samples, index)] = True if whole else np.isin(part, wanted)
    return out.reshape(samples.mesh.shape)


def _mean(fine: NDArray[np.bool_] | Floats) -> Mask:
    """The mean of every pixel's four samples."""
    height, width = fine.shape
    value = np.asarray(fine, np.float32)
    return np.asarray(cv2.resize(value, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32)
