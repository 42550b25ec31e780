"""Every bad photo we could think of: what must be said about it, and what must not. The pictures are the world's.

One row a picture: how it is made, which codes must be said and how gravely, which must not. Whatever is said is
checked in both languages, next step and all.
"""

import io
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image

from toile.domain.body import BodyPose, Joint, JointSource
from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.look import Notice
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.errors import BadRequest
from toile.messages import Language, next_step, say
from toile.pixels.arrays import RGB
from toile.pixels.image import load
from toile.tryon import fit
from toile.tryon.draft import Draft
from toile.vision import garment_photo, person
from toile.vision.cutout import cut_out
from toile.vision.landmarks import find_landmarks
from toile.vision.parsing import parse
from toile.vision.pose import estimate_from_silhouette
from toile.vision.silhouette import cut_person
from toile.vision.worn import is_worn
from toile.world.camera import film, render
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import draw_persona
from toile.world.sample import PersonPhoto, ProductPhoto, photograph, shoot_product
from toile.world.scenery import backdrop

SIZE = Size(528, 704)
CHINESE = re.compile("[\u4e00-\u9fff]")
REFUSED = "refused"  # instead of a severity: BadRequest

# ---------------------------------------------------------------------------------------------- pictures


@cache
def standing(
    seed: int, pose: str = "arms-down", scene: str = "grey-studio", cut: str = "t-shirt"
) -> PersonPhoto:
    clothes = [draw_garment(seed, cut), draw_garment(seed, "jeans")]
    return photograph(draw_persona(seed), clothes, POSES[pose], SCENES[scene], SIZE, seed=seed)


@cache
def product(seed: int, cut: str) -> ProductPhoto:
    return shoot_product(draw_garment(seed, cut), SIZE, seed=seed)


def empty(scene: str, width: int = SIZE.width, height: int = SIZE.height) -> RGB:
    """The scene without anybody."""
    camera = render.frame(Size(width, height), -0.1, 1.8, 4.2, 1.05)
    return film.develop(film.film(backdrop.backdrop(SCENES[scene], camera, 3)), 3)


def paper(width: int, height: int, colour: tuple[float, ...] = (244, 244, 244)) -> RGB:
    grain = np.random.default_rng(1).normal(0, 1.3, (height, width, 3))
    return np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)


def lay(ground: RGB, photo: PersonPhoto | ProductPhoto, x: int, y: int, scale: float = 1.0) -> RGB:
    """The ground with the subject of a photo laid over it, its upper left corner at (x, y)."""
    alpha = photo.truth.alpha if isinstance(photo, PersonPhoto) else photo.alpha
    height, width = (round(side * scale) for side in alpha.shape)
    rgb = cv2.resize(photo.rgb, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    share = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA)[..., None]
    out = ground.astype(np.float32)
    place = np.s_[y : y + height, x : x + width]
    out[place] = rgb * share + out[place] * (1 - share)
    return np.clip(np.rint(out), 0, 255).astype(np.uint8)


def beside(gap: int, scales: tuple[float, ...]) -> RGB:
    """People in a row, each `gap` pixels to the right of the one before, feet on one line."""
    canvas = empty("warm-studio", SIZE.width + gap * (len(scales) - 1))
    for place, scale in enumerate(scales):
        x = gap * place + round(SIZE.width * (1 - scale) / 2)
        canvas = lay(canvas, standing((41, 47, 52)[place]), x, round(SIZE.height * (1 - scale) * 0.9), scale)
    return canvas


def moved(pose: BodyPose, dx: float, dy: float, factor: float = 1.0) -> BodyPose:
    joints = {n: Joint(j.x * factor + dx, j.y * factor + dy, j.confidence) for n, j in pose.joints.items()}
    return replace(pose, joints=joints)


def smeared(rgb: RGB, pixels: int) -> RGB:
    """As a camera sees that moves sideways."""
    return np.asarray(cv2.blur(rgb, (pixels, 1)), np.uint8)


def smaller(rgb: RGB, width: int) -> RGB:
    size = (width, round(rgb.shape[0] * width / rgb.shape[1]))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


# ------------------------------------------------------------------------------------------------- people

Picture = tuple[RGB, BodyPose | None]
TOPS, BOTTOMS = (Category.TOP,), (Category.BOTTOM,)


