"""What is left of the old clothes once the new garment lies over them, and what must be shown there instead.

The photo does not contain what the old clothes hid. Skin, the bottoms' cloth and the background are continued
from where they are visible; where a lot of skin had to be made up, the look says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from toile.domain.body import BARE, CLOTHES, Region
from toile.domain.garment import Category
from toile.domain.geometry import Box
from toile.pixels.arrays import RGB, Bools, Floats, Labels, Mask, Points
from toile.pixels.crop import cut, put
from toile.pixels.mask import blur, feather, grow, pick, shrink
from toile.vision.fill import grain, measure_grain, push_pull
from toile.vision.flesh import find_hidden, find_side_light, lay_limbs, limbs
from toile.vision.measure import HIPS, Body
from toile.vision.stray import find_strays, give_back

# Which clothes a garment takes the place of. A coat replaces nothing: it goes over what is there.
REPLACES: Mapping[Category, tuple[Region, ...]] = {
    Category.TOP: (Region.TOP, Region.DRESS),
    Category.BOTTOM: (Region.BOTTOM, Region.DRESS),
    Category.DRESS: (Region.TOP, Region.BOTTOM, Region.DRESS),
    Category.OUTER: (),
}
SKINS = (Region.SKIN, Region.ARMS)
ARM = (Region.ARMS, Region.HANDS)
ARMED = (Category.TOP, Category.DRESS)  # garments that arms may come out of
LEGGED = (Category.BOTTOM, Category.DRESS)
RIM = 0.022  # how far an old garment's soft edge and shadow reach over its label, in body units


@dataclass(frozen=True)
class Wardrobe:
    """What a person wears now: `labels` [H, W], the same as soft shares by region, and the outline `alpha`."""

    labels: Labels
    soft: Mapping[Region, Mask]
    alpha: Mask

    def share(self, *regions: Region) -> Mask:
        """The regions' shares added up [H, W], 0..1."""
        total: Mask = np.zeros(self.labels.shape, np.float32)
        for region in regions:
            total = total + self.soft.get(region, np.float32(0))
        return np.clip(total, 0, 1)

    def tidied(self, rgb: RGB, body: Body, category: Category) -> "Wardrobe":
        """With pixels that go by another name given back to the garment that `category` replaces."""
        regions = REPLACES[category]
        strays = find_strays(rgb, self.labels, body, regions)
        if not strays.any():
            return self
        labels, soft = give_back(self.labels, self.soft, strays, regions[0])
        return Wardrobe(labels, soft, self.alpha)

    def cut(self, box: Box) -> "Wardrobe":
        """The same inside a box; views, not copies."""
        soft = {region: cut(share, box) for region, share in self.soft.items()}
        return Wardrobe(cut(self.labels, box), soft, cut(self.alpha, box))

    def put_on(self, region: Region, coverage: Mask, bare: Labels, box: Box) -> "Wardrobe":
        """With a garment worn as `region` over `coverage` [h, w] in a box of the picture.

        `bare` [h, w] labels what it does not hide.
        """
        labels = np.where(coverage > 0.5, np.uint8(region), bare)
        alpha = np.maximum(cut(self.alpha, box), coverage)
        soft = _Shares(self.soft, region, coverage, box)
        return Wardrobe(put(self.labels, labels, box), soft, put(self.alpha, alpha, box))


@dataclass(frozen=True)
class _Shares(Mapping[Region, Mask]):
    """Soft shares after a garment has been put on, each worked out when somebody asks for it."""

    before: Mapping[Region, Mask]
    region: Region
    coverage: Mask
    box: Box

    def __getitem__(self, region: Region) -> Mask:
        if region is not self.region:
            share = self.before[region]
            return put(share, cut(share, self.box) * (1 - self.coverage), self.box)
        any_ = next(iter(self.before.values()))
        share = self.before.get(region, np.zeros_like(any_))
        return put(share, cut(share, self.box) * (1 - self.coverage) + self.coverage, self.box)

    def __iter__(self) -> Iterator[Region]:
        return iter({**dict.fromkeys(self.before), self.region: None})

    def __len__(self) -> int:
        return len(self.before) + (self.region not in self.before)


@dataclass(frozen=True)
class Residue:
    """Old clothes to hide: how much of each pixel, and the picture to show instead."""

    amount: Mask  # [H, W]
    fill: Floats  # [H, W, 3] 0..255
    made_up_skin: float  # pixels that show invented skin
    labels: Labels  # [H, W] what the person shows now, before the new garment


