"""The lookbook: everything inside, both languages, every look on the sheet."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from toile.domain.geometry import Size
from toile.domain.look import Verdict
from toile.lookbook import Plate, draw_sheet, frame, write_page
from toile.messages import Language
from toile.page import Words
from toile.pixels.arrays import RGB

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 60), (30, 60, 200)


def plain(colour: tuple[int, int, int]) -> RGB:
    return np.full((160, 120, 3), colour, np.uint8)


def words(english: str, chinese: str) -> Words:
    return {Language.ENGLISH: english, Language.CHINESE: chinese}


def plate(
    colour: tuple[int, int, int] = RED,
    wearing: str = "a <red> top",
    verdict: Verdict = Verdict.PASS,
    warnings: int = 0,
) -> Plate:
    return Plate(
        look=plain(colour),
        before=plain(GREEN),
        garments=(plain(BLUE),),
        persona=words("Anna", "安娜"),
        wearing=words(wearing, "红色上衣"),
        setting=words("studio", "影棚"),
        checks=((verdict, words("Colour agreement 0.98.", "颜色一致度 0.98。")),),
        notices=(words("Hair & shoulders.", "头发。"),),
        warnings=warnings,
        changed=0,
        outside=1234,
        seconds=0.5,
    )


class Page(HTMLParser):
    """Everything that a page refers to, its ids, and its open tags at the end."""

    VOID = ("meta", "img", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.references += [v or "" for k, v in attrs if k in ("src", "href", "action", "srcset", "poster")]
        self.ids += [values["id"] or ""] if "id" in values else []
        self.targets += [values["for"] or ""] if "for" in values else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = write_page([plate(), plate(BLUE)], Language.ENGLISH)
    page = Page(text)
    assert len(page.references) == 2 and all(r.startswith("data:image/webp;base64,") for r in page.references)
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", text))
    assert "http" not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", text) and "<script" not in text


def test_the_page_is_well_formed_and_every_label_has_its_control() -> None:
    page = Page(write_page([plate() for _ in range(3)], Language.ENGLISH))
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.targets) == set(page.ids)


def test_words_are_escaped_and_every_language_is_there() -> None:
    text = write_page([plate()], Language.ENGLISH)
    assert "a &lt;red&gt; top" in text and "<red>" not in text and "Hair &amp; shoulders." in text
    assert text.count('<span lang="en">') == text.count('<span lang="zh-CN">') > 8
    assert "$" not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)


@pytest.mark.parametrize(("language", "chosen"), [(Language.ENGLISH, "en"), (Language.CHINESE, "zh")])
def test_the_page_opens_in_the_readers_language(language: Language, chosen: str) -> None:
    text = write_page([plate()], language)
    assert re.findall(r'id="(\w\w)" checked', text) == [chosen]


def test_a_picture_used_twice_is_stored_once() -> None:
    one, many = (len(write_page([plate()] * count, Language.ENGLISH)) for count in (1, 5))
    assert write_page([plate()] * 5, Language.ENGLISH).count("background-image:url(") == 2
    assert many < 3 * one


def test_the_picture_on_the_page_is_the_look() -> None:
    page = Page(write_page([plate(RED)], Language.ENGLISH))
    picture = Image.open(io.BytesIO(base64.b64decode(page.references[0].partition(",")[2])))
    assert picture.size == (420, 560)
    assert np.abs(np.asarray(picture.convert("RGB")).mean(axis=(0, 1)) - RED).max() < 4


def test_the_worst_check_heads_the_list() -> None:
    assert "A check failed" in write_page([plate(verdict=Verdict.FAIL)], Language.ENGLISH)
    assert "A check failed" not in write_page([plate(verdict=Verdict.WARN)], Language.ENGLISH)


def test_the_sheet_shows_every_look_and_its_garment() -> None:
    sheet = draw_sheet([plate(RED) for _ in range(7)])
    reds = int((np.abs(sheet.astype(int) - RED).max(axis=2) < 3).sum())
    blues = int((np.abs(sheet.astype(int) - BLUE).max(axis=2) < 3).sum())
    assert reds > 7 * 0.9 * (396 * 528 - 90 * 120)
    assert blues > 7 * 0.9 * 78 * 104
    assert draw_sheet([]).shape[2] == 3


def test_a_long_caption_does_not_run_into_its_neighbour() -> None:
    short, long = (draw_sheet([plate(wearing=text)]) for text in ("a", "very " * 60 + "long"))
    right_of_the_first = (slice(600, None), slice(48 + 396, None))
    assert (short[right_of_the_first] == long[right_of_the_first]).all()


@pytest.mark.parametrize("shape", [(400, 300), (1000, 300), (300, 1000), (101, 77)])
def test_a_frame_keeps_its_size_and_the_head(shape: tuple[int, int]) -> None:
    picture = np.zeros((*shape, 3), np.uint8)
    picture[: shape[0] // 4] = 255
    framed = frame(picture, Size(90, 120))
    assert framed.shape == (120, 90, 3)
    assert framed[: 120 // 40].mean() > 200


def test_a_look_with_a_warning_does_not_claim_that_all_is_well() -> None:
    quiet, warned = (write_page([plate(warnings=n)], Language.ENGLISH) for n in (0, 1))
    assert "All checks passed" in quiet
    assert "All checks passed" not in warned
