"""Lettering: an alphabet of strokes, drawn for prints on cloth."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats

CAP = 160  # texels of a capital's height
# Points on a grid of 8 by 12, two signs each: x, then y downwards in base 16. "~" rounds a line's corners,
# "o" rounds and closes it.
_BOWL = "o40808488" + "8c4c0c080400"
_GLYPHS = {
    "A": "0c408c 1878", "B": "000c ~005070765606 ~0656868c5c0c", "C": "~8380400004080c4c8c89",
    "D": "000c ~00408084888c4c0c", "E": "80000c8c 0666", "F": "80000c 0666", "G": "~8380400004080c4c8c88 888757",
    "H": "000c 808c 0686", "I": "000c", "J": "~70787c3c0c09", "K": "000c 8007 348c", "L": "000c8c",
    "M": "0c0048808c", "N": "0c008c80", "O": _BOWL, "P": "000c ~005080875707", "Q": _BOWL + " 588c",
    "R": "000c ~005080875707 478c", "S": "~838040000646868c4c0c09", "T": "0080 404c", "U": "~00080c4c8c8880",
    "V": "004c80", "W": "002c436c80", "X": "008c 800c", "Y": "004680 464c", "Z": "00800c8c",
    "0": "o407074787c4c1c18141000"[:-2], "1": "13404c", "2": "~0300408085480c 0c8c", "3": "~020050808646 ~46868c4c0c0a",
    "4": "6c600888", "5": "700005 ~0555858c4c0c0a", "6": "o4686898c4c0c0906 ~726030000609", "7": "00803c",
    "8": "o4070737646161310 o4686898c4c0c0906", "9": "o4080838646060300 ~83868c5c2c1a",
    "!": "0008 0c0c", "?": "~0200408085464 8".replace(" ", "") + " 4c4c", ".": "0c0c", ",": "1b0d", "-": "0666",
    "&": "~8c252060640 70c4c88".replace(" ", ""), "'": "0003", "/": "0c80", "#": "301c 705c 0484 0888",
    "+": "4349 1676",
    ":": "0404 0c0c", ";": "1404 1b0d", "(": "~2003092c", ")": "~0023290c", "=": "0484 0888", "_": "0c8c",
    '"': "0003 3033", "<": "80068c", ">": "00860c", "*": "4349 1577 7517", "$": "~838040000646868c4c0c09 404c",
    "%": "0c80 0303 8989", "@": "o40808488" + "8c4c0c080400 o4565685828", "[": "20000c2c", "]": "00202c0c",
    "^": "034083", "`": "0013", "|": "000d", "~": "~07042468 8784", "{": "~3010160616 1c3c".replace(" ", ""),
    "}": "~0020263626 2c0c".replace(" ", ""), "\\": "008c",
}  # fmt: skip


def lettered(text: str, weight: float = 0.15, slant: float = 0.0) -> Floats:
    """Coverage 0..1 [H, W] of the text in capitals, one line under the other, centred. `weight`: a stroke's width
    as a share of a capital's height."""
    lines = [_line(line, weight, slant) for line in text.upper().split("\n")]
    wide = max(line.shape[1] for line in lines)
    centred = [
        np.pad(line, ((0, 0), ((wide - line.shape[1]) // 2, -((line.shape[1] - wide) // 2))))
        for line in lines
    ]
    return np.concatenate(centred)


def _line(text: str, weight: float, slant: float) -> Floats:
    """One line with a margin of a fifth of a capital all round; twice as fine while it is drawn."""
    unit, thick = 2 * CAP / 12, max(2, round(2 * CAP * weight))
    margin, gap = 0.2 * 2 * CAP + thick / 2, (3.2 + 9 * weight) * unit * 0.55 + thick * 0.4
    strokes: list[NDArray[np.float64]] = []
    at = 0.0
    for sign in text:
        glyph = list(_strokes(sign))
        for points, closed in glyph:
            moved = points * unit + (at, 0.0)
            moved[:, 0] += slant * (2 * CAP - moved[:, 1])
            strokes.append(np.concatenate((moved, moved[:1])) if closed else moved)
        at += gap + unit * (max((p[:, 0].max() for p, _ in glyph), default=4.0))
    wide = int(at - gap + 2 * margin + abs(slant) * 2 * CAP) + 2
    canvas = np.zeros((int(2 * CAP + 2 * margin), wide + wide % 2), np.uint8)
    canvas = canvas[: len(canvas) // 2 * 2]
    for line in strokes:
        points = np.round((line + margin) * 16).astype(np.int32)
        cv2.polylines(canvas, [points], False, 255, thick, cv2.LINE_AA, 4)
    small = cv2.resize(canvas, (canvas.shape[1] // 2, canvas.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def _strokes(sign: str) -> Iterator[tuple[NDArray[np.float64], bool]]:
    """Lines on the grid, and whether they close; a sign that has none is a dot on the line."""
    if sign == " ":
        return
    for code in _GLYPHS.get(sign, "4646").split():
        kind = code[0] if code[0] in "~o" else ""
        body = code[len(kind) :]
        points = np.array(
            [(int(body[k]), int(body[k + 1], 16)) for k in range(0, len(body), 2)], dtype=np.float64
        )
        yield _rounded(points, kind == "o") if kind else points, kind == "o"


def _rounded(points: NDArray[np.float64], closed: bool) -> NDArray[np.float64]:
    """The line with its corners cut (Chaikin, 1974); the ends of an open one stay."""
    for _ in range(4):
        q = np.roll(points, -1, axis=0)
        cut = np.stack((0.75 * points + 0.25 * q, 0.25 * points + 0.75 * q), axis=1).reshape(-1, 2)
        points = cut if closed else np.concatenate((points[:1], cut[1:-3], points[-1:]))
    return points
