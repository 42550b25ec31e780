"""The instant draft: the real garment's pixels on the real person, without weights, GPU or network.

Person: joints, outline, label map. Garment: cut-out, landmarks, neckline. The garment is bent onto the body,
the old clothes are taken away where the new ones leave them bare, and hair, hands and arms stay in front.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import BodyPose, Region
from toile.domain.garment import Attributes, Category, GarmentLandmarks, Kind
from toile.domain.geometry import Box
from toile.domain.look import Notice, Severity
from toile.domain.recipe import Licence
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Labels, Mask
from toile.pixels.blend import mix, to_bytes
from toile.pixels.crop import cut, join, put, spread, surround
from toile.pixels.mask import blur, largest_part, pick, shrink
from toile.tryon.fit import GarmentPhoto, PersonPhoto, Wish
from toile.tryon.look import Dressed
from toile.vision.attributes import describe
from toile.vision.borrowed.matte import replace_cut
from toile.vision.borrowed.registry import Role
from toile.vision.composite import compose, keep, read_light
from toile.vision.cutout import cut_out
from toile.vision.drawing import draw_joints, draw_labels, draw_landmarks
from toile.vision.garment_photo import examine as examine_garment
from toile.vision.garment_photo import is_doubtful
from toile.vision.garment_sight import see_garment
from toile.vision.garment_words import add_words
from toile.vision.layering import find_bare_arms, find_fronts, find_new_arms, find_room, tuck_in, union
from toile.vision.masks import inpaint, protect
from toile.vision.measure import Body, look_up, measure
from toile.vision.neckline import find_neckline, open_neckline
from toile.vision.parsing import Parsing
from toile.vision.person import examine
from toile.vision.residue import ARMED, REPLACES, Residue, Wardrobe, find_residue
from toile.vision.seeing import Seeing
from toile.vision.sight import see_person
from toile.vision.silhouette import Silhouette
from toile.vision.strips import Parts, split
from toile.vision.targets import Placement
from toile.vision.targets import place as place_on_body
from toile.vision.warp import Layer, bound, fit_spline, warp_by_spline, warp_by_strip
from toile.vision.wearer import sharpen, take_off
from toile.vision.worn import is_worn

_EYES = (Role.POSE, Role.CUTOUT, Role.PARSING)  # faces are compared by the studio
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
    seen: Mapping[str, float] | None = None  # how visible each joint is, where the reader found the joints


@dataclass(frozen=True)
class Garment:
    """What the draft knows of a garment."""

    foreground: RGB
    alpha: Mask  # with the inner back collar cut away
    landmarks: GarmentLandmarks
    parts: Parts
    cloth: RGB  # [N, 3] a fair share of its own pixels
    category: Category
    bodysuit: bool  # goes into the bottoms unless somebody says otherwise
    attributes: Attributes
    notices: tuple[Notice, ...]


class Draft:
    """The instant draft as a method."""

    name = "draft"

    def __init__(self, seeing: Seeing | None = None) -> None:
        """`seeing`: networks that see beside what ships with the package."""
        self.seeing = seeing or Seeing()
        own = Licence("toile draft", "Apache-2.0", commercial=True)
        self.licences: tuple[Licence, ...] = (own, *self.seeing.licences(*_EYES))

    def prepare_person(self, photo: PersonPhoto) -> Person:
        """Joints, outline and label map of the person in the photo."""
        sight = see_person(photo.rgb, photo.joints, self.seeing)
        parsing, alpha = sight.parsing, sight.silhouette.alpha
        body = measure(sight.pose, alpha, parsing.labels)
        wardrobe = Wardrobe(parsing.labels, parsing.soft, alpha)
        seen = sight.reading.seen if sight.pose is sight.reading.pose else None
        return Person(photo.rgb, sight.pose, sight.silhouette, parsing, body, wardrobe, seen)

    def prepare_garment(self, photo: GarmentPhoto) -> Garment:
        """Cut-out, landmarks, open neckline and words of the garment in the photo."""
        cutout = cut_out(photo.rgb)
        worn, wanted = photo.alpha is None and is_worn(photo.rgb, cutout), photo.category
        if photo.alpha is not None:
            cutout = replace_cut(cutout, photo.rgb, photo.alpha)
        elif worn:
            taken = take_off(photo.rgb, cutout, photo.category)
            if taken is None:
                raise BadRequest("worn_garment_unclear", garment=photo.name)
            cutout, wanted = taken
        elif self.seeing.cutout and is_doubtful(cutout):
            cutout = replace_cut(cutout, photo.rgb, self.seeing.cutout(photo.rgb))
        alpha = _smooth_outline(sharpen(cutout.alpha))
        sight = see_garment(cutout.foreground, alpha)
        if worn:
            alpha = _above_hem(alpha, sight.landmarks)
            sight = see_garment(cutout.foreground, alpha)
        landmarks = sight.landmarks
        category = wanted or CATEGORIES[landmarks.kind]
        shape = "none"
        if landmarks.kind in (Kind.TOP, Kind.DRESS):
            neckline = find_neckline(cutout.foreground, alpha, landmarks, sight.neck_depth)
            alpha = open_neckline(alpha, landmarks, neckline)
            shape = neckline.shape
        measured = describe(cutout.foreground, alpha, landmarks, shape)
        attributes = add_words(measured, sight.reading, cutout.foreground, alpha)
        notices = examine_garment(cutout, landmarks, photo.category, worn=worn, name=photo.name)
        cloth = _pick_cloth(cutout.foreground, alpha)
        parts = split(alpha, landmarks)
        bodysuit = landmarks.kind is Kind.TOP and ends_between_legs(landmarks, parts.main)
        return Garment(
            cutout.foreground, alpha, landmarks, parts, cloth, category, bodysuit, attributes, notices
        )

    def examine(self, person: Person, garments: Sequence[Garment]) -> tuple[Notice, ...]:
        """What is worth saying before dressing; raises BadRequest when nobody can be made out."""
        categories = tuple(garment.category for garment in garments)
        return examine(person.rgb, person.silhouette, person.pose, person.parsing, categories, person.seen)

    def dress(self, person: Person, garment: Garment, wish: Wish) -> tuple[Dressed, Person]:
        """Bend the garment onto the body, clear the old clothes away, lay it over."""
        category = garment.category
        height, width = person.wardrobe.labels.shape
        waistline = find_waistline(person.wardrobe.labels, person.body)
        placement = place_on_body(
            garment.landmarks,
            garment.parts.main,
            person.body,
            length=wish.length,
            width=wish.width,
            waistline=waistline,
        )
        # Everything below happens in the part of the photo that may change, and in its pixels.
        box = _find_stage(person, placement, category)
        corner = np.array([box.left, box.top], np.float64)
        photo, worn = cut(person.rgb, box), person.wardrobe.cut(box)
        body, placement = person.body.moved(-corner), placement.moved(-corner)
        shape = worn.labels.shape
        worn = worn.tidied(photo, body, category)
        # A long top hides the waist: the bottoms begin no lower than usual under it.
        usual = USUAL_WAIST * body.torso
        waist = usual if waistline is None else min(waistline, usual)
        layers = _warp(garment, placement, shape)
        room = cut(find_room(body, shape), layers[0].box)
        layers = [replace(layers[0], alpha=layers[0].alpha * room), *layers[1:]]
        tuck = bool(wish.tuck)
        if category is Category.TOP and (tuck or (garment.bodysuit and wish.tuck is None)):
            layers = [tuck_in(layers[0], body, waist), *layers[1:]]
        # What is surely hair, face or hand.
        whole = shrink(protect(person.wardrobe.labels, person.body) > 0.5, 2.0)
        protected = cut(whole, box)
        bare = find_bare_arms(body, placement, shape)
        sleeves = () if category is Category.BOTTOM else placement.strips
        fronts = find_fronts(worn, protected, category, tuck, len(placement.strips), bare)
        if category in ARMED:
            arms = find_new_arms(body, worn.labels, category) * (bare if sleeves else 1)
            fronts = [np.maximum(fronts[0], arms), *fronts[1:]]
        stack = list(zip(layers, fronts, strict=True))
        cover = union(stack, shape)
        hem = max(body.down_of(point) for point in placement.target)
        sleeved = (1 - bare) * bool(sleeves)
        residue = find_residue(photo, worn, body, cover, category, waist, hem, sleeved, seed=0)
        base = mix(photo.astype(np.float32), residue.fill, residue.amount)
        light = read_light(photo, worn.share(*(REPLACES[category] or (Region.TOP,))))
        result = keep(
            compose(base, stack, light, worn.alpha, body, SLITS.get(category, SLIT)), photo, protected
        )
        # Hard, because the composite is soft already: blending twice would let the photo shine through a rim.
        touched = np.maximum(result.changed, residue.amount) > 0
        mask = (touched & (protected < 0.5)).astype(np.float32)
        share = residue.made_up_skin / max(float(person.silhouette.alpha.sum()), 1.0)
        notices: tuple[Notice, ...] = ()
        if share > INVENTED_SKIN:
            notices = (Notice("skin_made_up", Severity.WARNING, {"share": round(100 * share, 1)}),)
        dressed = Dressed(
            rgb=put(person.rgb, to_bytes(result.rgb), box),
            mask=spread(mask, box, height, width),
            expected=spread(to_bytes(result.garment), box, height, width),
            coverage=spread(result.coverage, box, height, width),
            cloth=garment.cloth,
            protected=whole,
            notices=notices,
            draw_stages=lambda: _stages(person, garment, dressed, residue, box),
        )
        now = person.wardrobe.put_on(WORN_AS[category], result.coverage, residue.labels, box)
        return dressed, replace(person, rgb=dressed.rgb, wardrobe=now)

    def settings(self, wish: Wish) -> Mapping[str, float | int | str | bool]:
        """The wish is all that a draft can be told; its own numbers come with the version."""
        return {
            "length": wish.length,
            "width": wish.width,
            "tuck": "auto" if wish.tuck is None else wish.tuck,
            **self.seeing.settings(*_EYES),
        }


CATEGORIES: Mapping[Kind, Category] = {
    Kind.TOP: Category.TOP,
    Kind.DRESS: Category.DRESS,
    Kind.TROUSERS: Category.BOTTOM,
    Kind.SHORTS: Category.BOTTOM,
    Kind.SKIRT: Category.BOTTOM,
}
# How a garment is labelled once it is worn.
WORN_AS: Mapping[Category, Region] = {
    Category.TOP: Region.TOP,
    Category.BOTTOM: Region.BOTTOM,
    Category.DRESS: Region.DRESS,
    Category.OUTER: Region.TOP,
}
SLIT, SLITS = 0.015, {Category.BOTTOM: 0.025}  # gaps that no garment has: at a seam, below a crotch
BELOW = 0.012  # of the photo's height below its hem where a worn garment may go on
FLUFF = 0.0015  # how fine a cut-out's outline may be, as a share of its photo's longer side
SPARE = 0.25  # how far cloth may reach beyond its points, as a share of its width
ROUND = 0.12  # how much of the photo is looked at round what may change, in body units
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


def _find_stage(person: Person, placement: Placement, category: Category) -> Box:
    """The part of the photo that a garment may change, and round it what fillings are taken from."""
    body, labels = person.body, person.wardrobe.labels
    height, width = labels.shape
    points = [placement.corners, np.stack([body.at(0, -0.5 * body.unit), body.hips])]
    if category is not Category.BOTTOM:
        points += [arm.line for arm in body.arms.values()]
    boxes = [bound(np.concatenate(points), SPARE * float(np.ptp(placement.target[:, 0])), height, width)]
    old = surround(pick(labels, REPLACES[category]))
    return join([*boxes, *([old] if old else [])], round(ROUND * body.unit), height, width)


def _warp(garment: Garment, placement: Placement, shape: tuple[int, ...]) -> list[Layer]:
    """The main part and then the limbs, each in its own box of a picture of that shape."""
    height, width = shape[:2]
    parts = garment.parts
    spline = fit_spline(placement.target, placement.source)
    margin = SPARE * float(np.ptp(placement.target[:, 0]))
    box = bound(placement.target, margin, height, width)
    layers = [warp_by_spline(garment.foreground, parts.main, spline, box)]
    for strip in placement.strips:
        box = bound(np.concatenate(strip.target), 0.4 * margin, height, width)
        layers.append(
            warp_by_strip(
                garment.foreground, parts.limbs[strip.side], strip.source, strip.target, box, strip.bow
            )
        )
    # Far from its points a map may show a shred of cloth twice.
    return [replace(layer, alpha=largest_part(layer.alpha)) for layer in layers]


def _above_hem(alpha: Mask, landmarks: GarmentLandmarks) -> Mask:
    """The garment [H, W] without what its wearer's hands and pockets have left below its hem, on one side."""
    hems = [point.y for name, point in landmarks.points.items() if "hem" in name]
    kept = alpha.copy()
    kept[round(min(hems) + BELOW * len(alpha)) :] = 0
    return kept


