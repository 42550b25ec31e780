"""The demo: sample personas photographed in the synthetic studio and dressed in sample garments.

Everything goes through the same `fit` as a user's photos; the world's truth is given as joints.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from toile.domain.garment import Category, Pattern
from toile.domain.geometry import Size
from toile.domain.look import Check, Notice, Severity, Verdict
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.lookbook import Plate
from toile.messages import Language, say
from toile.page import Words
from toile.pixels.arrays import RGB
from toile.pixels.image import digest
from toile.studio import count_outside, describe
from toile.tryon.draft import Draft, Garment, Person
from toile.tryon.fit import GarmentPhoto, PersonPhoto, fit
from toile.tryon.look import Look
from toile.tryon.memory import Remembering
from toile.world import cache
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure import cast
from toile.world.sample import PersonPhoto as Portrait
from toile.world.sample import photograph, shoot_product
from toile.world.textile.fabric import FabricSpec
from toile.world.textile.palette import COLOURS

SIZE = Size(384, 512)
GARMENT_SIZE = Size(246, 328)  # a garment fills its photo; on the person it is smaller than this
WORKERS = 2  # rendering uses every core by itself; two overlap what is left

LIGHT = 185  # of 255: cloth whose darkest channel is above this is hard to tell from white

Piece = tuple[str, int]  # a cut, and the seed of its fabric


@dataclass(frozen=True)
class Subject:
    """Who is photographed: a saved persona's name (English, Chinese), pose and scene, and what they wear."""

    name: tuple[str, str]
    pose: str
    scene: str
    wearing: tuple[tuple[str, str], ...]  # a cut, and its plain colour
    framing: str = "full"


@dataclass(frozen=True)
class Sitting:
    """One look to make: a subject, and the garments to put on."""

    subject: Subject
    garments: tuple[Piece, ...]


@dataclass(frozen=True)
class Shoot:
    """The photos of a sitting, ready to be dressed."""

    sitting: Sitting
    person: PersonPhoto
    garments: tuple[GarmentPhoto, ...]


@dataclass(frozen=True)
class Dressed:
    """A finished sitting: its place in the book, the photos, the look, and the seconds that dressing took."""

    index: int
    shoot: Shoot
    look: Look
    seconds: float


_LONG, _SHORT = "skinny jeans", "denim shorts"
# Who is photographed, and what they put on: three outfits each.
CAST: tuple[tuple[Subject, tuple[tuple[Piece, ...], ...]], ...] = (
    (
        Subject(
            ("Freya", "芙蕾雅"), "arms-away", "white-studio", (("tank top", "charcoal"), (_LONG, "navy"))
        ),
        ((("t-shirt", 46),), (("sleeveless dress", 12),), (("sweater", 57), ("flared skirt", 10))),
    ),
    (
        Subject(("Lukas", "卢卡斯"), "relaxed", "grey-studio", (("tank top", "white"), (_LONG, "black"))),
        ((("sweater", 0),), (("t-shirt", 84), ("trousers", 13)), (("long-sleeved t-shirt", 79),)),
    ),
    (
        Subject(("Mei", "梅"), "hand-on-hip", "sage-studio", (("tank top", "white"), (_SHORT, "black"))),
        ((("fitted top", 2),), (("short-sleeved dress", 9),), (("t-shirt", 67),)),
    ),
    (
        Subject(("Amara", "阿玛拉"), "arms-down", "warm-studio", (("tank top", "cream"), (_SHORT, "white"))),
        ((("long-sleeved t-shirt", 9),), (("t-shirt", 52), ("flared skirt", 1)), (("sleeveless dress", 18),)),
    ),
    (
        Subject(("Kwame", "夸梅"), "arms-away", "park", (("tank top", "sage"), (_SHORT, "sand"))),
        ((("boxy t-shirt", 12),), (("sweater", 13), ("trousers", 3)), (("t-shirt", 8), ("shorts", 2))),
    ),
    (
        Subject(("Sofia", "索菲亚"), "walking", "street", (("tank top", "teal"), (_SHORT, "charcoal"))),
        (
            (("t-shirt", 63),),
            (("long-sleeved t-shirt", 10), ("wide-leg trousers", 4)),
            (("short-sleeved dress", 7),),
        ),
    ),
    (
        Subject(("Ines", "伊内斯"), "arms-down", "beach", (("tank top", "lavender"), (_SHORT, "white"))),
        ((("sleeveless dress", 11),), (("t-shirt", 88), ("trousers", 9)), (("fitted top", 69),)),
    ),
    (
        Subject(("Ravi", "拉维"), "relaxed", "cafe", (("tank top", "black"), (_LONG, "black"))),
        ((("t-shirt", 4),), (("shirt", 53), ("trousers", 2)), (("sweater", 81),)),
    ),
)
# Everybody once, then everybody again: the first few looks show the most.
SITTINGS: tuple[Sitting, ...] = tuple(
    Sitting(subject, outfits[turn]) for turn in range(3) for subject, outfits in CAST
)


def keep_compiled(data: Path) -> None:
    """Keep the world's compiled code under the data directory, so that the next start is quick."""
    cache.use(data / "compiled")


def shoot(sitting: Sitting, size: Size = SIZE) -> Shoot:
    """Photograph a subject and the garments that they are going to put on."""
    return Shoot(
        sitting,
        _photograph(sitting.subject, size),
        tuple(_photograph_garment(piece, size) for piece in sitting.garments),
    )


