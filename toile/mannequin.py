"""The mannequin method: pictures of people who are nobody, in the garments of photos, by a small Stable Diffusion that
ships with Toile.

The persona, the garments, the place and the pose are put into words; one garment is shown as well, as a photograph that
the U-Net attends to.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toile.diffusion import Created, Engine
from toile.domain.garment import Attributes, Category
from toile.domain.geometry import Size
from toile.domain.look import Notice, Severity
from toile.domain.persona import Persona
from toile.domain.recipe import Ingredient
from toile.engine.request import ImagePrompt
from toile.errors import BadRequest, NotReady
from toile.pixels.arrays import RGB
from toile.pixels.image import load
from toile.pixels.metadata import recipe_texts
from toile.pixels.output import check_output, save
from toile.pixels.resize import ResizeMode, resize
from toile.prompts.compiler import Compiled, Family, Wish, compile_prompt
from toile.prompts.garments import name_garment
from toile.studio import photo_notices
from toile.tryon.draft import Draft
from toile.tryon.fit import GarmentPhoto
from toile.vision.piece import frame_piece
from toile.world.figure import appearance
from toile.world.figure.audition import find_persona

METHOD = "mannequin"
TRYON = "tryon"  # the folder of the branch beside the checkpoint's other parts
CONTROL = "controlnet"
ENLARGED = 4  # times, so that it can be looked at
# The garment that is shown where there are several; the others are only said.
_SHOWN = (Category.OUTER, Category.DRESS, Category.TOP, Category.BOTTOM)


@dataclass(frozen=True)
class Brief:
    """How a picture is to be: in a `scene` and a `pose` by name, with the user's `own` words, asked for in a
    `language`. `seed` None draws one; `steps` and `cfg` None leave them to the checkpoint."""

    scene: str = ""
    pose: str = ""
    own: str = ""
    language: str = "en"
    seed: int | None = None
    steps: int | None = None
    cfg: float | None = None


@dataclass(frozen=True)
class Order:
    """What is to be seen: `garments` (with their category where it was said) on a `persona`."""

    garments: tuple[tuple[Path, Category | None], ...]
    persona: str
    output: Path
    brief: Brief


@dataclass(frozen=True)
class Garment:
    """A garment that was looked at: `piece` [h, w, 3], alone on white, as the checkpoint is shown it."""

    photo: GarmentPhoto
    category: Category
    attributes: Attributes
    piece: RGB
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Delivery:
    """A picture that has been saved, `rgb` [H, W, 3] as it was saved, what was asked of the checkpoint, what it was
    shown, what is worth saying, and the whole time in seconds."""

    rgb: RGB
    created: Created
    compiled: Compiled
    garments: tuple[Garment, ...]
    persona: Persona
    output: Path
    notices: tuple[Notice, ...]
    seconds: float


def deliver(order: Order, engine: Engine, clock: Callable[[], float] = time.perf_counter) -> Delivery:
    """Look at the garments, paint the persona in them, save the picture with its recipe. Raises BadRequest, and
    NotReady `tryon_missing` for a checkpoint without the branch that looks at garments."""
    began = clock()
    check_output(order.output)
    if not order.garments:
        raise BadRequest("no_garment_given")
    if order.output.exists() and any(
        path.exists() and path.samefile(order.output) for path, _ in order.garments
    ):
        raise BadRequest("output_is_source", path=order.output)
    persona = find_persona(order.persona)
    photos = [(load(path), category) for path, category in order.garments]
    read = [GarmentPhoto(one.rgb, one.sha256, one.name, one.alpha, category) for one, category in photos]
    garments = tuple(look_at(one, engine.model.native) for one in read)
    created, compiled = paint(order.brief, persona, garments, engine)
    rgb = enlarge(created.rgb)
    save(rgb, order.output, texts=recipe_texts(created.recipe))
    notices = (
        *compiled.notices,
        *_say_which_is_shown(garments),
        *created.notices,
        *(notice for one in garments for notice in one.notices),
        *photo_notices([photo for photo, _ in photos]),
    )
    return Delivery(rgb, created, compiled, garments, persona, order.output, notices, clock() - began)


def look_at(photo: GarmentPhoto, size: Size) -> Garment:
    """The garment of a photo, cut out and read as the draft does, and framed at the checkpoint's size."""
    seen = Draft().prepare_garment(photo)
    piece = frame_piece(seen.foreground, seen.alpha, size)
    return Garment(photo, seen.category, seen.attributes, piece, seen.notices)


def say_look(brief: Brief, persona: Persona, garments: Sequence[Garment]) -> Compiled:
    """Persona, garments and brief in words."""
    worn = [name_garment(one.attributes, one.category, taught=True) for one in garments]
    wish = Wish(worn, appearance.attributes(persona), brief.scene, brief.pose, brief.own)
    return compile_prompt(wish, Family.MANNEQUIN, brief.language)


def paint(
    brief: Brief, persona: Persona, garments: Sequence[Garment], engine: Engine
) -> tuple[Created, Compiled]:
    """The picture, and the words that it was asked for with."""
    branch = engine.model.checkpoint.path / TRYON
    if garments and not branch.is_dir():
        raise NotReady("tryon_missing", name=engine.model.name)
    compiled = say_look(brief, persona, garments)
    asked: Mapping[str, Any] = {
        "negative": compiled.negative,
        "seed": brief.seed,
        "steps": brief.steps,
        "cfg": brief.cfg,
        "image": ImagePrompt(branch, _choose(garments).piece) if garments else None,
    }
    fields = {name: value for name, value in asked.items() if value is not None}
    created = engine.create(compiled.positive, **fields)[0]
    sources = tuple(Ingredient("garment", one.photo.name, one.photo.sha256) for one in garments)
    recipe = replace(
        created.recipe,
        method=METHOD,
        ingredients=(*created.recipe.ingredients, *sources),
        categories=tuple(one.category.value for one in garments),
        settings={**created.recipe.settings, "persona": persona.words, "enlarged": ENLARGED},
    )
    return replace(created, recipe=recipe), compiled


def _choose(garments: Sequence[Garment]) -> Garment:
    return min(garments, key=lambda one: _SHOWN.index(one.category))


def _say_which_is_shown(garments: Sequence[Garment]) -> tuple[Notice, ...]:
    """One garment is shown; where there are more, which one."""
    if len(garments) < 2:
        return ()
    return (Notice("mannequin_shows_one", Severity.INFO, {"name": _choose(garments).photo.name}),)


def enlarge(rgb: RGB) -> RGB:
    """A picture large enough to be looked at."""
    height, width = rgb.shape[:2]
    return resize(rgb, Size(ENLARGED * width, ENLARGED * height), ResizeMode.STRETCH)
