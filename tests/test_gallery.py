"""A gallery's sheets and page, of pictures made here."""

from functools import partial

import numpy as np

from toile.gallery import Chapter, Picture, draw_sheet, take, write_page
from toile.messages import Language


def picture(value: int, words: str = "A <red> top") -> Picture:
    return Picture(
        np.full((40, 30, 3), value, np.uint8), {Language.ENGLISH: words, Language.CHINESE: "红色上衣"}
    )


def test_pictures_come_in_the_order_of_the_chapter() -> None:
    chapter = Chapter("looks", tuple(partial(picture, n) for n in range(7)))
    assert [int(one.rgb[0, 0, 0]) for one in take(chapter)] == list(range(7))


def test_a_sheet_shows_every_picture_once_eight_in_a_row() -> None:
    sheet = draw_sheet([picture(10 + n) for n in range(11)])
    for n in range(11):
        assert (sheet == 10 + n).all(axis=2).sum() >= 40 * 30
    rows = np.flatnonzero((sheet == 10).all(axis=2).any(axis=1))
    assert np.array_equal(rows, np.flatnonzero((sheet == 17).all(axis=2).any(axis=1)))
    assert rows[-1] < np.flatnonzero((sheet == 18).all(axis=2).any(axis=1))[0]


def test_a_page_speaks_both_languages_and_trusts_no_words() -> None:
    page = write_page([("looks", [("pictures/1.jpg", picture(1).words)])], Language.CHINESE)
    assert '<html lang="zh-CN">' in page
    assert "A &lt;red&gt; top" in page and "<red>" not in page and "红色上衣" in page
    assert 'href="#looks"' in page and 'id="looks"' in page and 'src="pictures/1.jpg"' in page