def seen(photo: PersonPhoto) -> Picture:
    """The photo with its joints, as a network that is never wrong would tell them."""
    return photo.rgb, replace(photo.truth.joints, source=JointSource.NETWORK)


def alone(rgb: RGB) -> Picture:
    """The photo without joints: they are estimated from the outline."""
    return rgb, None


def rows_of(photo: PersonPhoto, start: float, stop: float) -> Picture:
    """A part of the photo, from one joint row to another; shoulders are 0, hips 1."""
    rgb, pose = seen(photo)
    assert pose is not None
    top, bottom = pose["left_shoulder"].y, pose["left_hip"].y
    first, last = (round(np.clip(top + t * (bottom - top), 0, rgb.shape[0])) for t in (start, stop))
    return np.ascontiguousarray(rgb[first:last]), moved(pose, 0, -first)


def far_away() -> Picture:
    photo = standing(41)
    pose = replace(photo.truth.joints, source=JointSource.NETWORK)
    return lay(empty("grey-studio", 900, 1200), photo, 350, 600, 0.42), moved(pose, 350, 600, 0.42)


@dataclass(frozen=True)
class Row:
    """How a picture is made; what must be said, with its severity; what must not; what for."""

    make: Callable[[], Picture]
    must: Mapping[str, str]
    never: tuple[str, ...] = ()
    categories: tuple[Category, ...] = TOPS


PEOPLE: Mapping[str, Row] = {
    "somebody who stands, joints known": Row(
        lambda: seen(standing(41)),
        {},
        ("turned_pose", "turned_away", "arms_crossed", "hand_over_garment", "person_cropped", "blurry",
         "several_persons", "busy_scene", "low_resolution", "person_small", "unsure_pose", "covered_by_hair"),
        (Category.TOP, Category.BOTTOM),
    ),
    "somebody who stands, joints unknown": Row(
        lambda: alone(standing(41).rgb),
        {},
        ("turned_pose", "turned_away", "arms_crossed", "hand_over_garment", "person_cropped", "blurry",
         "several_persons", "busy_scene", "low_resolution", "person_small", "unsure_pose"),
        (Category.TOP, Category.BOTTOM),
    ),
    "an empty studio": Row(lambda: alone(empty("white-studio")), {"no_person": REFUSED}),
    "a sheet of paper": Row(lambda: alone(paper(600, 800)), {"no_person": REFUSED}),
    "a T-shirt": Row(lambda: alone(product(61, "t-shirt").rgb), {"no_person": REFUSED}),
    "a hoodie": Row(lambda: alone(product(61, "hoodie").rgb), {"no_person": REFUSED}),
    "trousers": Row(lambda: alone(product(61, "trousers").rgb), {"no_person": REFUSED}),
    "a living room": Row(lambda: alone(empty("home")), {"person_unclear": REFUSED}, ("several_persons",)),
    "three people": Row(
        lambda: alone(beside(400, (1, 1, 1))), {"several_persons": "warning"}, ("busy_scene", "person_small")
    ),
    "three people who touch": Row(
        lambda: alone(beside(185, (1, 1, 1))), {"several_persons": "warning"}, ("busy_scene", "person_small")
    ),
    "two passers-by in the distance": Row(
        lambda: alone(beside(280, (1, 0.3, 0.3))), {}, ("several_persons", "busy_scene", "person_cropped")
    ),
    "head and chest": Row(
        lambda: rows_of(standing(41), -9, 0.6), {"person_cropped": "warning"}, ("turned_pose", "person_small")
    ),
    "no feet, for trousers": Row(
        lambda: rows_of(standing(41), -9, 2.0), {"person_cropped": "info"}, ("person_small",), BOTTOMS
    ),
    "no feet, for a top": Row(lambda: rows_of(standing(41), -9, 2.0), {}, ("person_cropped",)),
    "no head": Row(lambda: alone(rows_of(standing(41), -0.08, 9)[0]), {"person_headless": REFUSED}),
    "no head, joints known": Row(lambda: rows_of(standing(41), -0.08, 9), {}, ("person_cropped", "turned_away")),
    "somebody far away": Row(far_away, {"person_small": "warning"}, ("person_cropped", "several_persons")),
    "arms crossed": Row(
        lambda: seen(standing(41, "arms-crossed")),
        {"arms_crossed": "warning"},
        ("turned_pose", "turned_away", "person_cropped", "hand_over_garment"),
    ),
    "hands clasped, for trousers": Row(
        lambda: seen(standing(41, "hands-clasped")),
        {"hand_over_garment": "warning"},
        ("arms_crossed", "turned_pose"),
        BOTTOMS,
    ),
    "from behind": Row(lambda: seen(standing(41, "back")), {"turned_away": "warning"}, ("turned_pose",)),
    "from the side": Row(lambda: seen(standing(41, "side")), {"turned_pose": "warning"}, ("turned_away",)),
    "half turned": Row(lambda: seen(standing(41, "three-quarter")), {"turned_pose": "info"}, ("turned_away",)),
    "out of focus": Row(
        lambda: (np.asarray(cv2.GaussianBlur(standing(41).rgb, (0, 0), 3.5), np.uint8), seen(standing(41))[1]),
        {"blurry": "warning"},
        ("low_resolution",),
    ),
    "a moved camera": Row(
        lambda: (smeared(standing(41).rgb, 31), seen(standing(41))[1]),
        {"blurry": "warning"},
        ("low_resolution",),
    ),
    "few pixels": Row(
        lambda: (smaller(standing(41).rgb, 300), moved(standing(41).truth.joints, 0, 0, 300 / SIZE.width)),
        {"low_resolution": "info"},
        ("blurry", "photo_tiny"),
    ),
    "hardly any pixels": Row(lambda: alone(smaller(standing(41).rgb, 200)), {"photo_tiny": REFUSED}),
    "a street, joints known": Row(
        lambda: seen(standing(41, scene="street")), {"busy_scene": "warning"}, ("several_persons",)
    ),
    "long hair over a T-shirt": Row(
        lambda: seen(standing(LONG_HAIRED)), {"covered_by_hair": "info"}, ("turned_pose",)
    ),
    "long hair, for trousers": Row(
        lambda: seen(standing(LONG_HAIRED)), {}, ("covered_by_hair",), BOTTOMS
    ),
}  # fmt: skip
LONG_HAIRED = 55