def find_residue(
    rgb: RGB,
    worn: Wardrobe,
    body: Body,
    coverage: Mask,
    category: Category,
    waist: float,
    hem: float,
    sleeved: Mask,
    seed: int,
) -> Residue:
    """What of the old clothes still shows, and what to show instead.

    `rgb` [H, W, 3] is the photo; `coverage` [H, W] the new garment; `waist` and `hem` are the natural waist and
    the new garment's hem as distances below the shoulders; `sleeved` [H, W] is where new sleeves hide the arms.
    """
    labels = worn.labels
    old = pick(labels, REPLACES[category])
    if (labels == Region.DRESS).any():
        down = _down(body, labels.shape)
        if category is Category.TOP:
            old &= (labels != Region.DRESS) | (down < min(hem, waist * 1.1))
        if category is Category.BOTTOM:
            old &= (labels != Region.DRESS) | (down > waist)
    # A bare arm that looks out beside its new sleeve: the cloth goes round it, so it cannot be seen.
    beside = np.abs(_across(body, labels.shape)) > 0.5 * body.joints_apart
    hidden = ((labels == Region.ARMS) | ((labels == Region.SKIN) & beside)) & (sleeved > 0.5)
    old |= hidden
    # The grown rim may touch up the background and the clothes that stay, but never hair or a face.
    rim = feather(grow(old, RIM * body.unit), 1.0)
    yielding = old | pick(labels, (Region.BACKGROUND, *CLOTHES))
    # On skin the rim is thin: enough for the old hem's dark line, too little to wash out a chest.
    thin = feather(grow(old, 0.4 * RIM * body.unit), 0.8) * pick(labels, (*SKINS, Region.LEGS))
    soft = np.where(yielding, rim, np.maximum(worn.share(*REPLACES[category]) * (rim > 0.3), thin))
    amount = np.asarray(soft * (1 - coverage), np.float32)
    amount *= amount >= 0.02
    bare = np.where(hidden, np.uint8(Region.BACKGROUND), labels)
    goal, fill = _paint(rgb, replace(worn, labels=bare), body, old, amount, category, waist)
    skin = pick(goal, (*SKINS, Region.LEGS))
    invented = float((amount * skin).sum())
    noise = grain(labels.shape[0], labels.shape[1], 1.0, seed)[..., 0]
    noise = np.asarray(noise * _strength(rgb, labels, goal), np.float32)
    fill = np.clip(fill + cv2.merge((noise, noise, noise)), 0, 255)
    return Residue(amount, np.asarray(fill, np.float32), invented, np.where(old, goal, labels))


