"""The head, sculpted: skull, face, ears. Places are millimetres from the head's base, the top of the neck below the
ears, on a figure of 1.70 m; x to the person's left, y up, z to the front."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.persona import Build, Face
from toile.pixels.arrays import Floats
from toile.world.solid import Lump, Vector, ball, rod, vector

# Named places on the average head, metres from its base. Those of a pair are the left one's.
PLACES: Mapping[str, Vector] = {
    name: vector(x, y, z) * 1e-3
    for name, (x, y, z) in {
        "crown": (0, 172, -10),
        "hairline": (0, 137, 76),
        "brow": (0, 77, 94),
        "brow inner": (13, 72, 92),
        "brow peak": (38, 81, 78),
        "brow outer": (53, 75, 60),
        "eye": (32, 55, 68.5),
        "eye inner": (17, 52.5, 77),
        "eye outer": (48, 55, 68),
        "nose bridge": (0, 56, 90),
        "nose tip": (0, 14, 116),
        "nostril": (6.5, 5, 104),
        "mouth": (0, -17, 99),
        "mouth corner": (24, -17, 84),
        "chin": (0, -60, 84),
        "ear": (77, 32, -12),
        "ear top": (74, 62, -12),
        "ear lobe": (72, 3, -6),
        "jaw corner": (56, -14, 8),
        "nape": (0, 0, -70),
    }.items()
}
EYE_RADIUS = 0.0128  # of the eyeball


@dataclass(frozen=True)
class _Head:
    """Where millimetres of a head are in the room, and how manly it is, 0 to 1."""

    face: Face
    build: Build
    origin: Vector
    scale: float

    @property
    def man(self) -> float:
        return float(np.clip((self.build.frame - 0.2) / 0.6, 0, 1))

    @property
    def soft(self) -> float:
        """How much fuller than average, -1 to 1."""
        return float(np.clip((self.build.fullness - 1.0) / 0.2, -1, 1))

    @property
    def wide(self) -> float:
        return 1 + 0.045 * self.face.width + 0.012 * self.soft

    def at(self, x: float, y: float, z: float) -> Vector:
        return np.asarray(self.origin + self.scale * 1e-3 * vector(x * self.wide, y, z), dtype=np.float64)

    def ball(
        self,
        name: str,
        place: tuple[float, float, float],
        radii: tuple[float, float, float],
        blend: float,
        carve: bool = False,
        axes: tuple[Vector, Vector, Vector] | None = None,
    ) -> Lump:
        k = self.scale * 1e-3
        x, y, z = radii
        return ball(name, self.at(*place), (x * k, y * k, z * k), axes, blend=blend * k, carve=carve)

    def rod(
        self,
        name: str,
        start: tuple[float, float, float],
        end: tuple[float, float, float],
        radii: tuple[float, ...],
        blend: float,
        **more: object,
    ) -> Lump:
        k = self.scale * 1e-3
        sizes = tuple(r * k for r in radii)
        return rod(name, self.at(*start), self.at(*end), sizes, blend=blend * k, **more)  # type: ignore[arg-type]  # by name


def eye_centres(face: Face, origin: Vector, scale: float) -> tuple[Vector, Vector]:
    """The middles of the left and the right eyeball, metres."""
    head = _Head(face, Build(), origin, scale)
    return head.at(*_EYE), head.at(-_EYE[0], *_EYE[1:])


def lumps(face: Face, build: Build, origin: Vector, scale: float) -> tuple[Lump, ...]:
    """The head as lumps that melt into the neck before them. `origin`: the head's base, metres; `scale`: 1 for a
    figure of 1.70 m."""
    head = _Head(face, build, np.asarray(origin, dtype=np.float64), scale)
    return (*_skull(head), *_jaw(head), *_sockets(head), *_nose(head), *_mouth(head), *_ears(head))


_EYE = (32.0, 55.0, 69.0)
OPENING = (16.5, 6.7)  # half the width of the open eye, and how high its upper lid is above the middle, mm


def _both(*lumps: Lump) -> list[Lump]:
    return [one for lump in lumps for one in (lump, lump.mirrored(f"{lump.name} right"))]


def _mirror(head: _Head, *lumps: Lump) -> list[Lump]:
    """The lumps and their images in the middle plane of the head."""
    shift = 2 * float(head.origin[0])
    away = vector(shift, 0, 0)
    return [
        one
        for lump, image in zip(_both(*lumps)[::2], _both(*lumps)[1::2], strict=True)
        for one in (lump, replace(image, start=image.start + away, end=image.end + away))
    ]


def _skull(head: _Head) -> list[Lump]:
    man = head.man
    ridge = 1.6 * man
    return [
        head.ball("cranium", (0, 100, -22), (74.5, 71, 78), 20),
        head.ball("forehead", (0, 92, 24), (61, 65, 66), 46),
        head.ball("midface", (0, 32, 26), (54, 56, 58), 34),
        head.rod("nape", (0, 40, -36), (0, -30, -16), (46, 46, 46), 40),
        *_mirror(
            head,
            head.ball("temple", (52, 76, 34), (13, 26, 24), 24),
            head.rod("brow ridge", (12, 76, 82.5 + ridge), (46, 78, 64 + ridge), (6, 6.5 + ridge, 6), 18),
        ),
    ]


def _jaw(head: _Head) -> list[Lump]:
    face, man, soft = head.face, head.man, head.soft
    jaw = 4.0 * face.jaw + 2.5 * man + 1.5 * soft
    chin = 3.0 * face.chin + 2.5 * man
    cheeks = 3.0 * face.cheeks - 1.5 * man
    corner = (33.5 + jaw + man, -8 - 4 * man, 17)
    front = (7.5 + 0.5 * jaw + man, -42 - 0.7 * chin, 74)
    return [
        head.ball("muzzle bone", (0, -8, 50), (35 + 1.5 * man, 42, 36), 26),
        head.ball("throat", (0, -18, 26), (33 + 3 * man, 22, 30), 24),
        *_mirror(
            head,
            head.rod("ramus", (50 + man, 30, 2), corner, (12, 12, 12), 34),
            head.rod("jaw", corner, front, (11.5, 11.5, 11.5), 32),
            head.rod("cheekbone", (38, 27 + cheeks, 66), (59, 36, 14), (13, 13, 10), 24),
            head.ball("cheek", (31, 2, 60), (18 + 3 * soft, 26, 22 + soft), 34),
        ),
        head.ball("chin", (0, -44 - chin, 80 + 0.5 * chin), (12.5 + 2 * face.jaw + 4 * man, 13, 13.5), 16),
    ]


def _sockets(head: _Head) -> list[Lump]:
    face, man = head.face, head.man
    x, y, z = _EYE
    tilt = 1.6 * face.eye_tilt
    wide, high = OPENING[0] + 0.9 * face.eyes, OPENING[1] + 1.0 * face.eyes - 1.4 * man
    up = vector(0, 1, 0)
    inner = (x - wide, y - 2.4 - 0.6 * tilt, z + 7)
    outer = (x + wide, y - 0.2 + tilt, z - 1)
    slit = head.rod(
        "eye opening",
        inner,
        outer,
        (3.0, 30.0, 3.0),
        2.0,
        front=up,
        depth=(high / 30, 0.74 * high / 30),
        carve=True,
    )
    return _mirror(
        head,
        head.ball("socket", (x + 1, y + 3, z + 25), (21, 13, 14), 16, carve=True),
        head.ball("lids", (x, y, z), (17, 14.8, 14.8), 7),
        slit,
    )


def _nose(head: _Head) -> list[Lump]:
    face, man = head.face, head.man
    long, wide = 3.0 * face.nose_length + 1.0 * man, 2.0 * face.nose_width + 1.0 * man
    out = 0.5 * long + man
    return [
        head.rod("bridge", (0, 66, 82 + man), (0, 18 - long, 103 + out), (5.6, 5.4 + 0.3 * wide, 6.6), 14),
        head.ball("nose tip", (0, 14.5 - long, 106 + out), (7.4 + 0.4 * wide, 7.4, 8.4), 9),
        *_mirror(
            head,
            head.ball("wing", (10.5 + wide, 10.5 - long, 97 + 0.5 * out), (5.8 + 0.3 * wide, 6.4, 8.4), 7),
            head.ball("nostril", (5.6 + 0.6 * wide, 4.4 - long, 103 + out), (3.2, 2.6, 4.4), 3, carve=True),
        ),
    ]


def _mouth(head: _Head) -> list[Lump]:
    full = 0.4 + 1.0 * head.face.lips - 0.6 * head.man
    wide = 24.0 + head.man
    top, low = 5.0 + full, 6.2 + full
    return [
        head.ball("muzzle", (0, -14, 70), (27, 25, 25), 22),
        head.rod("philtrum", (0, 2, 104), (0, -6, 104.5), (2.2, 2.6, 2.4), 7, carve=True),
        *_mirror(
            head,
            head.rod("upper lip", (2, -12.4, 96.8), (wide - 1, -14.4, 84), (top, top - 0.4, 2.0), 2.5),
            head.rod("lower lip", (0, -21.8, 95.0), (wide - 4, -16.4, 85), (low, low - 0.7, 2.2), 2.5),
            head.rod("parting", (0, -17.2, 105), (wide - 4, -15.2, 93), (2.8, 2.8, 1.6), 3.5, carve=True),
        ),
        head.rod("under lip", (-9, -33.5, 101), (9, -33.5, 101), (5, 5.5, 5), 12, carve=True),
    ]


def _ears(head: _Head) -> list[Lump]:
    turn, lean = np.radians(24), np.radians(10)
    side = vector(np.cos(turn), 0, np.sin(turn))
    front, up = vector(-np.sin(turn), 0, np.cos(turn)), vector(0, 1, 0)
    up, front = np.cos(lean) * up - np.sin(lean) * front, np.cos(lean) * front + np.sin(lean) * up
    axes = (side, up, front)
    return _mirror(
        head,
        head.ball("ear", (73, 35, -14), (5.2, 29, 17.5), 6, axes=axes),
        head.ball("ear lobe", (69.5, 8, -5), (4.4, 9, 8), 7, axes=axes),
        head.ball("ear hollow", (80.5, 34, -9), (6.5, 19, 10), 4, carve=True, axes=axes),
        head.rod("ear fold", (76.5, 47, -18), (75.5, 26, -19), (2.2, 2.4, 2.0), 4),
        head.ball("tragus", (70.5, 29, 2), (3.5, 5.5, 4), 4),
    )


_ROUND = np.radians((0, 18, 36, 50, 60, 70, 80, 92, 108, 125, 145, 180))
_HEIGHT = (134, 135, 127, 112, 96, 62, 50, 66, 58, 28, 4, -4)


def above_hairline(places: Floats) -> Floats:
    """How far places [N, 3] on the average head, metres from its base, are above the hairline, metres, [N]."""
    around = np.arctan2(np.abs(places[:, 0]), places[:, 2] + 0.012)
    return np.asarray(places[:, 1] - 1e-3 * np.interp(around, _ROUND, _HEIGHT), dtype=np.float32)
