"""How a look is made, from two photos to a picture that can be explained. Start reading here.

A *method* is one way to dress a person. Whatever the method, the story is the same: prepare the person,
prepare the garments, dress from the inside out, put the result back into the untouched photo, check it, and
write down the recipe.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol, TypeVar

import cv2
import numpy as np

from toile.domain.body import BodyPose
from toile.domain.garment import Attributes, Category
from toile.domain.look import Notice, Severity
from toile.domain.recipe import Ingredient, Licence, Recipe
from toile.pixels.arrays import RGB, Mask
from toile.pixels.compare import count_changed
from toile.pixels.resize import fit_within
from toile.tryon.judge import judge
from toile.tryon.look import Dressed, Look
from toile.tryon.paste import enlarge_mask, enlarge_picture, paste_back
from toile.version import VERSION

Clock = Callable[[], float]  # seconds, monotonic

# Pixels on the longer side at which methods see and dress. A larger photo keeps its own pixels outside the edit.
WORKING_SIDE = 1536


@dataclass(frozen=True)
class PersonPhoto:
    """Who is to be dressed. `joints` where somebody knows them better than an estimate."""

    rgb: RGB  # [H, W, 3]
    sha256: str
    name: str = "person"
    joints: BodyPose | None = None


@dataclass(frozen=True)
class GarmentPhoto:
    """What is to be worn. `alpha` where the photo came with its own cut-out; `category` where it was said."""

    rgb: RGB  # [H, W, 3]
    sha256: str
    name: str = "garment"
    alpha: Mask | None = None
    category: Category | None = None


@dataclass(frozen=True)
class Wish:
    """What the user may ask for beyond the photos.

    `length` and `width` scale the garment against its own proportions: 1 as photographed, 0.9 a size shorter
    or closer, 1.1 longer or looser; sensible from 0.7 to 1.4. `tuck`: whether a top goes into the bottoms;
    None leaves it as the garment falls.
    """

    length: float = 1.0
    width: float = 1.0
    tuck: bool | None = None


class PreparedGarment(Protocol):
    """What a method knows of a garment before it meets a person."""

    @property
    def category(self) -> Category: ...

    @property
    def attributes(self) -> Attributes: ...

    @property
    def notices(self) -> tuple[Notice, ...]: ...


class PreparedPerson(Protocol):
    """What a method knows of a person, whatever they are going to wear."""

    @property
    def pose(self) -> BodyPose: ...


P = TypeVar("P", bound=PreparedPerson)
G = TypeVar("G", bound=PreparedGarment)


class Method(Protocol[P, G]):
    """One way to dress a person: three verbs. Preparing is worth caching, dressing is not."""

    name: str
    licences: tuple[Licence, ...]

    def prepare_person(self, photo: PersonPhoto) -> P: ...

    def prepare_garment(self, photo: GarmentPhoto) -> G: ...

    def examine(self, person: P, garments: Sequence[G]) -> tuple[Notice, ...]:
        """What is worth saying about this person in these garments; raises BadRequest when it cannot work."""
        ...

    def dress(self, person: P, garment: G, wish: Wish) -> tuple[Dressed, P]:
        """The person in the garment, and what is known of the person now that they wear it."""
        ...

    def settings(self, wish: Wish) -> Mapping[str, float | int | str | bool]:
        """Every number of the method that decides pixels."""
        ...


def fit(
    person: PersonPhoto,
    garments: Sequence[GarmentPhoto],
    method: Method[P, G],
    *,
    wish: Wish | None = None,
    clock: Clock,
) -> Look:
    """Dress the person in the garments and account for every pixel of it.

    Raises BadRequest when a photo cannot be used, with the next step for whoever sent it.
    """
    wish = wish or Wish()
    watch = _Stopwatch(clock)
    with watch.stage("person"):
        working = _at_working_size(person)
        body = method.prepare_person(working)
    with watch.stage("garment"):
        prepared = [method.prepare_garment(_garment_at_working_size(photo)) for photo in garments]
    # From the skin outwards: bottoms, dress, top, outer.
    order = sorted(range(len(prepared)), key=lambda i: list(Category).index(prepared[i].category))
    pieces = [prepared[i] for i in order]
    notices = method.examine(body, pieces) + tuple(n for piece in pieces for n in piece.notices)

    layers: list[Dressed] = []
    with watch.stage("dress"):
        wearing = body
        for piece in pieces:
            dressed, wearing = method.dress(wearing, piece, wish)
            layers.append(dressed)
    with watch.stage("paste"):
        mask = edited = reduce(np.maximum, [layer.mask for layer in layers])
        rgb = small = paste_back(layers[-1].rgb, working.rgb, edited)
        if working.rgb.shape != person.rgb.shape:
            mask = enlarge_mask(edited, person.rgb.shape)
            rgb = paste_back(enlarge_picture(small, person.rgb.shape), person.rgb, mask)
            notices += (Notice("edit_enlarged", Severity.INFO, {"side": WORKING_SIDE}),)
        outside = count_changed(rgb, person.rgb, mask)
    with watch.stage("check"):
        checks = judge(small, working.rgb, layers, outside, int((mask <= 0).sum()))
    return Look(
        rgb=rgb,
        mask=mask,
        recipe=_write_recipe(
            person,
            [garments[i] for i in order],
            pieces,
            _scaled(body.pose, _share(working, person)),
            method,
            wish,
        ),
        checks=checks,
        notices=_once(notices + tuple(n for layer in layers for n in layer.notices)),
        timings=watch.timings,
        changed_outside=outside,
        attributes=tuple(piece.attributes for piece in pieces),
        categories=tuple(piece.category for piece in pieces),
        layers=tuple(layers),
    )


def _at_working_size(photo: PersonPhoto) -> PersonPhoto:
    """The photo with its longer side at most `WORKING_SIDE`, joints with it."""
    rgb = fit_within(photo.rgb, WORKING_SIDE)
    small = replace(photo, rgb=rgb)
    return replace(small, joints=photo.joints and _scaled(photo.joints, _share(photo, small)))


def _garment_at_working_size(photo: GarmentPhoto) -> GarmentPhoto:
    rgb = fit_within(photo.rgb, WORKING_SIDE)
    alpha = photo.alpha
    if alpha is not None and alpha.shape != rgb.shape[:2]:
        alpha = np.asarray(cv2.resize(alpha, rgb.shape[1::-1], interpolation=cv2.INTER_AREA), np.float32)
    return replace(photo, rgb=rgb, alpha=alpha)


def _share(source: PersonPhoto, target: PersonPhoto) -> float:
    """How much larger the target is than the source."""
    return float(max(target.rgb.shape[:2]) / max(source.rgb.shape[:2]))


def _scaled(pose: BodyPose, factor: float) -> BodyPose:
    """The pose in a picture resized by `factor`."""
    joints = {name: replace(j, x=j.x * factor, y=j.y * factor) for name, j in pose.joints.items()}
    return replace(pose, joints=joints)


def _write_recipe(
    person: PersonPhoto,
    garments: Sequence[GarmentPhoto],
    pieces: Sequence[PreparedGarment],
    pose: BodyPose,
    method: Method[P, G],
    wish: Wish,
) -> Recipe:
    return Recipe(
        method=method.name,
        ingredients=(
            Ingredient("person", person.name, person.sha256),
            *(Ingredient("garment", photo.name, photo.sha256) for photo in garments),
        ),
        categories=tuple(piece.category.value for piece in pieces),
        settings=method.settings(wish),
        joints={name: (joint.x, joint.y, joint.confidence) for name, joint in pose.joints.items()},
        versions={"toile": VERSION, "numpy": np.__version__},
        licences=method.licences,
    )


def _once(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """The notices without repetitions, in the order they came."""
    return tuple({(n.code, tuple(n.values.items())): n for n in notices}.values())


class _Stopwatch:
    """Seconds by stage, on a clock that the caller owns."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.timings: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = self._clock()
        yield
        self.timings[name] = self.timings.get(name, 0.0) + self._clock() - began
