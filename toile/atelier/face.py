"""The head, sculpted: skull, face, ears. Places are millimetres from the head's base, the top of the neck below the
ears, on a figure of 1.70 m; x to the person's left, y up, z to the front."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from toile.atelier.solid import Lump, Vector, ball, rod, vector
from toile.domain.persona import Build, Face

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
        return rod(name, self.at(*start), self.at(*end), sizes, blend=blend * k, **more)  # type: ignore[arg-type]


def eye_centres(face: Face, origin: Vector, scale: float) -> tuple[Vector, Vector]:
    """The middles of the left and the right eyeball, metres."""
    head = _Head(face, Build(), origin, scale)
    return head.at(*_EYE), head.at(-_EYE[0], *_EYE[1:])


def lumps(face: Face, build: Build, origin: Vector, scale: float) -> tuple[Lump, ...]:
    """The head as lumps that melt into the neck before them. `origin`: the head's base, metres; `scale`: 1 for a
    figure of 1.70 m."""
    head = _Head(face, build, np.asarray(origin, dtype=np.float64), scale)
    return (*_skull(head), *_jaw(head), *_sockets(head), *_nose(head), *_mouth(head), *_ears(head))


_EYE = (32.0, 55.0, 68.5)


def _both(*lumps: Lump) -> list[Lump]:
    return [one for lump in lumps for one in (lump, lump.mirrored(f"{lump.name} right"))]


def _skull(head: _Head) -> list[Lump]:
    man = head.man
    brow = head.rod("brow ridge", (14, 73, 83 + 2 * man), (45, 76, 66 + man), (7, 8 + man, 6), 16)
    return [
        head.ball("cranium", (0, 99, -24), (77, 73, 80), 20),
        head.ball("forehead", (0, 92, 20), (66, 66, 70.5), 42),
        head.ball("midface", (0, 30, 26), (60, 58, 60), 30),
        head.rod("nape", (0, 30, -40), (0, -40, -14), (52, 50, 48), 34),
        *_both(head.ball("temple", (55, 78, 30), (14, 24, 26), 22), brow),
    ]


def _jaw(head: _Head) -> list[Lump]:
    face, man, soft = head.face, head.man, head.soft
    jaw = 4.5 * face.jaw + 4.0 * man + 1.5 * soft
    chin = 3.0 * face.chin + 2.0 * man
    cheeks = 3.0 * face.cheeks - 1.5 * man
    corner = (47 + jaw, -13 - 2 * man, 8)
    front = (11 + 0.6 * jaw, -43 - 0.6 * chin, 70)
    return [
        head.rod("muzzle bone", (0, 12, 42), (0, -36, 52), (46, 42, 26), 26),
        *_both(
            head.rod("ramus", (59, 28, 0), corner, (12, 13, 13), 26),
            head.rod("jaw", corner, front, (13, 13, 13), 26),
            head.rod("cheekbone", (39, 27 + cheeks, 66), (63, 36, 14), (14, 14, 9), 24),
            head.ball("cheek", (33, 2, 60), (22 + 2 * soft, 26, 22 + soft), 26),
        ),
        head.ball("throat", (0, -26, 28), (38, 24, 34), 26),
        head.ball("chin", (0, -46 - chin, 76 + 0.5 * chin), (17 + 1.6 * face.jaw + 3 * man, 14, 15), 18),
    ]


def _sockets(head: _Head) -> list[Lump]:
    face, man = head.face, head.man
    x, y, z = _EYE
    tilt = 1.6 * face.eye_tilt
    wide, high = 15.5 + 0.9 * face.eyes, 6.0 + 0.9 * face.eyes - 0.7 * man
    up = vector(0, 1, 0)
    inner = (x - wide, y - 2.2 - 0.6 * tilt, z + 7)
    outer = (x + wide, y - 0.2 + tilt, z - 1)
    slit = head.rod(
        "eye opening",
        inner,
        outer,
        (2.0, 15.5, 2.0),
        1.2,
        front=up,
        depth=(high / 13.0, 0.74 * high / 13.0),
        carve=True,
    )
    return _both(
        head.ball("socket", (x + 1, y + 4, z + 24), (21, 13, 13), 14, carve=True),
        head.ball("lids", (x, y, z), (15.6, 14.6, 14.6), 6),
        head.rod(
            "upper lid", (x - 11, y + 3.5, z + 11), (x + 13, y + 5.0 + tilt, z + 6.5), (2.2, 3.0, 2.0), 6
        ),
        slit,
    )


def _nose(head: _Head) -> list[Lump]:
    face, man = head.face, head.man
    long, wide = 3.0 * face.nose_length + 1.0 * man, 2.0 * face.nose_width + 0.8 * man
    out = 0.5 * long + man
    return [
        head.rod("bridge", (0, 63, 82 + man), (0, 17 - long, 103 + out), (6.5, 6.5 + 0.3 * wide, 8), 12),
        head.ball("nose tip", (0, 14.5 - long, 106 + out), (8.6 + 0.4 * wide, 8, 9), 8),
        *_both(head.ball("wing", (11.5 + wide, 10.5 - long, 96 + 0.5 * out), (6.2 + 0.3 * wide, 7, 9), 6)),
        *_both(
            head.ball("nostril", (6.2 + 0.6 * wide, 4.8 - long, 102 + out), (3.4, 2.8, 4.6), 3, carve=True)
        ),
    ]


def _mouth(head: _Head) -> list[Lump]:
    full = 1.0 * head.face.lips - 0.5 * head.man
    wide = 24.0 + head.man
    top, low = 4.6 + full, 5.8 + full
    return [
        head.ball("muzzle", (0, -16, 70), (29, 27, 25.5), 22),
        head.rod("philtrum", (0, 3, 103), (0, -8, 103.5), (2.2, 2.6, 2.6), 6, carve=True),
        *_both(
            head.rod("upper lip", (1.5, -12.2, 94.5), (wide, -16.4, 80.5), (top, top - 0.3, 1.6), 4),
            head.rod("lower lip", (0, -21.6, 92.5), (wide - 2.5, -17.2, 80.5), (low, low - 0.6, 1.6), 4),
            head.rod("parting", (0, -16.9, 101), (wide + 1, -16.4, 85.5), (1.8, 2.0, 1.2), 1.6, carve=True),
        ),
        head.rod("under lip", (-11, -34, 99), (11, -34, 99), (5, 6, 5), 10, carve=True),
    ]


def _ears(head: _Head) -> list[Lump]:
    turn = np.radians(24)
    side = vector(np.cos(turn), 0, np.sin(turn))
    front = vector(-np.sin(turn), 0, np.cos(turn))
    up = vector(0, 1, 0)
    lean = np.radians(10)
    up, front = np.cos(lean) * up - np.sin(lean) * front, np.cos(lean) * front + np.sin(lean) * up
    axes = (side, up, front)
    return _both(
        head.ball("ear", (76.5, 34, -15), (5.0, 30, 18.5), 5, axes=axes),
        head.ball("ear lobe", (73.5, 6, -6), (4.2, 9, 8), 6, axes=axes),
        head.ball("ear hollow", (83.5, 33, -11), (5.5, 17, 10), 5, carve=True, axes=axes),
        head.rod("ear fold", (81, 46, -20), (79, 24, -20), (2.0, 2.4, 2.0), 4),
        head.ball("tragus", (74.5, 28, 1), (3.5, 5.5, 4), 4),
    )
