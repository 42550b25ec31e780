"""A lookbook: looks laid out as one contact sheet (a picture) and as one page (HTML with everything inside).

The page needs nothing else: no script from elsewhere, no font, no network; the pictures are in it.
"""

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from toile.domain.geometry import Size
from toile.domain.look import Verdict
from toile.messages import Language, say
from toile.page import Words, both, spans, style
from toile.pixels.arrays import RGB
from toile.pixels.image import digest
from toile.pixels.output import encode
from toile.pixels.resize import ResizeMode, resize

# The design language's colours: room, stage, ink, muted, thread.
_ROOM, _STAGE, _INK, _MUTED, _THREAD = "#f3f3f1", "#e5e5e1", "#161615", "#64635e", "#c8281e"
_PICTURE = Size(420, 560)  # 3:4, on the page
_CHIP = Size(120, 160)
_CELL = Size(396, 528)  # 3:4, on the sheet
_COLUMNS = 8
_MARGIN, _GAP, _CAPTION, _HEAD = 48, 20, 56, 120
_VERDICT_MARKS = {Verdict.PASS: "✓", Verdict.WARN: "!", Verdict.FAIL: "✗"}
_LANGUAGES = (Language.ENGLISH, Language.CHINESE)


@dataclass(frozen=True)
class Plate:
    """One look of a lookbook. Words come in every language; `garments` are product shots.

    `checks` and `notices` pair a verdict with its sentence; `changed` of `outside` pixels beyond the edit differ.
    """

    look: RGB
    before: RGB
    garments: tuple[RGB, ...]
    persona: Words
    wearing: Words
    setting: Words
    checks: tuple[tuple[Verdict, Words], ...]
    notices: tuple[Words, ...]
    warnings: int  # how many of the notices are more than information
    changed: int
    outside: int
    seconds: float


