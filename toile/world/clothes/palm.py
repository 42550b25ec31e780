"""Palms: hands that lie on clothes press them to the body."""

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.pixels.arrays import Floats
from toile.world.ease import smooth
from toile.world.figure import skeleton
from toile.world.figure.body import Figure
from toile.world.mesh import vertex_parts
from toile.world.part import Part

REACH = 0.11  # metres round a hand's middle
UNDER = 0.007  # metres between a hand and the cloth under it
SLOPE = 1.2  # how steeply the cloth rises beside a hand
DEEP = 0.055  # metres that cloth yields at most
_HAND = (Part.HAND, Part.FINGERS)
_ARM = (Part.ARM, Part.FOREARM, *_HAND)


def lying(figure: Figure) -> tuple[Side, ...]:
    """The sides of the hands that lie on the body; neither those that hang nor those in pockets."""
    touches = {Side.LEFT: figure.pose.left_touch, Side.RIGHT: figure.pose.right_touch}
    return tuple(side for side, touch in touches.items() if touch is not None and touch.gap >= 0)


def press(figure: Figure, cloth: Floats, free: NDArray[np.bool_]) -> Floats:
    """The places of cloth [V, 3], those of them that are `free` [V] to yield (not a sleeve's) under the hands that lie
    on the body."""
    part = vertex_parts(figure.skin)
    out = cloth.copy()
    for side in lying(figure):
        mine = (figure.rest_vertices[:, 0] > 0) == (side is Side.LEFT)
        hand = figure.skin.vertices[np.isin(part, _HAND) & mine][::10].astype(np.float64)
        middle = hand.mean(axis=0)
        bare = ~np.isin(part, _ARM) & (np.linalg.norm(figure.skin.vertices - middle, axis=1) < 1.8 * REACH)
        near = np.flatnonzero(free & (np.linalg.norm(cloth - middle, axis=1) < 1.3 * REACH))
        if bare.any() and len(near):
            skin, normals = figure.skin.vertices[bare][::3], figure.skin.normals[bare][::3]
            out[near] = _pressed(cloth[near].astype(np.float64), hand, skin, normals)
    return out


def narrow(figure: Figure, cloth: Floats, free: NDArray[np.bool_]) -> Floats:
    """The places of a skirt [V, 3] with its sides drawn in where hanging hands would be inside it."""
    part = vertex_parts(figure.skin)
    pelvis = figure.bones.transforms[skeleton.BONES.index("pelvis"), :, :3].astype(np.float64)
    across, up = pelvis[:, 0], pelvis[:, 1]
    middle = figure.joints["left_hip"] * 0.5 + figure.joints["right_hip"] * 0.5
    out = cloth.astype(np.float64)
    for side in Side:
        sign = 1.0 if side is Side.LEFT else -1.0
        mine = (figure.rest_vertices[:, 0] > 0) == (side is Side.LEFT)
        hand = figure.skin.vertices[np.isin(part, _HAND) & mine] - middle
        beside, high = sign * hand @ across, hand @ up
        wide, level = sign * (out - middle) @ across, (out - middle) @ up
        near = free & (np.abs(level - high.mean()) < 0.08) & (wide > 0)
        if not near.any() or side in lying(figure):
            continue
        room = float(np.percentile(beside, 4)) - UNDER
        share = np.clip(room / float(wide[near].max()), 0.62, 1.0)
        if room < 0.10 or share >= 1:
            continue
        amount = (1 - share) * smooth((0.10 - level) / 0.20) * free * (wide > 0)
        out -= (sign * amount * wide)[:, None] * across
    return out.astype(np.float32)


def _pressed(
    places: NDArray[np.float64], hand: NDArray[np.float64], skin: Floats, normals: Floats
) -> NDArray[np.float64]:
    """Places [N, 3] moved towards the skin, until they are below every place of the hand."""
    middle = hand.mean(axis=0)
    hand, bare = hand - middle, (skin - middle).astype(np.float32)
    near = (bare**2).sum(axis=1) - 2 * (places - middle).astype(np.float32) @ bare.T
    foot = near.argmin(axis=1)
    up, root = normals[foot].astype(np.float64), bare[foot].astype(np.float64)
    high = ((places - middle - root) * up).sum(axis=1)
    over = up @ hand.T - (up * root).sum(axis=1)[:, None]
    apart = (hand**2).sum(axis=1) - 2 * root @ hand.T + (root**2).sum(axis=1)[:, None]
    aside = np.sqrt(np.maximum(apart - over**2, 0))
    room = (over - UNDER + SLOPE * np.maximum(aside - 0.006, 0)).min(axis=1)
    lower = np.minimum(np.maximum(room, np.minimum(0.004, high)) - high, 0)
    lower = -DEEP * np.tanh(-lower / DEEP)
    return np.asarray(places + lower[:, None] * up, np.float64)