def shoot_all(sittings: Sequence[Sitting], taken: Callable[[], None], size: Size = SIZE) -> tuple[Shoot, ...]:
    """Photograph every subject and every garment once; calls `taken` after each photo."""
    subjects = list(dict.fromkeys(sitting.subject for sitting in sittings))
    pieces = list(dict.fromkeys(piece for sitting in sittings for piece in sitting.garments))
    with ThreadPoolExecutor(WORKERS) as pool:
        people = {subject: pool.submit(_photograph, subject, SIZE) for subject in subjects}
        garments = {piece: pool.submit(_photograph_garment, piece, GARMENT_SIZE) for piece in pieces}
        try:
            waiting: list[Future[Any]] = [*people.values(), *garments.values()]
            for done in as_completed(waiting):
                done.result()
                taken()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return tuple(
        Shoot(s, people[s.subject].result(), tuple(garments[p].result() for p in s.garments))
        for s in sittings
    )


def count_photos(sittings: Sequence[Sitting]) -> int:
    """How many photos `shoot_all` takes."""
    return len({s.subject for s in sittings}) + len({p for s in sittings for p in s.garments})


def dress_all(shoots: Sequence[Shoot]) -> Iterator[Dressed]:
    """Dress every shoot, two at a time; yields each as it is done, in any order."""
    method = Remembering(Draft())
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = [pool.submit(_dress, index, photos, method) for index, photos in enumerate(shoots)]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def photograph_truth(sitting: Sitting, size: Size = SIZE) -> RGB:
    """What a look should be like [H, W, 3]: the subject photographed in the very garments."""
    own = [_plain(cut, colour) for cut, colour in sitting.subject.wearing]
    new = [draw_garment(seed, cut) for cut, seed in sitting.garments]
    taken = {garment.category for garment in new}
    taken |= {Category.TOP, Category.BOTTOM} if Category.DRESS in taken else set()
    return _shoot(sitting.subject, [*(one for one in own if one.category not in taken), *new], size).rgb


def _photograph(subject: Subject, size: Size) -> PersonPhoto:
    photo = _shoot(subject, [_plain(cut, colour) for cut, colour in subject.wearing], size)
    return PersonPhoto(photo.rgb, digest(photo.rgb), subject.name[0], photo.truth.joints)


def _shoot(subject: Subject, wearing: Sequence[GarmentSpec], size: Size) -> Portrait:
    persona = cast.CAST[subject.name[0]]
    pose, scene = POSES[subject.pose], SCENES[subject.scene]
    return photograph(persona, wearing, pose, scene, size, subject.framing, seed=persona.seed)


def _plain(cut: str, colour: str) -> GarmentSpec:
    fabric = FabricSpec(Pattern.PLAIN, (COLOURS[colour],), names=(colour,))
    return replace(draw_garment(0, cut), fabric=fabric, tucked=False)


def _photograph_garment(piece: Piece, size: Size) -> GarmentPhoto:
    cut, seed = piece
    garment = draw_garment(seed, cut)
    # As a photographer would: light cloth before a toned ground, or nothing but its shadow would show.
    light = min(garment.fabric.colours[0]) > LIGHT
    photo = shoot_product(garment, size, "coloured" if light else "white", seed=seed)
    return GarmentPhoto(photo.rgb, digest(photo.rgb), f"{cut} {seed}", category=garment.category)


def _dress(index: int, photos: Shoot, method: Remembering[Person, Garment]) -> Dressed:
    began = time.perf_counter()
    look = fit(photos.person, photos.garments, method, clock=time.perf_counter)
    return Dressed(index, photos, look, time.perf_counter() - began)


def plate(dressed: Dressed) -> Plate:
    """A finished sitting as a page of the lookbook."""
    subject, look = dressed.shoot.sitting.subject, dressed.look
    outside = count_outside(look)
    kept = Check(
        "outside_promise",
        float(look.changed_outside),
        Verdict.FAIL if look.changed_outside else Verdict.PASS,
        {"changed": look.changed_outside, "total": f"{outside:,}"},
    )
    checks = (kept, *(check for check in look.checks if check.code != "check_outside"))
    return Plate(
        look=look.rgb,
        before=dressed.shoot.person.rgb,
        garments=tuple(garment.rgb for garment in dressed.shoot.garments),
        persona=dict(zip(Language, subject.name, strict=True)),
        wearing=name_wearing(look),
        setting=name_setting(subject),
        checks=tuple((check.verdict, _both(partial(_sentence, check))) for check in checks),
        notices=tuple(_both(partial(_sentence, notice)) for notice in look.notices),
        warnings=sum(notice.severity is Severity.WARNING for notice in look.notices),
        changed=look.changed_outside,
        outside=outside,
        seconds=dressed.seconds,
    )


def _sentence(about: Check | Notice, language: Language) -> str:
    return say(about.code, language, **about.values)


def name_wearing(look: Look) -> Words:
    """What is worn in a look."""
    return _both(lambda tongue: _joined([describe(a, tongue) for a in look.attributes], tongue))


def name_setting(subject: Subject) -> Words:
    """Where a subject is, and how they stand."""
    scene, pose = SCENES[subject.scene], POSES[subject.pose]
    words = {
        Language.ENGLISH: (scene.words.removeprefix("a "), pose.words),
        Language.CHINESE: (scene.words_zh, pose.words_zh),
    }
    return _both(lambda tongue: say("list_comma", tongue).join(words[tongue]))


def _joined(words: Sequence[str], language: Language) -> str:
    text = say("list_with", language).join(words)
    return text[:1].upper() + text[1:]


def _both(speak: Callable[[Language], str]) -> Words:
    return {language: speak(language) for language in Language}