def draw_sheet(plates: Sequence[Plate], columns: int = _COLUMNS) -> RGB:
    """All looks on one sheet, eight in a row, with the garments in their corners: uint8 [H, W, 3].

    In English whatever the language: Pillow's own face has no Chinese, and other faces are not on every machine.
    """
    rows = -(-len(plates) // columns)
    width = 2 * _MARGIN + columns * _CELL.width + (columns - 1) * _GAP
    height = _HEAD + rows * (_CELL.height + _CAPTION + _GAP) + _MARGIN - _GAP
    sheet = Image.new("RGB", (width, height), _ROOM)
    draw = ImageDraw.Draw(sheet)
    draw.text((_MARGIN, 38), say("sheet_title", count=len(plates)), fill=_INK, font=_font(34))
    draw.line([(_MARGIN, 92), (_MARGIN + 120, 92)], fill=_THREAD, width=3)
    for index, plate in enumerate(plates):
        x = _MARGIN + index % columns * (_CELL.width + _GAP)
        y = _HEAD + index // columns * (_CELL.height + _CAPTION + _GAP)
        _draw_plate(sheet, draw, plate, index, x, y)
    return np.asarray(sheet, dtype=np.uint8).copy()


def _draw_plate(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, plate: Plate, index: int, x: int, y: int
) -> None:
    sheet.paste(Image.fromarray(frame(plate.look, _CELL)), (x, y))
    for place, garment in enumerate(plate.garments):
        chip = Size(78, 104)
        left, top = x + _CELL.width - chip.width - 8, y + 8 + place * (chip.height + 6)
        draw.rectangle([left - 2, top - 2, left + chip.width + 1, top + chip.height + 1], fill=_ROOM)
        sheet.paste(Image.fromarray(frame(garment, chip)), (left, top))
    number = f"{index + 1:02d}"
    draw.text((x, y + _CELL.height + 8), number, fill=_THREAD, font=_font(17))
    wearing = _shorten(plate.wearing[Language.ENGLISH], draw, _CELL.width - 34)
    draw.text((x + 32, y + _CELL.height + 8), wearing, fill=_INK, font=_font(17))
    where = f"{plate.persona[Language.ENGLISH]}, {plate.setting[Language.ENGLISH]}"
    draw.text((x + 32, y + _CELL.height + 30), _shorten(where, draw, 420), fill=_MUTED, font=_font(15))


def frame(rgb: RGB, size: Size) -> RGB:
    """A picture cropped to the shape of `size` from the upper part, so that heads survive, and scaled."""
    height, width = rgb.shape[:2]
    if width * size.height > height * size.width:
        return resize(rgb, size, ResizeMode.CROP)
    kept = min(height, round(width * size.height / size.width))
    top = round((height - kept) * 0.18)
    return resize(rgb[top : top + kept], size)


def write_page(plates: Sequence[Plate], language: Language) -> str:
    """The lookbook as one HTML page that opens in `language` and can be switched to the other."""
    pictures: dict[str, str] = {}  # class name to data URI: a picture used ten times is stored once
    figures = [_figure(plate, index, pictures) for index, plate in enumerate(plates)]
    shown = "\n".join(f".{name}{{background-image:url({uri})}}" for name, uri in pictures.items())
    seconds = sorted(plate.seconds for plate in plates)[len(plates) // 2] if plates else 0.0
    changed, outside = sum(p.changed for p in plates), sum(p.outside for p in plates)
    page = Template(files("toile").joinpath("lookbook.html").read_text(encoding="utf-8"))
    return page.substitute(
        lang="zh-CN" if language is Language.CHINESE else "en",
        en_checked="checked" if language is Language.ENGLISH else "",
        zh_checked="checked" if language is Language.CHINESE else "",
        style=style(),
        pictures=shown,
        title=both("page_title"),
        lead=both("page_lead", count=len(plates)),
        promise=both(
            "page_promise", changed=f"{changed:,}", outside=f"{outside:,}", seconds=f"{seconds:.1f}"
        ),
        foot=both("page_foot"),
        figures="\n".join(figures),
    )


def _figure(plate: Plate, index: int, pictures: dict[str, str]) -> str:
    before = _store(plate.before, _PICTURE, pictures)
    look = "data:image/webp;base64," + _webp(frame(plate.look, _PICTURE), 80)
    chips = "".join(f'<span class="chip {_store(g, _CHIP, pictures)}"></span>' for g in plate.garments)
    checks = "".join(
        f'<li class="{verdict.value}"><b aria-hidden="true">{_VERDICT_MARKS[verdict]}</b>{spans(words)}</li>'
        for verdict, words in plate.checks
    )
    notices = "".join(
        f'<li class="note"><b aria-hidden="true">·</b>{spans(words)}</li>' for words in plate.notices
    )
    verdicts = [verdict for verdict, _ in plate.checks] + [Verdict.WARN] * bool(plate.warnings)
    worst = max(verdicts, key=list(Verdict).index, default=Verdict.PASS)
    alt = html.escape(f"{plate.persona[Language.ENGLISH]}: {plate.wearing[Language.ENGLISH]}", quote=True)
    return (
        f'<figure><div class="stage"><img src="{look}" alt="{alt}" width="{_PICTURE.width}" '
        f'height="{_PICTURE.height}"><input type="checkbox" id="b{index}" class="peek">'
        f'<span class="before {before}"></span><label for="b{index}">{both("page_before")}</label></div>'
        f'<figcaption><div class="line"><span class="no">{index + 1:02d}</span>'
        f'<div class="words"><h2>{spans(plate.wearing)}</h2><p>{spans(plate.persona)}'
        f'<i> · </i>{spans(plate.setting)}</p></div><div class="chips">{chips}</div></div>'
        f'<details><summary class="{worst.value}"><b aria-hidden="true">{_VERDICT_MARKS[worst]}</b>'
        f"{both('page_checks_' + worst.value)}</summary><ul>{checks}{notices}</ul></details></figcaption></figure>"
    )


def _store(rgb: RGB, size: Size, pictures: dict[str, str]) -> str:
    name = f"p{digest(rgb)[:10]}{size.width}"
    if name not in pictures:
        pictures[name] = "data:image/webp;base64," + _webp(frame(rgb, size), 76)
    return name


def _webp(rgb: RGB, quality: int) -> str:
    return base64.b64encode(encode(rgb, ".webp", quality=quality)).decode()


def _shorten(text: str, draw: ImageDraw.ImageDraw, width: int) -> str:
    if draw.textlength(text, font=_font(17)) <= width:
        return text
    while text and draw.textlength(text + "…", font=_font(17)) > width:
        text = text[:-1]
    return text.rstrip(" ,") + "…"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own face, Latin only: a sheet reads the same on every machine."""
    return ImageFont.load_default(size)
