"""The instant draft: the real garment's pixels on the real person, without weights, GPU or network.

Person: joints, outline, label map. Garment: cut-out, landmarks, neckline. The garment is bent onto the body,
the old clothes are taken away where the new ones leave them bare, and hair, hands and arms stay in front.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import BodyPose, Region
from toile.domain.garment import Attributes, Category, GarmentLandmarks, Kind
from toile.domain.look import Notice, Severity
from toile.domain.recipe import Licence
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Labels, Mask
from toile.pixels.mask import largest_part, shrink
from toile.tryon.fit import GarmentPhoto, PersonPhoto, Wish
from toile.tryon.look import Dressed
from toile.vision.attributes import describe
from toile.vision.composite import Composite, compose, keep, read_light
from toile.vision.cutout import cut_out
from toile.vision.drawing import draw_joints, draw_labels, draw_landmarks
from toile.vision.landmarks import find_landmarks
from toile.vision.layering import find_bare_arms, find_fronts, find_room, tuck_in, union
from toile.vision.masks import inpaint, protect
from toile.vision.measure import Body, look_up, measure
from toile.vision.neckline import find_neckline, open_neckline
from toile.vision.parsing import Parsing, parse
from toile.vision.person import examine
from toile.vision.pose import estimate_from_silhouette
from toile.vision.residue import REPLACES, Residue, Wardrobe, find_residue
from toile.vision.silhouette import Silhouette, cut_person
from toile.vision.strips import Parts, split
from toile.vision.targets import Placement
from toile.vision.targets import place as place_on_body
from toile.vision.warp import Layer, bound, fit_spline, place, warp_by_spline, warp_by_strip
from toile.vision.wearer import sharpen, take_off
from toile.vision.worn import is_worn

INVENTED_SKIN = 0.015  # share of the person above which made-up skin is announced; spec: measured by eye


@dataclass(frozen=True)
class Person:
    """What the draft knows of a person."""

    rgb: RGB
    pose: BodyPose
    silhouette: Silhouette
    parsing: Parsing
    body: Body
    wardrobe: Wardrobe  # what the person wears now; changes as garments are put on


@dataclass(frozen=True)
class Garment:
    """What the draft knows of a garment."""

    foreground: RGB
    alpha: Mask  # with the inner back collar cut away
    landmarks: GarmentLandmarks
    parts: Parts
    cloth: RGB  # [N, 3] a fair share of its own pixels
    category: Category
    attributes: Attributes
    notices: tuple[Notice, ...]


class Draft:
    """The instant draft as a method."""

    name = "draft"
    licences: tuple[Licence, ...] = (Licence("toile draft", "Apache-2.0", commercial=True),)

    def prepare_person(self, photo: PersonPhoto) -> Person:
        """Joints, outline and label map of the person in the photo."""
        silhouette = cut_person(photo.rgb, photo.joints)
        pose = photo.joints or estimate_from_silhouette(photo.rgb, silhouette.alpha)
        parsing = parse(photo.rgb, silhouette.alpha, pose)
        body = measure(pose, silhouette.alpha, parsing.labels)
        wardrobe = Wardrobe(parsing.labels, parsing.soft, silhouette.alpha)
        return Person(photo.rgb, pose, silhouette, parsing, body, wardrobe)

    def prepare_garment(self, photo: GarmentPhoto) -> Garment:
        """Cut-out, landmarks, open neckline and words of the garment in the photo."""
        cutout = cut_out(photo.rgb)
        codes = [*cutout.report.notes]
        if photo.alpha is not None:
            cutout = replace(cutout, alpha=photo.alpha)
        elif is_worn(photo.rgb, cutout):
            codes = ["worn_garment"]
            taken = take_off(photo.rgb, cutout, photo.category)
            if taken is None:
                raise BadRequest("worn_garment_unclear", garment=photo.name)
            cutout = taken
        alpha = sharpen(cutout.alpha)
        landmarks = find_landmarks(alpha)
        category = photo.category or CATEGORIES[landmarks.kind]
        shape = "none"
        if landmarks.kind in (Kind.TOP, Kind.DRESS):
            neckline = find_neckline(cutout.foreground, alpha, landmarks)
            alpha = open_neckline(alpha, landmarks, neckline)
            shape = neckline.shape
        attributes = describe(cutout.foreground, alpha, landmarks, shape)
        codes += landmarks.notes
        notices = tuple(Notice(code, Severity.WARNING, {"garment": photo.name}) for code in codes)
        if category not in WEARABLE_AS[landmarks.kind]:
            notices += (Notice("wrong_category", Severity.WARNING, {"garment": photo.name}),)
        cloth = _pick_cloth(cutout.foreground, alpha)
        parts = split(alpha, landmarks)
        return Garment(cutout.foreground, alpha, landmarks, parts, cloth, category, attributes, notices)

    def examine(self, person: Person, garments: Sequence[Garment]) -> tuple[Notice, ...]:
        """What is worth saying before dressing; raises BadRequest when nobody can be made out."""
        categories = tuple(garment.category for garment in garments)
        return examine(person.rgb, person.silhouette, person.pose, person.parsing, categories)

    def dress(self, person: Person, garment: Garment, wish: Wish) -> tuple[Dressed, Person]:
        """Bend the garment onto the body, clear the old clothes away, lay it over."""
        body, worn = person.body, person.wardrobe
        waistline = find_waistline(worn.labels, body)
        placement = place_on_body(
            garment.landmarks,
            garment.parts.main,
            body,
            length=wish.length,
            width=wish.width,
            waistline=waistline,
        )
        # A long top hides the waist: the bottoms begin no lower than usual under it.
        usual = USUAL_WAIST * body.torso
        waist = usual if waistline is None else min(waistline, usual)
        layers = _warp(garment, placement, worn.labels.shape)
        layers = [
            replace(layers[0], alpha=layers[0].alpha * find_room(body, worn.labels.shape)),
            *layers[1:],
        ]
        if wish.tuck and garment.category is Category.TOP:
            layers = [tuck_in(layers[0], body, waist), *layers[1:]]
        protected = shrink(protect(worn.labels, body), 2.0)  # what is surely hair, face or hand
        bare = find_bare_arms(body, placement, worn.labels.shape)
        sleeves = () if garment.category is Category.BOTTOM else placement.strips
        fronts = find_fronts(worn, protected, garment.category, bool(wish.tuck), len(placement.strips), bare)
        stack = list(zip(layers, fronts, strict=True))
        cover = union([layer.alpha * (1 - front) for layer, front in stack])
        hem = max(body.down_of(point) for point in placement.target)
        sleeved = (1 - bare) * bool(sleeves)
        residue = find_residue(person.rgb, worn, body, cover, garment.category, waist, hem, sleeved, seed=0)
        amount = residue.amount[..., None]
        base = person.rgb * (1 - amount) + residue.fill * amount
        light = read_light(person.rgb, worn.share(*(REPLACES[garment.category] or (Region.TOP,))))
        result = keep(
            compose(base, stack, light, worn.alpha, body, SLITS.get(garment.category, SLIT)),
            person.rgb,
            protected,
        )
        rgb = np.clip(np.rint(result.rgb), 0, 255).astype(np.uint8)
        # Hard, because the composite is soft already: blending twice would let the photo shine through a rim.
        touched = np.maximum(result.changed, residue.amount) > 0
        mask = (touched & (protected < 0.5)).astype(np.float32)
        notices: tuple[Notice, ...] = ()
        if residue.made_up_skin > INVENTED_SKIN:
            share = round(100 * residue.made_up_skin, 1)
            notices = (Notice("skin_made_up", Severity.WARNING, {"share": share}),)
        dressed = Dressed(
            rgb=rgb,
            mask=mask,
            expected=np.clip(np.rint(result.garment), 0, 255).astype(np.uint8),
            coverage=result.coverage,
            cloth=garment.cloth,
            protected=protected,
            notices=notices,
            draw_stages=lambda: _stages(person, garment, result, residue, mask),
        )
        now = worn.put_on(WORN_AS[garment.category], result.coverage, residue.labels)
        return dressed, replace(person, rgb=rgb, wardrobe=now)

    def settings(self, wish: Wish) -> Mapping[str, float | int | str | bool]:
        """The wish is all that a draft can be told; its own numbers come with the version."""
        return {
            "length": wish.length,
            "width": wish.width,
            "tuck": "auto" if wish.tuck is None else wish.tuck,
        }


CATEGORIES: Mapping[Kind, Category] = {
    Kind.TOP: Category.TOP,
    Kind.DRESS: Category.DRESS,
    Kind.TROUSERS: Category.BOTTOM,
    Kind.SHORTS: Category.BOTTOM,
    Kind.SKIRT: Category.BOTTOM,
}
# What else a garment of that outline may be: a long top looks like a dress, and any top may be a jacket.
WEARABLE_AS: Mapping[Kind, tuple[Category, ...]] = {
    Kind.TOP: (Category.TOP, Category.OUTER, Category.DRESS),
    Kind.DRESS: (Category.DRESS, Category.TOP, Category.OUTER),
    Kind.TROUSERS: (Category.BOTTOM,),
    Kind.SHORTS: (Category.BOTTOM,),
    Kind.SKIRT: (Category.BOTTOM,),
}
# How a garment is labelled once it is worn.
WORN_AS: Mapping[Category, Region] = {
    Category.TOP: Region.TOP,
    Category.BOTTOM: Region.BOTTOM,
    Category.DRESS: Region.DRESS,
    Category.OUTER: Region.TOP,
}
SLIT, SLITS = 0.015, {Category.BOTTOM: 0.025}  # gaps that no garment has: at a seam, below a crotch
USUAL_WAIST = 0.84  # of the torso, where the waistline cannot be seen


def find_waistline(labels: Labels, body: Body) -> float | None:
    """Where the present bottoms begin below the shoulders, in pixels; None where there are none to be seen."""
    drops = np.arange(0.45, 1.2, 0.01) * body.torso
    offsets = np.linspace(-0.15, 0.15, 5) * body.unit
    found = []
    for offset in offsets:
        line = np.stack([body.at(offset, drop) for drop in drops])
        bottoms = look_up(labels, line) == Region.BOTTOM
        steady = np.convolve(bottoms, np.ones(8), "valid") >= 7
        if steady.any():
            found.append(float(drops[int(np.argmax(steady))]))
    return float(np.median(found)) if len(found) >= 3 else None


def _warp(garment: Garment, placement: Placement, shape: tuple[int, ...]) -> list[Layer]:
    """The main part and then the limbs, each on a canvas of the whole picture."""
    height, width = shape[:2]
    parts = garment.parts
    spline = fit_spline(placement.target, placement.source)
    margin = 0.25 * float(np.ptp(placement.target[:, 0]))
    box = bound(placement.target, margin, height, width)
    layers = [place(warp_by_spline(garment.foreground, parts.main, spline, box), height, width)]
    for strip in placement.strips:
        box = bound(np.concatenate(strip.target), 0.4 * margin, height, width)
        layer = warp_by_strip(
            garment.foreground, parts.limbs[strip.side], strip.source, strip.target, box, strip.bow
        )
        layers.append(place(layer, height, width))
    # Far from its points a map may show a shred of cloth twice.
    return [replace(layer, alpha=largest_part(layer.alpha)) for layer in layers]


def _pick_cloth(foreground: RGB, alpha: Mask) -> RGB:
    """At most 20,000 of the garment's own pixels [N, 3], evenly picked."""
    pixels = foreground[alpha > 0.95]
    few: RGB = pixels[:: max(len(pixels) // 20_000, 1)]
    return few


def _stages(
    person: Person, garment: Garment, worn: Composite, residue: Residue, mask: Mask
) -> dict[str, RGB]:
    """Pictures of what happened on the way, for whoever wants to look."""
    white = np.full(3, 255.0, np.float32)

    def cut(rgb: RGB, alpha: Mask) -> RGB:
        flat = rgb * alpha[..., None] + white * (1 - alpha[..., None])
        return np.clip(np.rint(flat), 0, 255).astype(np.uint8)

    def grey(mask: Mask) -> RGB:
        return np.repeat(np.rint(mask * 255).astype(np.uint8)[..., None], 3, axis=2)

    return {
        "cutout": cut(garment.foreground, garment.alpha),
        "landmarks": draw_landmarks(cut(garment.foreground, garment.alpha), garment.landmarks),
        "person": cut(person.rgb, person.silhouette.alpha),
        "joints": draw_joints(person.rgb, person.pose),
        "labels": draw_labels(person.wardrobe.labels),
        "warp": cut(np.rint(worn.garment).astype(np.uint8), worn.coverage),
        "residue": cut(np.rint(residue.fill).astype(np.uint8), residue.amount),
        "mask": grey(mask),
        "inpaint": grey(
            inpaint(person.wardrobe.labels, person.body, garment.category, worn.coverage, residue.amount)
        ),
    }