def said_of_person(picture: Picture, categories: tuple[Category, ...]) -> Mapping[str, str]:
    """Severity by code of everything that is said, in both languages."""
    rgb, pose = picture
    try:
        silhouette = cut_person(rgb, pose)
        known = pose or estimate_from_silhouette(rgb, silhouette.alpha)
        parsing = parse(rgb, silhouette.alpha, known)
        return heard(person.examine(rgb, silhouette, known, parsing, categories))
    except BadRequest as error:
        return refusal(error)


@pytest.mark.parametrize("what", PEOPLE)
def test_what_is_said_of_a_person_in(what: str) -> None:
    row = PEOPLE[what]
    said = said_of_person(row.make(), row.categories)
    assert row.must.items() <= said.items()
    assert not set(row.never) & set(said)


def test_clothes_of_the_grounds_colour_do_not_make_two_of_one() -> None:
    grey = standing(41, cut="turtleneck")
    assert all(cut_person(grey.rgb, joints).people == 1 for joints in (None, grey.truth.joints))


def test_three_people_are_three() -> None:
    for gap in (185, 400):
        assert cut_person(beside(gap, (1, 1, 1)), None).people == 3


# ----------------------------------------------------------------------------------------------- garments

GARMENTS: Mapping[str, tuple[Callable[[], RGB], Category | None, set[str], set[str]]] = {
    "a T-shirt": (lambda: product(61, "t-shirt").rgb, Category.TOP, set(), {"wrong_category", "garment_cut"}),
    "jeans": (lambda: product(61, "jeans").rgb, Category.BOTTOM, set(), {"wrong_category", "garment_cut"}),
    "jeans given as a top": (
        lambda: product(61, "jeans").rgb,
        Category.TOP,
        {"wrong_category"},
        {"garment_cut", "several_garments", "garment_small"},
    ),
    "half a T-shirt": (
        lambda: np.ascontiguousarray(product(61, "t-shirt").rgb[:, : SIZE.width // 2]),
        None,
        {"garment_cut"},
        {"several_garments", "garment_small"},
    ),
    "a T-shirt on paper of its own colour": (
        lambda: on_its_own_colour(product(PLAIN, "t-shirt")),
        None,
        {"same_as_background"},
        {"several_garments"},
    ),
    "a T-shirt beside jeans": (
        lambda: np.hstack((product(61, "t-shirt").rgb, product(61, "jeans").rgb)),
        None,
        {"several_garments"},
        {"garment_small"},
    ),
    "a T-shirt far away": (
        lambda: lay(paper(1200, 1600), product(61, "t-shirt"), 460, 600, 0.4),
        None,
        {"garment_small"},
        {"garment_cut", "busy_background", "several_garments"},
    ),
    "a T-shirt in a street": (
        lambda: lay(empty("street"), product(61, "t-shirt"), 0, 0),
        None,
        {"busy_background"},
        {"worn_garment"},
    ),
    "a T-shirt on somebody": (lambda: standing(41).rgb, None, {"worn_garment"}, {"garment_small"}),
    "paper": (lambda: paper(600, 800), None, {"no_garment"}, set()),
}
PLAIN = 61


def on_its_own_colour(photo: ProductPhoto) -> RGB:
    colour = np.median(photo.rgb[photo.alpha > 0.9], axis=0)
    return lay(paper(SIZE.width, SIZE.height, tuple(colour)), photo, 0, 0)


@pytest.mark.parametrize("what", GARMENTS)
def test_what_is_said_of_a_garment_in(what: str) -> None:
    make, category, must, never = GARMENTS[what]
    rgb = make()
    try:
        cutout = cut_out(rgb)
        worn = is_worn(rgb, cutout)
        marks = find_landmarks(cutout.alpha)
        said = set(heard(garment_photo.examine(cutout, marks, category, worn=worn, name="衣服.jpg")))
    except BadRequest as error:
        said = set(refusal(error))
    assert must <= said
    assert not never & said


def dressed(photo: PersonPhoto, garment: ProductPhoto) -> Mapping[str, str]:
    """What is said of the person of one photo in the top of another."""
    who = fit.PersonPhoto(photo.rgb, "", joints=photo.truth.joints)
    what = fit.GarmentPhoto(garment.rgb, "", category=Category.TOP)
    return heard(fit.fit(who, [what], Draft(), clock=lambda: 0.0).notices)


def test_skin_that_the_photo_does_not_show_is_announced() -> None:
    assert "skin_made_up" in dressed(standing(41, cut="turtleneck"), product(61, "camisole"))
    assert "skin_made_up" not in dressed(standing(41, cut="tank top"), product(61, "t-shirt"))


# -------------------------------------------------------------------------------------------------- files


def film_strip() -> bytes:
    file = io.BytesIO()
    frames = [Image.fromarray(np.roll(paper(300, 300), 9 * i, axis=1)) for i in range(3)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A file that says it is a picture of that size."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = struct.pack(">I", 10) + b"IDAT" + b"\x78\x9c" + b"\0" * 12
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"Dear sir or madam", "photo_not_image"),
        (b"", "photo_empty"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "photo_heic"),
        (png_of(9000, 9000), "photo_too_large"),
        (png_of(20, 20), "photo_too_small"),
        (film_strip(), "photo_animated"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_said_of_a_file_that_is_no_photo(data: bytes, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        load(data, "a.jpg")
    assert set(refusal(caught.value)) == {code}


# -------------------------------------------------------------------------------------------------- words


def heard(notices: tuple[Notice, ...]) -> Mapping[str, str]:
    for notice in notices:
        assert_said(notice.code, notice.values)
    return {notice.code: notice.severity.value for notice in notices}


def refusal(error: BadRequest) -> Mapping[str, str]:
    assert_said(error.code, error.values)
    return {error.code: REFUSED}


def assert_said(code: str, values: Mapping[str, object]) -> None:
    """Both languages say what is so and what to do, each in its own words."""
    for language in Language:
        text, step = say(code, language, **values), next_step(code, language, **values)
        assert text and step, code
        assert "part_" not in text + step and "{" not in text + step
    english, chinese = (say(code, language, **values) for language in (Language.ENGLISH, Language.CHINESE))
    assert CHINESE.search(chinese)
    parts = [part for value in values.values() if isinstance(value, tuple) for part in value]
    assert all(say(part) in english and say(part, Language.CHINESE) in chinese for part in parts)
