"""Pictures that provoke a message, each with the code that must be said when somebody is to be dressed in them."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from benchmarks.seeing import shots
from benchmarks.seeing.bar import Bar, Seen
from benchmarks.seeing.shots import FRONTAL, STUDIOS
from toile.domain.garment import Category
from toile.domain.scene import SCENES
from toile.errors import BadRequest
from toile.pixels.arrays import RGB
from toile.tryon.draft import Draft
from toile.tryon.fit import GarmentPhoto, PersonPhoto
from toile.vision.person import examine
from toile.world.camera import film, render
from toile.world.scenery import backdrop

BARS = (Bar("messages", "right code said", 0.95),)
PAPER = (238, 237, 234)


def of_person(rgb: RGB, category: Category = Category.TOP) -> tuple[str, ...]:
    """Codes of everything that is said of a person's photo."""
    try:
        who = Draft().prepare_person(PersonPhoto(rgb, ""))
        seen = who.seen
        notices = examine(who.rgb, who.silhouette, who.pose, who.parsing, (category,), seen)
    except BadRequest as error:
        return (error.code,)
    return tuple(notice.code for notice in notices)


def of_garment(rgb: RGB, category: Category | None = None) -> tuple[str, ...]:
    """Codes of everything that is said of a garment's photo."""
    try:
        notices = Draft().prepare_garment(GarmentPhoto(rgb, "", category=category)).notices
    except BadRequest as error:
        return (error.code,)
    return tuple(notice.code for notice in notices)


def _empty(seed: int) -> RGB:
    camera = render.frame(shots.SIZE, -0.1, 1.8, 4.2, 1.05)
    scene = SCENES[STUDIOS[seed % len(STUDIOS)]]
    return film.develop(film.film(backdrop.backdrop(scene, camera, seed)), seed)


def _standing(seed: int, pose: str = "arms-down") -> shots.Sitter:
    return shots.sitter(seed, (pose,), STUDIOS)


def _row(seed: int, count: int) -> RGB:
    """So many people beside each other before paper."""
    wide = shots.SIZE.width
    ground = np.full((shots.SIZE.height, wide * count, 3), PAPER, np.float32)
    for place in range(count):
        photo = shots.sitter(seed + 100_000 * place, FRONTAL, STUDIOS).photo
        share = photo.truth.alpha[..., None]
        part = ground[:, place * wide : (place + 1) * wide]
        part[:] = part * (1 - share) + photo.rgb * share
    return np.rint(ground).astype(np.uint8)


def _cropped(seed: int) -> RGB:
    photo = _standing(seed).photo
    joints = photo.truth.joints
    low = 0.4 * joints["left_shoulder"].y + 0.6 * joints["left_hip"].y
    return cv2.resize(photo.rgb[: round(low)], None, fx=2, fy=2).astype(np.uint8)


def _far(seed: int) -> RGB:
    photo = _standing(seed).photo
    size = (round(0.3 * shots.SIZE.width), round(0.3 * shots.SIZE.height))
    share = cv2.resize(photo.truth.alpha, size, interpolation=cv2.INTER_AREA)[..., None]
    ground = np.full((shots.SIZE.height, shots.SIZE.width, 3), PAPER, np.float32)
    place = np.s_[200 : 200 + size[1], 100 : 100 + size[0]]
    ground[place] = ground[place] * (1 - share) + share * cv2.resize(
        photo.rgb, size, interpolation=cv2.INTER_AREA
    )
    return np.rint(ground).astype(np.uint8)


def _blurred(rgb: RGB) -> RGB:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 2.2), np.uint8)


def _tiny(rgb: RGB) -> RGB:
    return np.asarray(cv2.resize(rgb, (180, 240), interpolation=cv2.INTER_AREA), np.uint8)


def _half(rgb: RGB) -> RGB:
    return np.ascontiguousarray(rgb[:, : rgb.shape[1] // 2])


def _two(seed: int) -> RGB:
    other = shots.piece(seed, Category.BOTTOM).photo.rgb
    return np.hstack((shots.piece(seed, Category.TOP).photo.rgb, other))


def _little(seed: int) -> RGB:
    photo = shots.piece(seed, Category.TOP).photo.rgb
    ground = np.full((3 * photo.shape[0], 3 * photo.shape[1], 3), photo[0, 0], np.uint8)
    ground[photo.shape[0] : 2 * photo.shape[0], photo.shape[1] : 2 * photo.shape[1]] = photo
    return ground


# By code: what is said, as codes, when the picture of that seed is looked at.
PROVOKED: Mapping[str, Callable[[int], tuple[str, ...]]] = {
    "no_person": lambda seed: of_person(_empty(seed)),
    "several_persons": lambda seed: of_person(_row(seed, 3)),
    "person_cropped": lambda seed: of_person(_cropped(seed)),
    "person_small": lambda seed: of_person(_far(seed)),
    "arms_crossed": lambda seed: of_person(_standing(seed, "arms-crossed").photo.rgb),
    "turned_away": lambda seed: of_person(_standing(seed, "back").photo.rgb),
    "turned_pose": lambda seed: of_person(_standing(seed, "side").photo.rgb),
    "blurry": lambda seed: of_person(_blurred(_standing(seed).photo.rgb)),
    "low_resolution": lambda seed: of_person(_standing(seed).photo.rgb),
    "photo_tiny": lambda seed: of_person(_tiny(_standing(seed).photo.rgb)),
    "garment_cut": lambda seed: of_garment(_half(shots.piece(seed, Category.TOP).photo.rgb)),
    "same_as_background": lambda seed: of_garment(shots.faint(seed, 3.0).photo.rgb),
    "several_garments": lambda seed: of_garment(_two(seed)),
    "wrong_category": lambda seed: of_garment(shots.piece(seed, Category.BOTTOM).photo.rgb, Category.TOP),
    "worn_garment": lambda seed: of_garment(_standing(seed).photo.rgb),
    "garment_small": lambda seed: of_garment(_little(seed)),
    "busy_background": lambda seed: of_garment(shots.product(seed, ("wood",)).photo.rgb),
}


def observe(seed: int) -> Seen:
    """Every provoked picture of that seed."""
    return {BARS[0].metric: [float(code in provoke(seed)) for code, provoke in PROVOKED.items()]}
