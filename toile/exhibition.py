"""The exhibition: all that the synthetic studio can photograph, as chapters of a gallery.

Every picture is drawn from the exhibition's seed; the same seed gives the same pictures.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np

from toile import overlay
from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.persona import Beard, Gender, Glasses, Hair, Persona, Shoe
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.gallery import SHEET, Chapter, Picture, Taker
from toile.messages import Language, say
from toile.page import Words
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import CUTS, draw_garment, draw_outfit
from toile.world.figure.cast import CAST, described, draw_persona
from toile.world.sample import (
    FRAMINGS,
    GROUNDS,
    WAYS,
    PersonPhoto,
    describe,
    photograph,
    shoot_product,
)
from toile.world.textile.fabric import PRINTS, FabricSpec
from toile.world.textile.palette import FAMILIES, draw_fabric

_STUDIOS = ("grey-studio", "warm-studio", "sage-studio", "white-studio")


def chapters(seed: int, size: Size) -> tuple[Chapter, ...]:
    """The whole gallery, nothing of it taken yet. `size`: of the pictures."""
    return tuple(Chapter(name, tuple(draw(seed, size))) for name, draw in _CHAPTERS.items())


def _words(english: str, chinese: str) -> Words:
    return {Language.ENGLISH: english[:1].upper() + english[1:], Language.CHINESE: chinese}


def _said(*subjects: Persona | GarmentSpec) -> Words:
    return _words(
        "; ".join(describe(subject) for subject in subjects),
        "；".join(describe(subject, "zh") for subject in subjects),
    )


@dataclass(frozen=True)
class Portrait:
    """Somebody to photograph, as one line of a chapter."""

    persona: Persona
    wearing: tuple[GarmentSpec, ...]
    pose: str
    scene: str
    framing: str
    words: Words
    size: Size
    seed: int

    def __call__(self) -> Picture:
        return Picture(self.photo().rgb, self.words)

    def photo(self) -> PersonPhoto:
        scene, pose = SCENES[self.scene], POSES[self.pose]
        return photograph(self.persona, self.wearing, pose, scene, self.size, self.framing, seed=self.seed)


def _basics(persona: Persona, seed: int) -> tuple[GarmentSpec, ...]:
    """Plain clothes that leave the eye to the person."""
    top = replace(draw_garment(seed, "t-shirt"), tucked=False, fabric=_plain(seed, "tee"))
    return top, replace(draw_garment(seed, "jeans"), fabric=_plain(seed, "jeans"))


def _plain(seed: int, family: str) -> FabricSpec:
    random = np.random.default_rng((seed, 301))
    return next(f for _ in range(100) if (f := draw_fabric(random, family)).design == "plain")


def _personas(seed: int, size: Size) -> Iterator[Taker]:
    """The saved ones, then as many as it takes to fill the sheets, half length."""
    drawn = [draw_persona(seed * 1000 + n) for n in range(2 * SHEET - len(CAST))]
    for n, persona in enumerate((*CAST.values(), *drawn)):
        scene = _STUDIOS[n % len(_STUDIOS)]
        worn = _basics(persona, seed + n)
        yield Portrait(persona, worn, "arms-down", scene, "half", _said(persona), size, seed + n)


def _bodies(seed: int, size: Size) -> Iterator[Taker]:
    """Full length, in what shows the build."""
    for n in range(SHEET // 2):
        persona = draw_persona(seed * 1000 + 500 + n, list(Gender)[n % 2])
        worn = (
            replace(draw_garment(seed + n, "tank top"), tucked=True, fabric=_plain(seed + n, "tank")),
            replace(draw_garment(seed + n, "shorts"), fabric=_plain(seed + n, "shorts")),
        )
        yield Portrait(persona, worn, "arms-away", "white-studio", "full", _said(persona), size, seed + n)


def _heads(seed: int, size: Size) -> Iterator[Taker]:
    """Every style of hair, every beard, every pair of glasses."""
    short = (Hair.BALD, Hair.BUZZ, Hair.CROP, Hair.SHORT, Hair.QUIFF)
    man, woman = Gender.MAN, Gender.WOMAN
    looks: list[tuple[Gender, Callable[[Persona], Persona]]] = [
        *((man if hair in short else woman, partial(_with_hair, hair)) for hair in Hair),
        *((man, partial(_with_beard, beard)) for beard in Beard if beard is not Beard.NONE),
        *((woman, partial(_with_glasses, one)) for one in Glasses if one is not Glasses.NONE),
    ]
    for n, (gender, changed) in enumerate(looks):
        persona = described(changed(draw_persona(seed * 1000 + 600 + n, gender)))
        worn = _basics(persona, seed + n)
        yield Portrait(persona, worn, "arms-down", "grey-studio", "half", _said(persona), size, seed + n)


def _with_hair(hair: Hair, persona: Persona) -> Persona:
    return replace(persona, hair=hair)


def _with_beard(beard: Beard, persona: Persona) -> Persona:
    return replace(persona, beard=beard)


def _with_glasses(worn: Glasses, persona: Persona) -> Persona:
    return replace(persona, glasses=worn)


def _poses(seed: int, size: Size) -> Iterator[Taker]:
    for n, (name, pose) in enumerate(POSES.items()):
        persona = draw_persona(seed * 1000 + 700 + n)
        worn = draw_outfit(seed + 40 + n, persona.gender)
        words = _words(pose.words, pose.words_zh)
        yield Portrait(persona, worn, name, _STUDIOS[n % 3], "full", words, size, seed + n)


def _scenes(seed: int, size: Size) -> Iterator[Taker]:
    for n, ((name, scene), framing) in enumerate(product(SCENES.items(), FRAMINGS)):
        persona = draw_persona(seed * 1000 + 800 + n)
        worn = draw_outfit(seed + 80 + n, persona.gender)
        english, chinese = FRAMINGS[framing][2]
        words = _words(f"{scene.words}, {english}", f"{scene.words_zh}，{chinese}")
        yield Portrait(persona, worn, "relaxed", name, framing, words, size, seed + n)


def _garments(seed: int, size: Size) -> Iterator[Taker]:
    """Every cut, worn."""
    for n, (cut, makes) in enumerate(CUTS.items()):
        gender = (
            Gender.MAN if makes[0].men > makes[0].women or (n % 3 == 2 and makes[0].men) else Gender.WOMAN
        )
        persona = draw_persona(seed * 1000 + 900 + n, gender)
        piece = draw_garment(seed + n, cut)
        rest = {
            Category.TOP: ("jeans",),
            Category.OUTER: ("t-shirt", "trousers"),
            Category.BOTTOM: ("t-shirt",),
            Category.DRESS: (),
        }[piece.category]
        others = tuple(
            replace(
                draw_garment(seed + n, c), fabric=_plain(seed + n, "tee" if c == "t-shirt" else "trousers")
            )
            for c in rest
        )
        worn = (piece, *(replace(g, tucked=piece.category is Category.BOTTOM) for g in others))
        yield Portrait(persona, worn, "relaxed", _STUDIOS[n % 4], "full", _said(piece), size, seed + n)


@dataclass(frozen=True)
class Product:
    """A product shot, as one line of a chapter."""

    garment: GarmentSpec
    ground: str
    way: str
    turn: float
    words: Words
    size: Size
    seed: int

    def __call__(self) -> Picture:
        photo = shoot_product(self.garment, self.size, self.ground, self.way, self.turn, seed=self.seed)
        return Picture(photo.rgb, self.words)


def _fabrics(seed: int, size: Size) -> Iterator[Taker]:
    """Every design, on a garment that is sold in it, flat or hanging."""
    found: dict[str, GarmentSpec] = {}
    wanted = {design for designs in PRINTS.values() for design in designs.values()}
    for n in range(4000):
        garment = draw_garment(seed * 10_000 + n)
        found.setdefault(garment.fabric.print_name.removeprefix("vertical "), garment)
        if len(found) == len(wanted):
            break
    random = np.random.default_rng((seed, 302))
    for n in range(3):  # what no shop sells, for training
        wild = replace(draw_garment(seed + n, "t-shirt"), fabric=draw_fabric(random, FAMILIES[-1]))
        found[f"random {n}"] = wild
    for n, garment in enumerate(found.values()):
        yield Product(garment, "white", "ghost", 0.0, _said(garment), size, seed + n)


def _products(seed: int, size: Size) -> Iterator[Taker]:
    """Every way and ground, straight and a little crooked."""
    for n, (ground, way, turn) in enumerate(product(GROUNDS, WAYS, (0.0, 1.0))):
        garment = draw_garment(seed + 300 + n)
        tilt = turn * float(np.random.default_rng((seed, n)).uniform(-9, 9))
        named = _said(garment)
        words = _words(
            f"{WAYS[way][0]} on {GROUNDS[ground].words}: {named[Language.ENGLISH]}",
            f"{WAYS[way][1]}，{GROUNDS[ground].words_zh}：{named[Language.CHINESE]}",
        )
        yield Product(garment, ground, way, tilt, words, size, seed + n)


def _shoes(seed: int, size: Size) -> Iterator[Taker]:
    for n, shoe in enumerate(Shoe):
        persona = described(replace(draw_persona(seed * 1000 + 950 + n, Gender.WOMAN), shoe=shoe))
        worn = (draw_garment(seed + n, "t-shirt"), draw_garment(seed + n, "shorts"))
        yield Portrait(persona, worn, "walking", "white-studio", "full", _said(persona), size, seed + n)


def _looks(seed: int, size: Size) -> Iterator[Taker]:
    """Anybody in anything, anywhere: what a look through the keyhole would show."""
    random = np.random.default_rng((seed, 303))
    for n in range(2 * SHEET):
        persona = draw_persona(seed * 1000 + n)
        worn = draw_outfit(seed * 1000 + n, persona.gender)
        pose, scene = str(random.choice(list(POSES))), str(random.choice(list(SCENES)))
        yield Portrait(persona, worn, pose, scene, "full", _said(persona, *worn), size, seed + n)


@dataclass(frozen=True)
class Overlay:
    """One kind of truth drawn over a portrait."""

    portrait: Portrait
    kind: str

    def __call__(self) -> Picture:
        photo = self.portrait.photo()
        words = {language: say(f"truth_{self.kind}", language) for language in Language}
        return Picture(overlay.OVERLAYS[self.kind](photo), words)


def _truths(seed: int, size: Size) -> Iterator[Taker]:
    for n, pose in enumerate(("relaxed", "arms-crossed", "three-quarter", "sitting")):
        persona = draw_persona(seed * 1000 + 970 + n)
        worn = draw_outfit(seed + 970 + n, persona.gender)
        portrait = Portrait(persona, worn, pose, list(SCENES)[4 + n], "full", {}, size, seed + n)
        yield from (Overlay(portrait, kind) for kind in overlay.OVERLAYS)


_CHAPTERS: Mapping[str, Callable[[int, Size], Iterator[Taker]]] = {
    "looks": _looks,
    "personas": _personas,
    "bodies": _bodies,
    "heads": _heads,
    "shoes": _shoes,
    "poses": _poses,
    "scenes": _scenes,
    "garments": _garments,
    "fabrics": _fabrics,
    "products": _products,
    "truths": _truths,
}
