"""The composition root: photos on disk to a look, with the method that this machine can run.

The command line and every later shell go through here, so that all of them behave alike.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from toile.domain.body import BodyPose, Joint, JointSource
from toile.domain.garment import Attributes, Category, Kind, Pattern
from toile.domain.geometry import Size
from toile.domain.look import Check, Notice, Severity, Verdict
from toile.errors import BadRequest
from toile.messages import CATALOGUE, Language, say
from toile.pixels.arrays import RGB
from toile.pixels.image import Photo, load
from toile.pixels.metadata import recipe_texts
from toile.pixels.output import check_output, is_lossless, make_folder, save
from toile.settings import Settings
from toile.tryon.draft import Draft
from toile.tryon.fit import Clock, GarmentPhoto, PersonPhoto, Wish, fit
from toile.tryon.look import Look
from toile.vision.borrowed.face import compare
from toile.vision.borrowed.registry import Role
from toile.vision.joints import read_joints
from toile.vision.seeing import Seeing, open_seeing


@dataclass(frozen=True)
class Order:
    """What a user asks for: whose photo, which garments (with their category where it was said), and where to.

    `joints` is a file; `stages` a folder for the pictures of every stage.
    """

    person: Path
    garments: tuple[tuple[Path, Category | None], ...]
    output: Path
    wish: Wish = field(default_factory=Wish)
    joints: Path | None = None
    stages: Path | None = None


@dataclass(frozen=True)
class Delivery:
    """A look that has been saved, what is worth saying about the files, and the whole time in seconds."""

    look: Look
    output: Path
    notices: tuple[Notice, ...]
    seconds: float


def read_seeing(settings: Settings) -> Seeing:
    """The networks that the user points to, told and ready to be asked. Raises NotReady."""
    return open_seeing(settings.models, settings.model_folder)


def deliver(order: Order, clock: Clock = time.perf_counter, seeing: Seeing | None = None) -> Delivery:
    """Read the photos, dress the person, save the look with its recipe. Raises BadRequest.

    Where the look goes is tried before any work is done. `seeing`: networks that see beside the classical ways.
    """
    began = clock()
    _check(order)
    photo = load(order.person)
    garments = [(load(path), category) for path, category in order.garments]
    joints = find_joints(order.joints, order.person, photo) if order.joints else None
    look = fit(
        PersonPhoto(photo.rgb, photo.sha256, photo.name, joints),
        [GarmentPhoto(g.rgb, g.sha256, g.name, g.alpha, category) for g, category in garments],
        Draft(seeing),
        wish=order.wish,
        clock=clock,
    )
    look = compare_faces(look, photo.rgb, seeing or Seeing())
    save(look.rgb, order.output, texts=recipe_texts(look.recipe))
    if order.stages:
        _save_stages(look, order.stages)
    notices = photo_notices([photo, *(g for g, _ in garments)]) + _output_notices(order.output)
    return Delivery(look, order.output, look.notices + notices, clock() - began)


def compare_faces(look: Look, photo: RGB, seeing: Seeing) -> Look:
    """The look with one check more, whether the face is still the person's, where a network can say and a face shows.

    `photo` [H, W, 3] is the person's, as large as the look.
    """
    if seeing.identity is None:
        return look
    joints = {name: Joint(*values) for name, values in look.recipe.joints.items()}
    score = compare(seeing.identity, photo, look.rgb, BodyPose(joints, JointSource.GIVEN, 1.0))
    if score is None:
        return look
    values = {"score": round(score, 3), "least": seeing.identity.same, "model": seeing.identity.name}
    verdict = Verdict.PASS if score >= seeing.identity.same else Verdict.FAIL
    recipe = replace(
        look.recipe,
        settings={**look.recipe.settings, **seeing.settings(Role.IDENTITY)},
        licences=(*look.recipe.licences, *seeing.licences(Role.IDENTITY)),
    )
    return replace(look, recipe=recipe, checks=(*look.checks, Check("check_face", score, verdict, values)))


def find_joints(file: Path, photo_path: Path, photo: Photo) -> BodyPose:
    """The joints that a file gives for a photo. Raises BadRequest."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise BadRequest("joints_unreadable", path=file) from None
    height, width = photo.rgb.shape[:2]
    return read_joints(text, photo=photo_path.name, size=Size(width, height))


def photo_notices(photos: Sequence[Photo]) -> tuple[Notice, ...]:
    """What was done to photos on the way in."""
    return tuple(
        Notice(code, Severity.INFO, {"name": photo.name}) for photo in photos for code in photo.notes
    )


def count_outside(look: Look) -> int:
    """How many pixels the edit was not allowed to touch."""
    return int((look.mask <= 0).sum())


def describe(attributes: Attributes, language: Language) -> str:
    """A garment in a few words: its two main colours, pattern, sleeves and kind."""
    noun = say(f"kind_{attributes.kind.value}", language)
    if attributes.kind in (Kind.TOP, Kind.DRESS):
        noun = say(f"sleeve_{_coded(attributes.sleeve.value)}", language, noun=noun)
    shown = f"motif_{attributes.motif}" if attributes.motif else f"pattern_{_coded(attributes.pattern.value)}"
    noun = say(shown, language, noun=noun)
    names = [name for name, _ in attributes.colours[: 1 if attributes.pattern is Pattern.PLAIN else 2]]
    codes = [(f"colour_{_coded(name)}", name) for name in names]
    colours = [say(code, language) if code in CATALOGUE else name for code, name in codes]
    return say("coloured", language, colours=say("list_and", language).join(colours), noun=noun).strip()


def _coded(word: str) -> str:
    return word.replace("-", "_").replace(" ", "_")


def _check(order: Order) -> None:
    if not order.garments:
        raise BadRequest("no_garment_given")
    check_output(order.output)
    sources = [order.person, *(path for path, _ in order.garments)]
    if order.output.exists() and any(path.exists() and path.samefile(order.output) for path in sources):
        raise BadRequest("output_is_source", path=order.output)
    if order.stages:
        make_folder(order.stages)


def _output_notices(output: Path) -> tuple[Notice, ...]:
    return () if is_lossless(output) else (Notice("output_lossy", Severity.INFO, {"name": output.name}),)


def _save_stages(look: Look, folder: Path) -> None:
    for name, picture in look.draw_stages().items():
        save(picture, folder / f"{name}.png")
