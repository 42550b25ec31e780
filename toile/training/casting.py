"""Casting: people and garments drawn for training, photographed once and kept without their colours.

What is kept of a picture is `world.buffers`, so that every look at it may show other fabrics, another skin and another
background; beside it the truth that helpers learn from.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from toile.domain.body import JOINT_NAMES
from toile.domain.garment import Category, GarmentLandmarks, Pattern
from toile.domain.geometry import Size
from toile.domain.pose import DISPLAY, POSES, Limb, PosePreset
from toile.domain.scene import SCENES
from toile.pixels.arrays import Floats
from toile.vision.garment_reader import EDGES, LANDMARKS, STATIONS
from toile.world import buffers, sample, truth
from toile.world.buffers import Buffers
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import CUTS, draw_garment, draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.sample import Shot

SIZE = Size(240, 320)
# No picture that anything is measured on has a seed from here on.
FIRST_SEED = 1_000_000_000
_FRAMINGS = {"full": 0.45, "three-quarter": 0.30, "half": 0.25}
_SITTINGS = 3  # pictures of one person, in other clothes, poses and places: making a body takes longest
_HUNG_OTHERWISE = 0.6  # of ghosts, on a body and with arms of their own
_HARD = 0.25  # of people sit or turn, beyond those whom chance has do so
_SHAKE = 9.0  # degrees: standard deviation of what is added to the angles of limbs


@dataclass(frozen=True)
class Sitter:
    """Somebody photographed. `joints` [J, 3] in the order of `JOINT_NAMES`: x, y in pixels, which may lie outside the
    picture, and 1 where the joint is seen, 0.5 where something lies before it, 0 where it is unknown."""

    picture: Buffers
    joints: Floats


@dataclass(frozen=True)
class Piece:
    """A garment photographed alone. `points` [L, 3] in the order of `LANDMARKS`: x, y, and 1 where the garment
    has that landmark; `edges` [4, 9, 2]: stations of the strips' edges (`EDGES`), nan without strips. `words`: kind,
    sleeve, neckline, collar, closure, length and cut."""

    picture: Buffers
    points: Floats
    edges: Floats
    words: dict[str, str]


def draw_sitter(number: int) -> Sitter:
    """The person of that number, in clothes, pose, place and framing of their own."""
    seed = FIRST_SEED + number
    random = np.random.default_rng((seed, 501))
    persona = draw_persona(FIRST_SEED + number // _SITTINGS)
    wearing = [undyed(garment) for garment in draw_outfit(seed, persona.gender)]
    pose = draw_pose(random)
    scene = SCENES[str(random.choice(list(SCENES)))]
    framing = str(random.choice(list(_FRAMINGS), p=list(_FRAMINGS.values())))
    shot = sample.take(persona, wearing, pose, scene, SIZE, framing, seed=seed)
    return Sitter(buffers.bake(shot, persona, wearing, scene), find_joints(shot))


def find_joints(shot: Shot) -> Floats:
    """The joints of who is on a shot, as `Sitter` has them."""
    found = truth.pose(shot.samples, shot.camera, shot.joints)
    joints = np.zeros((len(JOINT_NAMES), 3), np.float32)
    for row, name in enumerate(JOINT_NAMES):
        if found.has(name):
            joints[row] = (*found[name], found.joints[name].confidence)
    return joints


def draw_piece(number: int) -> Piece:
    """The garment of that number, hanging or lying, straight or a little turned."""
    seed = FIRST_SEED + number
    random = np.random.default_rng((seed, 502))
    # Every cut as often as another, whatever it is worn.
    garment = undyed(draw_garment(seed, list(CUTS)[number % len(CUTS)]))
    if garment.category is Category.OUTER:
        garment = replace(garment, worn_open=bool(random.random() < 0.3))
    way = "flat" if random.random() < 0.5 else "ghost"
    turn = float(random.normal(0, 4)) if random.random() < 0.5 else 0.0
    hung = way == "ghost" and random.random() < _HUNG_OTHERWISE
    build = draw_persona(seed).build if hung else None
    pose = hang(random) if hung else DISPLAY
    shot, landmarks = sample.lay_out(garment, SIZE, way, turn, seed=seed, build=build, pose=pose)
    points, edges = _rows(landmarks)
    return Piece(buffers.bake(shot, None, [garment], None), points, edges, said(garment))


def undyed(garment: GarmentSpec) -> GarmentSpec:
    """The garment in plain cloth of its ground colour: designs come later, by retexture."""
    fabric = garment.fabric
    return replace(
        garment,
        fabric=replace(
            fabric,
            pattern=Pattern.PLAIN,
            colours=fabric.colours[:1],
            motif="",
            text="",
            names=fabric.names[:1],
        ),
    )


def said(garment: GarmentSpec) -> dict[str, str]:
    """What an attribute reader should say of a garment."""
    return {
        "kind": garment.kind.value,
        "sleeve": garment.sleeve.value,
        "neckline": garment.neckline,
        "collar": garment.collar,
        "closure": garment.closure,
        "length": garment.length_name,
        "cut": garment.cut,
    }


def draw_pose(random: np.random.Generator) -> PosePreset:
    """A pose between the presets: limbs of several, every angle shaken, turned as people turn before a camera."""
    names = list(POSES)
    base, left, right = (POSES[names[int(random.integers(len(names)))]] for _ in range(3))
    if random.random() < _HARD:
        hard = [pose for pose in POSES.values() if pose.seat > 0 or abs(pose.turn) > 20]
        base = hard[int(random.integers(len(hard)))]
    arms = base if random.random() < 0.4 else None
    first, second = (arms or left), (arms or right)
    touching = random.random() < 0.75

    def shake(limbs: tuple[Limb, ...]) -> tuple[Any, ...]:
        return tuple(
            Limb(limb.out + float(random.normal(0, _SHAKE)), limb.forward + float(random.normal(0, _SHAKE)))
            for limb in limbs
        )

    spread = float(random.choice((0.0, 0.0, 0.0, 12.0, 35.0)))  # arms lifted away from the body, now and then
    wide = Limb(spread * float(random.random()), 0.0)

    def lift(limbs: tuple[Limb, ...]) -> tuple[Any, ...]:
        return tuple(Limb(limb.out + wide.out, limb.forward) for limb in limbs)

    turned = float(
        random.choice(
            (random.normal(0, 10), random.normal(0, 26), random.uniform(-70, 70)), p=(0.5, 0.35, 0.15)
        )
    )
    if base.seat == 0 and random.random() < 0.05:
        turned = 180 + float(random.normal(0, 25))
    legs = base.left_leg, base.right_leg
    if base.seat == 0:
        legs = shake(base.left_leg), shake(base.right_leg)
    return replace(
        base,
        name="drawn",
        left_arm=lift(shake(first.left_arm)),
        right_arm=lift(shake(second.right_arm)),
        left_touch=first.left_touch if touching else None,
        right_touch=second.right_touch if touching else None,
        left_leg=legs[0],
        right_leg=legs[1],
        turn=base.turn + turned,
        look=base.look + float(random.normal(0, 12)),
        tilt=base.tilt + float(random.normal(0, 2.5)),
        shoulders=base.shoulders + float(random.normal(0, 3)),
        twist=base.twist + float(random.normal(0, 4)),
        lean=base.lean + float(random.normal(0, 4)),
        bend=base.bend + float(random.normal(0, 4)),
        nod=base.nod + float(random.normal(0, 7)),
        cock=base.cock + float(random.normal(0, 6)),
    )


def hang(random: np.random.Generator) -> PosePreset:
    """A mannequin's pose for ghosts: arms from hanging straight down to far out, each a little its own way."""
    out = float(random.uniform(2, 45))

    def arm() -> tuple[Limb, Limb, Limb]:
        upper = out + float(random.normal(0, 2))
        lower = upper + float(random.normal(-3, 6))
        return Limb(upper, 0), Limb(lower, 0), Limb(lower, 0)

    legs = Limb(float(random.uniform(1, 9)), 0), Limb(float(random.uniform(0, 7)), 0)
    return replace(DISPLAY, left_arm=arm(), right_arm=arm(), left_leg=legs, right_leg=legs)


