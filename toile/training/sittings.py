"""Sittings: dressed people with a garment of theirs photographed alone, for the mannequin checkpoint.

As with casting, pictures are kept without the colours of their cloth, and what can be said of them beside them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.persona import Persona
from toile.domain.pose import DISPLAY, POSES, Limb, PosePreset
from toile.domain.scene import SCENES
from toile.pixels.arrays import Floats
from toile.training.casting import FIRST_SEED, draw_pose, find_joints, hang, undyed
from toile.world import buffers, sample
from toile.world.buffers import Buffers
from toile.world.clothes import words
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_outfit
from toile.world.figure import appearance
from toile.world.figure.cast import draw_persona

DIGITS = 10  # of a file's number
_SITTINGS = 2  # of one person
_FRAMINGS = {"full": 0.5, "three-quarter": 0.25, "half": 0.25}
_NAMED = 0.75  # of poses have a name; the others lie between
_SHAKE = 4.0  # degrees, that leave a pose its name
_ALONE = {Category.TOP: 3.0, Category.OUTER: 3.0, Category.DRESS: 3.0, Category.BOTTOM: 1.5}
_HUNG_OTHERWISE = 0.4  # of ghosts

Said = dict[str, tuple[str, str]]  # by property: English, Chinese


@dataclass(frozen=True)
class Sitting:
    """Somebody photographed, and one of the garments alone: that of number `shown`, counted as `Buffers` do. `joints`
    [J, 3] as of `Sitter`. `person`, `garments`, `pose`, `scene`, `framing`: what can be said but of colours and prints
    of the garments; `pose` is empty where it has no name."""

    picture: Buffers
    joints: Floats
    piece: Buffers
    shown: int
    person: Said
    garments: tuple[Said, ...]
    pose: str
    scene: str
    framing: str


@dataclass(frozen=True)
class Dressed:
    """Somebody to be photographed: who, in what, how, where. `shown`: the place in `wearing` of the garment that is
    photographed alone; `named`: whether the pose is one with a name."""

    persona: Persona
    wearing: tuple[GarmentSpec, ...]
    pose: PosePreset
    scene: str
    framing: str
    shown: int
    named: bool


def draw_dressed(number: int) -> Dressed:
    """Whom the sitting of that number shows, their clothes in colours of their own."""
    return _draw(number, np.random.default_rng((FIRST_SEED + number, 503)))


def _draw(number: int, random: np.random.Generator) -> Dressed:
    seed = FIRST_SEED + number
    persona = draw_persona(FIRST_SEED + number // _SITTINGS)
    wearing = draw_outfit(seed, persona.gender)
    named = random.random() < _NAMED
    pose = _shaken(POSES[str(random.choice(list(POSES)))], random) if named else draw_pose(random)
    scene = str(random.choice(list(SCENES)))
    framing = str(random.choice(list(_FRAMINGS), p=list(_FRAMINGS.values())))
    odds = np.array([_ALONE[garment.category] for garment in wearing])
    shown = int(random.choice(len(wearing), p=odds / odds.sum()))
    return Dressed(persona, tuple(wearing), pose, scene, framing, shown, named)


def draw_sitting(number: int, size: Size) -> Sitting:
    """The sitting of that number: person, clothes, pose, place and framing of their own."""
    seed = FIRST_SEED + number
    random = np.random.default_rng((seed, 503))
    drawn = _draw(number, random)
    persona, shown, pose, scene, framing = (
        drawn.persona,
        drawn.shown,
        drawn.pose,
        SCENES[drawn.scene],
        drawn.framing,
    )
    wearing = [undyed(garment) for garment in drawn.wearing]
    shot = sample.take(persona, wearing, pose, scene, size, framing, seed=seed)
    garment = replace(wearing[shown], worn_open=wearing[shown].worn_open and bool(random.random() < 0.3))
    way = "flat" if random.random() < 0.4 else "ghost"
    other = way == "ghost" and random.random() < _HUNG_OTHERWISE
    alone, _ = sample.lay_out(
        garment,
        size,
        way,
        float(random.normal(0, 4)) if random.random() < 0.5 else 0.0,
        seed=seed,
        build=draw_persona(seed).build if other else None,
        pose=hang(random) if other else DISPLAY,
    )
    return Sitting(
        buffers.bake(shot, persona, wearing, scene),
        find_joints(shot),
        buffers.bake(alone, None, [garment], None),
        shown,
        dict(appearance.attributes(persona)),
        tuple(dict(words.attributes(garment)) for garment in wearing),
        pose.name if drawn.named else "",
        scene.name,
        framing,
    )


def _shaken(pose: PosePreset, random: np.random.Generator) -> PosePreset:
    """The pose with every limb a little elsewhere, as people hold it."""

    def shake(limbs: tuple[Limb, ...]) -> tuple[Any, ...]:
        out, forward = random.normal(0, _SHAKE, (2, len(limbs)))
        return tuple(
            Limb(limb.out + float(x), limb.forward + float(y))
            for limb, x, y in zip(limbs, out, forward, strict=True)
        )

    arms = shake(pose.left_arm), shake(pose.right_arm)
    legs = (
        (shake(pose.left_leg), shake(pose.right_leg)) if pose.seat == 0 else (pose.left_leg, pose.right_leg)
    )
    return replace(
        pose,
        left_arm=arms[0],
        right_arm=arms[1],
        left_leg=legs[0],
        right_leg=legs[1],
        turn=pose.turn + float(random.normal(0, 5)),
        look=pose.look + float(random.normal(0, 6)),
        tilt=pose.tilt + float(random.normal(0, 2)),
        nod=pose.nod + float(random.normal(0, 3)),
    )


def keep(drawn: Sitting, path: Path) -> None:
    """Write one to an .npz file; a file that stands there is whole."""
    rows: dict[str, Any] = {f"picture_{f.name}": getattr(drawn.picture, f.name) for f in fields(Buffers)}
    rows |= {f"piece_{f.name}": getattr(drawn.piece, f.name) for f in fields(Buffers)}
    said = {
        "shown": drawn.shown,
        "person": drawn.person,
        "garments": drawn.garments,
        "pose": drawn.pose,
        "scene": drawn.scene,
        "framing": drawn.framing,
    }
    unfinished = path.with_suffix(".part.npz")
    np.savez_compressed(unfinished, joints=drawn.joints, said=np.array(json.dumps(said)), **rows)
    unfinished.replace(path)


def load(path: Path) -> Sitting:
    """What `keep` wrote."""
    with np.load(path) as kept:
        picture, piece = (
            Buffers(**{f.name: kept[f"{part}_{f.name}"] for f in fields(Buffers)})
            for part in ("picture", "piece")
        )
        said: Mapping[str, Any] = json.loads(str(kept["said"]))
        return Sitting(
            picture,
            kept["joints"],
            piece,
            said["shown"],
            _words(said["person"]),
            tuple(_words(one) for one in said["garments"]),
            said["pose"],
            said["scene"],
            said["framing"],
        )


def _words(said: Mapping[str, Sequence[str]]) -> Said:
    return {name: (one, other) for name, (one, other) in said.items()}


def fill(folder: Path, size: Size, numbers: Sequence[int]) -> None:
    """Draw those that are not in the folder yet. May be stopped at any time and called again."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / f"{number:0{DIGITS}d}.npz"
        if not path.exists():
            keep(draw_sitting(number, size), path)
