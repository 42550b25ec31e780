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
    above = _LINE + 2 * _GAP if any(columns) else 0
    left = max((round(font.getlength(_short(label))) + 2 * _GAP for label in rows if label), default=0)
    size = (left + len(columns) * (width + _GAP) + _GAP, above + len(rows) * (height + _GAP) + _GAP)
    sheet = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, label in enumerate(columns):
        middle = left + _GAP + number * (width + _GAP) + width // 2
        pen.text((middle, above // 2 + _GAP // 2), _short(label), _INK, font, anchor="mm")
    for number, (label, row) in enumerate(zip(rows, pictures, strict=True)):
        top = above + _GAP + number * (height + _GAP)
        pen.text((left // 2 + _GAP // 2, top + height // 2), _short(label), _INK, font, anchor="mm")
        for place, picture in enumerate(row):
            x = left + _GAP + place * (width + _GAP) + (width - picture.shape[1]) // 2
            sheet.paste(Image.fromarray(picture), (x, top + (height - picture.shape[0]) // 2))
    return np.asarray(sheet, np.uint8)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
