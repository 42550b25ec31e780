"""Sheets: pictures in rows and columns, with what they differ in written beside them."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from toile.pixels.arrays import RGB

_PAPER, _INK = (255, 255, 255), (32, 32, 32)
_GAP = 8  # pixels between pictures
_LINE = 18  # pixels of type
_LONGEST = 60  # letters of a label


def draw_grid(pictures: Sequence[Sequence[RGB]], columns: Sequence[str], rows: Sequence[str]) -> RGB:
    """Rows of pictures [H, W, 3], each in the middle of a cell as large as the largest, the labels of columns above and
    those of rows on the left; an empty label takes no room if all are."""
    height = max(picture.shape[0] for row in pictures for picture in row)
    width = max(picture.shape[1] for row in pictures for picture in row)
    font = ImageFont.load_default(_LINE)
    heads = [_fitted(label, font, width) for label in columns]
    above = max(head.count("\n") + 1 for head in heads) * (_LINE + 4) + 2 * _GAP if any(columns) else 0
    left = max((round(font.getlength(_short(label))) + 2 * _GAP for label in rows if label), default=0)
    size = (left + len(columns) * (width + _GAP) + _GAP, above + len(rows) * (height + _GAP) + _GAP)
    sheet = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, head in enumerate(heads):
        middle = left + _GAP + number * (width + _GAP) + width // 2
        pen.text((middle, above // 2 + _GAP // 2), head, _INK, font, anchor="mm", align="center")
    for number, (label, row) in enumerate(zip(rows, pictures, strict=True)):
        top = above + _GAP + number * (height + _GAP)
        pen.text((left // 2 + _GAP // 2, top + height // 2), _short(label), _INK, font, anchor="mm")
        for place, picture in enumerate(row):
            x = left + _GAP + place * (width + _GAP) + (width - picture.shape[1]) // 2
            sheet.paste(Image.fromarray(picture), (x, top + (height - picture.shape[0]) // 2))
    return np.asarray(sheet, np.uint8)


def _fitted(label: str, font: "ImageFont.ImageFont | ImageFont.FreeTypeFont", width: int) -> str:
    """A label no wider than a picture: what it names on one line, the value on the next, and as much as there is room
    for."""
    if font.getlength(label) <= width:
        return label
    lines = []
    for part in label.split(": ", 1):
        line = part
        while line and font.getlength(line) > width:
            line = f"{line.removesuffix('…')[:-1]}…" if len(line) > 2 else ""
        lines.append(line)
    return "\n".join(lines)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
