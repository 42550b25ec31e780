"""Fresh pictures of the world by number: garments alone and dressed people, each drawn from its seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import cv2
import numpy as np

from toile.domain.garment import Category, GarmentLandmarks, Pattern
from toile.domain.geometry import Size
from toile.domain.persona import Persona
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.pixels.arrays import Floats
from toile.pixels.colour import to_lab
from toile.pixels.mask import grow
from toile.world import exposure, sample
from toile.world.camera import film, render
from toile.world.clothes import words
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_garment, draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.sample import PersonPhoto, ProductPhoto, Shot
from toile.world.scenery import ground
from toile.world.textile import material

SIZE = Size(288, 384)
# Grounds of product shots. White is lit until no shadow is left; the next two fade and show soft shadows.
PLAIN, SHADED, BUSY = ("white",), ("off-white", "coloured"), ("shadowed", "wood", "linen")
# Poses that face the camera with every limb to be seen, and those that do not face it.
FRONTAL = (
    "arms-down", "arms-away", "hand-on-hip", "hands-on-hips", "walking", "arm-raised", "relaxed", "wide-stance",
)  # fmt: skip
TURNED = ("three-quarter", "side", "back", "back-three-quarter", "sitting")
STUDIOS = ("white-studio", "grey-studio", "warm-studio", "sage-studio")


@dataclass(frozen=True)
class Product:
    """A garment and its photo."""

    garment: GarmentSpec
    photo: ProductPhoto
    ground: str


@dataclass(frozen=True)
class Sitter:
    """A person, what they wear, and their photo."""

    persona: Persona
    wearing: tuple[GarmentSpec, ...]
    photo: PersonPhoto
    pose: str


@lru_cache(maxsize=6)
def product(seed: int, grounds: Sequence[str] = PLAIN + SHADED) -> Product:
    """The garment of that number on one of those grounds, hanging or lying."""
    garment, way, shot, points = _laid_out(seed)
    on = str(np.random.default_rng((seed, 702)).choice(list(grounds)))
    return Product(garment, _shown(garment, way, shot, points, on, seed), on)


@lru_cache(maxsize=2)
def faint(seed: int, apart: float = 5.0) -> Product:
    """A plain garment whose colour on the photo is about `apart` dE from its ground's: pale on pale."""
    garment, way, shot, points = _laid_out(seed)
    fabric = replace(garment.fabric, pattern=Pattern.PLAIN, motif="", text="", names=("white",))
    angle = float(np.random.default_rng((seed, 704)).uniform(0, 2 * np.pi))
    toward = np.array((-0.8, 0.6 * np.cos(angle), 0.6 * np.sin(angle)))  # Lab
    colour = np.array((214.0, 208.0, 200.0))
    for _ in range(3):
        red, green, blue = (int(c) for c in np.clip(np.rint(colour), 8, 250))
        dyed = replace(garment, fabric=replace(fabric, colours=((red, green, blue),)))
        photo = _shown(dyed, way, shot, points, "coloured", seed)
        lab = to_lab(photo.rgb)
        ring = (grow(photo.alpha, 30) > 0.5) & (grow(photo.alpha, 14) < 0.5)
        paper, cloth = np.median(lab[ring], axis=0), np.median(lab[photo.alpha > 0.99], axis=0)
        here = to_lab(np.array([[(red, green, blue)]], np.uint8))[0, 0]
        colour = _to_rgb(here + (paper + apart * toward - cloth))
    return Product(dyed, photo, "faint")


@lru_cache(maxsize=2)
def _laid_out(seed: int) -> tuple[GarmentSpec, str, Shot, GarmentLandmarks]:
    """The garment of that number, the way it is shown, and its shot before it is developed."""
    garment = draw_garment(seed)
    way = str(np.random.default_rng((seed, 701)).choice(["ghost", "flat"]))
    return garment, way, *sample.lay_out(garment, SIZE, way, seed=seed)


def _shown(
    garment: GarmentSpec, way: str, shot: Shot, points: GarmentLandmarks, on: str, seed: int
) -> ProductPhoto:
    """What `sample.shoot_product` makes, of a shot that has been laid out once for all grounds."""
    cloth = partial(material.cloth, garment)
    shown = exposure.expose(shot.meshes, shot.samples, shot.camera, shot.maps, shot.lights, [cloth])
    front = render.mean(film.film(shown), shot.samples)
    alpha = np.ascontiguousarray(front[..., 3])
    behind = film.film(ground.ground(on, SIZE, alpha, seed, way == "flat"))
    rgb = film.develop(front[..., :3] + (1 - alpha[..., None]) * behind, seed)
    depth = 0.0
    if "neck_front" in points.points:
        depth = points["neck_front"].y - (points["left_neck"].y + points["right_neck"].y) / 2
    return ProductPhoto(rgb, alpha, points, sample.attributes(garment), depth, words.attributes(garment))


def _to_rgb(lab: Floats) -> Floats:
    """A Lab colour [3] as sRGB 0..255."""
    return np.asarray(cv2.cvtColor(lab.astype(np.float32)[None, None], cv2.COLOR_LAB2RGB)[0, 0] * 255)


@lru_cache(maxsize=6)
def sitter(seed: int, poses: Sequence[str] = tuple(POSES), scenes: Sequence[str] = tuple(SCENES)) -> Sitter:
    """The person of that number in one of those poses and scenes, from head to foot."""
    random = np.random.default_rng((seed, 703))
    persona = draw_persona(seed)
    wearing = draw_outfit(seed, persona.gender)
    pose, scene = str(random.choice(list(poses))), str(random.choice(list(scenes)))
    photo = sample.photograph(persona, wearing, POSES[pose], SCENES[scene], SIZE, "full", seed=seed)
    return Sitter(persona, wearing, photo, pose)


@lru_cache(maxsize=4)
def piece(seed: int, category: Category) -> Product:
    """Something of that category to put on, hanging before a plain ground."""
    garment = replace(draw_garment(seed, category), worn_open=False)
    return Product(garment, sample.shoot_product(garment, SIZE, "white", "ghost", seed=seed), "white")