def _paint(
    rgb: RGB, worn: Wardrobe, body: Body, old: Bools, amount: Mask, category: Category, waist: float
) -> tuple[Labels, Floats]:
    """What to show instead of the old clothes: labels [H, W] and colours [H, W, 3].

    Made at half the size: what is made up is smooth anyway, and this is the costly part of a draft.
    """
    height, width = amount.shape
    small = ((width + 1) // 2, (height + 1) // 2)
    half = body.scaled(0.5)
    picture = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.float32)
    labels, gone = (
        np.asarray(cv2.resize(array, small, interpolation=cv2.INTER_NEAREST), np.uint8)
        for array in (worn.labels, old.view(np.uint8))
    )
    alpha, due = (
        np.asarray(cv2.resize(array, small, interpolation=cv2.INTER_NEAREST), np.float32)
        for array in (worn.alpha, amount)
    )
    bare = {
        Region.ARMS: find_hidden(half.arms, labels, REPLACES[category], ARM) if category in ARMED else (),
        Region.LEGS: find_hidden(half.legs, labels, REPLACES[category], (Region.LEGS,))
        if category in LEGGED
        else (),
    }
    near = {region: limbs(found, labels.shape) if found else None for region, found in bare.items()}
    under, goal = _goals(labels, alpha, half, category, waist / 2, near)
    found: dict[Region, Floats] = {}

    def colour_of(region: Region) -> Floats:
        if region not in found:
            found[region] = _continue(picture, labels, gone, region, half)
        return found[region]

    fill = picture
    for region in SOURCES:
        where = (under == region) & (due > 0)
        if where.any():
            fill = _copy(colour_of(region), where, fill)
    # Borders between two kinds of filling are seams of our own making: soften them.
    fill = _copy(blur(fill, 0.9), due > 0.5, fill)
    full = np.asarray(cv2.resize(fill, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    light = find_side_light(picture, labels, half)
    for region, distance in near.items():
        here = (goal == region) & (due > 0) & (under != region)
        if distance is not None and here.any():
            full = lay_limbs(full, colour_of(region), distance, here, bare[region], light)
    goal = np.asarray(cv2.resize(goal, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
    return goal, full


def _strength(rgb: RGB, labels: Labels, goal: Labels) -> Mask:
    """How strong the photo's grain is [H, W] on what each pixel is to show: cloth has more of it than skin."""
    table = np.ones(256, np.float32)
    for region, sources in SOURCES.items():
        if (goal == region).any():
            table[region] = measure_grain(rgb, pick(labels, sources[0]))
    strength: Mask = np.minimum(table, 2 * table[Region.SKIN])[goal]
    return strength


def _copy(source: Floats, where: Bools, onto: Floats) -> Floats:
    """`onto` [h, w, 3] with `source` wherever `where` [h, w]."""
    return np.asarray(cv2.copyTo(source, where.view(np.uint8), onto.copy()), np.float32)


# Where the filling of each kind of place is taken from, best source first.
SOURCES: Mapping[Region, tuple[tuple[Region, ...], ...]] = {
    Region.BACKGROUND: ((Region.BACKGROUND,),),
    Region.SKIN: ((Region.SKIN, Region.ARMS), (Region.HANDS,), (Region.LEGS,)),
    Region.ARMS: ((Region.ARMS,), (Region.SKIN, Region.HANDS), (Region.LEGS,)),
    Region.LEGS: ((Region.LEGS,), (Region.ARMS, Region.HANDS, Region.SKIN)),
    Region.BOTTOM: ((Region.BOTTOM,), (Region.DRESS,)),
    Region.TOP: ((Region.TOP,), (Region.DRESS,)),
}


def _goals(
    labels: Labels,
    alpha: Mask,
    body: Body,
    category: Category,
    waist: float,
    near: Mapping[Region, Floats | None],
) -> tuple[Labels, Labels]:
    """What each pixel of the old clothes shows once they are gone: without bare limbs, and with them.

    `near` [H, W] is how near arms and legs are, 1 at the skin.
    """
    shape = labels.shape
    goal = np.full(shape, Region.BACKGROUND, np.uint8)
    down, across = _down(body, shape), _across(body, shape)
    half = np.where(
        across > 0,
        np.interp(down, body.profile[:, 0], body.profile[:, 2]),
        np.interp(down, body.profile[:, 0], body.profile[:, 1]),
    )
    neck = down < 0
    half = np.where(neck, 0.62 * body.unit, half)
    torso = (np.abs(across) < half) & (alpha > 0.3) & (down < body.torso * 1.2)
    below = (down > waist) & (category is not Category.BOTTOM)
    bottoms = bool((labels == Region.BOTTOM).any()) and category is Category.TOP
    goal[torso] = Region.SKIN
    if bottoms:
        goal[torso & below] = Region.BOTTOM
    under = goal.copy()
    arms, legs = near[Region.ARMS], near[Region.LEGS]
    if legs is not None:
        goal[(legs < 1) & (alpha > 0.3) & (down > body.torso * 0.95)] = Region.LEGS
    if arms is not None:
        goal[(arms < 1) & (alpha > 0.3)] = Region.ARMS
    for shown in (under, goal):
        for region in CLOTHES:
            if region not in REPLACES[category]:
                shown[labels == region] = region
        shown[(labels == Region.BACKGROUND) & ~torso] = Region.BACKGROUND
        for region in BARE:
            shown[labels == region] = Region.ARMS if region is Region.HANDS else region
    return under, goal


def _continue(
    picture: Floats,
    labels: Labels,
    old: Labels,
    region: Region,
    body: Body,
) -> Floats:
    """The colour of the first source that shows enough of itself, continued over the whole picture."""
    for regions in SOURCES[region]:
        # Keep off the rim, where the old clothes' colour and shadow spill over.
        ground = regions == (Region.BACKGROUND,)
        known = shrink(pick(labels, regions), (0.05 if ground else 0.02) * body.unit)
        if not ground:
            known = known * _typical(picture, known)
        if region in CLOTHES:
            # Beside the trunk the ground may go by the cloth's name.
            known = known * (np.abs(_across(body, labels.shape)) < 0.8 * HIPS[1] * body.unit)
        if known.sum() > 0.002 * labels.size:
            return push_pull(picture, known)
    return push_pull(picture, (1 - old).astype(np.float32))


def _typical(picture: Floats, known: Mask) -> Bools:
    """Where the colour is near the known places' middle [H, W]: mislabelled pixels must not bleed into a filling."""
    inside = picture[known > 0.5][::3]
    if len(inside) < 32:
        return known > 0.5
    apart = picture - np.median(inside, axis=0).astype(np.float32)
    away = np.sqrt(np.einsum("...c,...c->...", apart, apart))
    typical: Bools = away < max(3 * float(np.median(away[known > 0.5])), 20.0)
    return typical


def _down(body: Body, shape: tuple[int, int]) -> Floats:
    """How far below the shoulders every pixel [H, W] is, along the torso."""
    return _along(body.down, body.shoulders, shape)


def _across(body: Body, shape: tuple[int, int]) -> Floats:
    """How far to the wearer's left of the spine every pixel [H, W] is."""
    return _along(body.across, body.shoulders, shape)


def _along(direction: Points, start: Points, shape: tuple[int, int]) -> Floats:
    x = (np.arange(shape[1]) - start[0]) * direction[0]
    y = (np.arange(shape[0]) - start[1]) * direction[1]
    along: Floats = (x[None] + y[:, None]).astype(np.float32)
    return along