def _smooth_outline(alpha: Mask) -> Mask:
    """A cut-out [H, W] without the fluff that is finer than a thread; straps stay."""
    soft = blur(alpha, FLUFF * max(alpha.shape))
    smooth: Mask = np.clip((soft - 0.5) * 2.5 + 0.5, 0, 1)
    return smooth


def ends_between_legs(landmarks: GarmentLandmarks, main: Mask) -> bool:
    """Whether a top narrows towards its end as only a bodysuit does. `main` [H, W] is the top without sleeves.

    A tie that hangs below a hem is thinner than a crotch, or to one side.
    """
    inside = main > 0.5
    top = (landmarks["left_armpit"].y + landmarks["right_armpit"].y) / 2
    end = float(np.flatnonzero(inside.any(axis=1))[-1])
    waist, crotch = (np.flatnonzero(inside[int(top + share * (end - top))]) for share in (0.6, 0.97))
    if not len(waist) or not len(crotch):
        return False
    aside = abs(float(crotch.mean()) - landmarks.axis)
    return 0.12 * len(waist) < len(crotch) < 0.5 * len(waist) and aside < 0.1 * len(waist)


def _pick_cloth(foreground: RGB, alpha: Mask) -> RGB:
    """At most 20,000 of the garment's own pixels [N, 3], evenly picked."""
    pixels = foreground[alpha > 0.95]
    few: RGB = pixels[:: max(len(pixels) // 20_000, 1)]
    return few


def _stages(person: Person, garment: Garment, worn: Dressed, residue: Residue, box: Box) -> dict[str, RGB]:
    """Pictures of what happened on the way, for whoever wants to look. `residue` is that of the box."""
    white = np.full(3, 255.0, np.float32)
    amount, fill = (spread(part, box, *worn.mask.shape) for part in (residue.amount, residue.fill))

    def flatten(rgb: RGB, alpha: Mask) -> RGB:
        flat = rgb * alpha[..., None] + white * (1 - alpha[..., None])
        return np.clip(np.rint(flat), 0, 255).astype(np.uint8)

    def grey(mask: Mask) -> RGB:
        return np.repeat(np.rint(mask * 255).astype(np.uint8)[..., None], 3, axis=2)

    return {
        "cutout": flatten(garment.foreground, garment.alpha),
        "landmarks": draw_landmarks(flatten(garment.foreground, garment.alpha), garment.landmarks),
        "person": flatten(person.rgb, person.silhouette.alpha),
        "joints": draw_joints(person.rgb, person.pose),
        "labels": draw_labels(person.wardrobe.labels),
        "warp": flatten(worn.expected, worn.coverage),
        "residue": flatten(np.rint(fill).astype(np.uint8), amount),
        "mask": grey(worn.mask),
        "inpaint": grey(
            inpaint(person.wardrobe.labels, person.body, garment.category, worn.coverage, amount)
        ),
    }
