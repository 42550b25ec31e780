"""A gallery: pictures in chapters, laid out on sheets and on one page to leaf through."""

import html
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from string import Template

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from toile.messages import Language
from toile.page import Words, both, spans, style
from toile.pixels.arrays import RGB

WORKERS = 2  # a picture uses every core by itself; two overlap what is left
SHEET = 24  # pictures on a sheet
_COLUMNS, _GAP, _CAPTION, _MARGIN = 8, 14, 26, 36
_PAPER, _INK, _MUTED = "#f3f3f1", "#161615", "#64635e"


@dataclass(frozen=True)
class Picture:
    """A picture and what it shows."""

    rgb: RGB
    words: Words


Taker = Callable[[], Picture]


@dataclass(frozen=True)
class Chapter:
    """A chapter: its name is a message code, `page_` before it; every taker makes one picture."""

    name: str
    takers: tuple[Taker, ...]


def take(chapter: Chapter, workers: int = WORKERS) -> Iterator[Picture]:
    """The chapter's pictures, in order, so many at a time."""
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(taker) for taker in chapter.takers]
        try:
            for done in waiting:
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def draw_sheet(pictures: Sequence[Picture]) -> RGB:
    """Up to `SHEET` pictures on one sheet with a line in English under each: uint8 [H, W, 3]."""
    cell = pictures[0].rgb.shape[1], pictures[0].rgb.shape[0]
    columns = min(_COLUMNS, len(pictures))
    rows = -(-len(pictures) // columns)
    sheet = Image.new(
        "RGB",
        (
            2 * _MARGIN + columns * (cell[0] + _GAP) - _GAP,
            2 * _MARGIN + rows * (cell[1] + _CAPTION + _GAP) - _GAP,
        ),
        _PAPER,
    )
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(14)
    for number, picture in enumerate(pictures):
        x = _MARGIN + number % columns * (cell[0] + _GAP)
        y = _MARGIN + number // columns * (cell[1] + _CAPTION + _GAP)
        sheet.paste(Image.fromarray(picture.rgb), (x, y))
        words = picture.words[Language.ENGLISH]
        while draw.textlength(words, font=font) > cell[0]:
            words = words[:-2].rstrip() + "…"
        draw.text((x, y + cell[1] + 6), words, fill=_MUTED, font=font)
    return np.asarray(sheet, dtype=np.uint8).copy()


def write_page(
    shown: Sequence[tuple[str, Sequence[tuple[str, Words]]]], language: Language, title: str = "gallery"
) -> str:
    """A page that opens in `language`: chapters by name, their pictures as addresses beside the page and words.
    `title`: a message code, `page_` before it, with one for the lead, `_lead` behind it."""
    sections = [_section(name, pictures) for name, pictures in shown]
    links = "".join(f'<a href="#{name}">{both("page_" + name)}</a>' for name, _ in shown)
    page = Template(files("toile").joinpath("gallery.html").read_text(encoding="utf-8"))
    return page.substitute(
        lang="zh-CN" if language is Language.CHINESE else "en",
        en_checked="checked" if language is Language.ENGLISH else "",
        zh_checked="checked" if language is Language.CHINESE else "",
        style=style(),
        title=both(f"page_{title}"),
        lead=both(f"page_{title}_lead", count=sum(len(pictures) for _, pictures in shown)),
        links=links,
        sections="\n".join(sections),
    )


def _section(name: str, pictures: Sequence[tuple[str, Words]]) -> str:
    figures = "".join(
        f'<figure><img src="{html.escape(address, quote=True)}" loading="lazy" '
        f'alt="{html.escape(words[Language.ENGLISH], quote=True)}"><figcaption>{spans(words)}</figcaption></figure>'
        for address, words in pictures
    )
    return f'<section id="{name}"><h2>{both("page_" + name)}</h2><div class="grid">{figures}</div></section>'
