"""Charts: fabric coordinates for every place of a garment, as its pattern pieces lay on the bolt of cloth."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.garment import Kind
from toile.pixels.arrays import Floats
from toile.world.clothes.cut import Piece
from toile.world.clothes.garment import FAR, TO_CUFF, TO_HEM, TO_NECK, TO_OPENING, TO_SEAM, WIDTH, Panel, U, V
from toile.world.mesh import Faces

_LEGS = (Kind.TROUSERS, Kind.SHORTS)


def chart(
    piece: Piece, rest: Floats, faces: Faces, panel: NDArray[np.uint8]
) -> tuple[Faces, NDArray[np.int64], Floats]:
    """Faces over vertices that are split along seams, the old vertex of each new one [N], and `coords` [N, WIDTH]."""
    from toile.world.clothes import warp

    home = _home(piece, panel, rest, faces)
    uv = {int(h): _FLAT[int(h)](piece, rest) for h in np.unique(home)}
    wrapped = np.zeros(faces.shape, bool)
    for h, (u, _) in uv.items():
        mine = home == h
        round_trip = _girth(piece, h, rest)
        if round_trip is None:
            continue
        corner = u[faces[mine]]
        apart = np.ptp(corner, axis=1) > 0.5 * round_trip[faces[mine]].mean(axis=1)
        wrapped[mine] = apart[:, None] & (corner < 0)
    marks = 2 * home[:, None] + wrapped
    vertex, mark, split = warp.part(faces, marks.astype(np.int32), len(rest))
    coords = np.full((len(vertex), WIDTH), FAR, np.float32)
    for h, (u, v) in uv.items():
        mine = mark >> 1 == h
        coords[mine, U], coords[mine, V] = u[vertex[mine]], v[vertex[mine]]
        girth = _girth(piece, h, rest)
        if girth is not None:
            again = mine & (mark % 2 == 1)
            coords[again, U] += girth[vertex[again]]
    for name, column in (("neck", TO_NECK), ("hem", TO_HEM), ("cuff", TO_CUFF), ("opening", TO_OPENING)):
        if name in piece.edges:
            coords[:, column] = np.clip(piece.edges[name](rest), -1, FAR)[vertex]
    coords[:, TO_SEAM] = _seams(piece, rest)[vertex]
    return split, vertex, coords


def _home(piece: Piece, panel: NDArray[np.uint8], rest: Floats, faces: Faces) -> NDArray[np.uint8]:
    """Cuffs and waistbands are laid out with the panel they end."""
    home = panel.copy()
    centre = rest[faces].mean(axis=1)
    band = panel == Panel.CUFF
    home[band] = np.where(centre[band, 0] > 0, Panel.LEFT_SLEEVE, Panel.RIGHT_SLEEVE)
    band = panel == Panel.WAISTBAND
    if piece.garment.kind in _LEGS:
        home[band] = np.where(centre[band, 0] > 0, Panel.LEFT_LEG, Panel.RIGHT_LEG)
    else:
        home[band] = np.where(centre[band, 2] > piece.form.middle, Panel.FRONT, Panel.BACK)
    return home


def _trunk(piece: Piece, rest: Floats, sign: float) -> tuple[Floats, Floats]:
    """Across: the length of the arc from the middle line at that height; down from the shoulder or the waist."""
    s, body = piece.form.scale, piece.form
    top = body.waist * s if piece.garment.kind is Kind.SKIRT else 1.43 * s
    x, z = rest[:, 0], sign * (rest[:, 2] - body.middle)
    away = np.hypot(x, z)
    turn = np.arctan2(x, z)
    # Half an ellipse through the place, whose other half axis is that of a body: about 0.66 of the width.
    flat = np.clip(np.abs(turn) / (np.pi / 2), 0, 1)
    u = np.sign(turn) * (np.abs(x) + (np.abs(turn) * away - np.abs(x)) * 0.5 * flat)
    return (sign * u).astype(np.float32), (top - rest[:, 1]).astype(np.float32)


def _limb(piece: Piece, rest: Floats, side: Side, arm: bool) -> tuple[Floats, Floats]:
    limb = (piece.form.arms if arm else piece.form.legs)[side]
    turn, _ = limb.turned(rest)
    if arm:
        # From the outer line of the sleeve, so that its seam lies underneath.
        sign = 1.0 if side is Side.LEFT else -1.0
        turn = np.angle(np.exp(1j * (turn - sign * np.pi / 2))).astype(np.float32)
    return (turn * _radius(piece, side, arm)).astype(np.float32), limb.along(rest)


def _radius(piece: Piece, side: Side, arm: bool) -> float:
    """One radius for the whole limb: a straight grain matters more than the true width at the wrist."""
    limb = (piece.form.arms if arm else piece.form.legs)[side]
    ease = piece.garment.sleeve_ease if arm else piece.garment.ease
    return float(limb.half[4:14].mean()) + ease


def _girth(piece: Piece, home: int, rest: Floats) -> Floats | None:
    """How far round a panel is that closes on itself, [V]; None for one that does not."""
    if home in (Panel.FRONT, Panel.BACK):
        return None
    arm = home in (Panel.LEFT_SLEEVE, Panel.RIGHT_SLEEVE)
    side = Side.LEFT if home in (Panel.LEFT_SLEEVE, Panel.LEFT_LEG) else Side.RIGHT
    return np.full(len(rest), 2 * np.pi * _radius(piece, side, arm), np.float32)


_FLAT: dict[int, Callable[[Piece, Floats], tuple[Floats, Floats]]] = {
    int(Panel.FRONT): lambda piece, rest: _trunk(piece, rest, 1.0),
    int(Panel.BACK): lambda piece, rest: _trunk(piece, rest, -1.0),
    int(Panel.LEFT_SLEEVE): lambda piece, rest: _limb(piece, rest, Side.LEFT, True),
    int(Panel.RIGHT_SLEEVE): lambda piece, rest: _limb(piece, rest, Side.RIGHT, True),
    int(Panel.LEFT_LEG): lambda piece, rest: _limb(piece, rest, Side.LEFT, False),
    int(Panel.RIGHT_LEG): lambda piece, rest: _limb(piece, rest, Side.RIGHT, False),
}


def _seams(piece: Piece, rest: Floats) -> Floats:
    """Metres to the nearest seam."""
    body = piece.form
    if piece.garment.kind in _LEGS:
        crotch = body.crotch * body.scale
        middle = np.where(rest[:, 1] > crotch - 0.03, np.abs(rest[:, 0]), FAR)
        turn = [leg.turned(rest)[0] for leg in (body.legs[Side.LEFT], body.legs[Side.RIGHT])]
        outer = np.where(rest[:, 0] > 0, np.abs(turn[0] - np.pi / 2), np.abs(turn[1] + np.pi / 2))
        return np.asarray(np.minimum(middle, outer * _radius(piece, Side.LEFT, False)), dtype=np.float32)
    side = np.abs(rest[:, 2] - body.middle)
    if "armhole" not in piece.edges:
        return np.asarray(side, dtype=np.float32)
    armhole = piece.edges["armhole"](rest)  # above 0 on the trunk
    return np.asarray(np.minimum(np.abs(armhole), np.where(armhole > 0, side, FAR)), dtype=np.float32)