def _rows(landmarks: GarmentLandmarks) -> tuple[Floats, Floats]:
    points = np.zeros((len(LANDMARKS), 3), np.float32)
    for row, name in enumerate(LANDMARKS):
        if name in landmarks.points:
            points[row] = (*landmarks[name], 1)
    edges = np.full((len(EDGES), STATIONS, 2), np.nan, np.float32)
    for row, (side, edge) in enumerate(EDGES):
        if side in landmarks.strips:
            edges[row] = np.array(getattr(landmarks.strips[side], edge), np.float32)
    return points, edges


def keep(drawn: Sitter | Piece, path: Path) -> None:
    """Write one to an .npz file; a file that stands there is whole."""
    rows: dict[str, Any] = {f.name: getattr(drawn.picture, f.name) for f in fields(Buffers)}
    if isinstance(drawn, Sitter):
        rows["joints"] = drawn.joints
    else:
        rows |= {"points": drawn.points, "edges": drawn.edges}
        rows |= {f"word_{name}": np.array(word) for name, word in drawn.words.items()}
    unfinished = path.with_suffix(".part.npz")
    np.savez_compressed(unfinished, **rows)
    unfinished.replace(path)


def load(path: Path) -> Sitter | Piece:
    """What `keep` wrote."""
    with np.load(path) as kept:
        picture = Buffers(**{f.name: kept[f.name] for f in fields(Buffers)})
        if "joints" in kept:
            return Sitter(picture, kept["joints"])
        spoken = {name.removeprefix("word_"): str(kept[name]) for name in kept if name.startswith("word_")}
        return Piece(picture, kept["points"], kept["edges"], spoken)


DRAWERS: Mapping[str, Callable[[int], Sitter | Piece]] = {"people": draw_sitter, "garments": draw_piece}


def fill(folder: Path, what: str, numbers: Sequence[int]) -> None:
    """Draw those of `DRAWERS` that are not in the folder yet. May be stopped at any time and called again."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / f"{number:06d}.npz"
        if not path.exists():
            keep(DRAWERS[what](number), path)
