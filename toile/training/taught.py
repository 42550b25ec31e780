"""Taught: the words that a checkpoint was shown, so that it can say which others it was not."""

import re
from collections.abc import Iterable, Iterator

from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.prompts.wording import BASES_ZH, COLOUR_NAMES, PLACES, POSE_NAMES, SYNONYMS
from toile.training.sittings import Sitting
from toile.world.clothes import words
from toile.world.figure import appearance
from toile.world.sample import FRAMINGS

_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
# What stands between other words in captions.
_JOINTS = (
    "一位", "的", "和", "与", "有", "戴", "色", "头发", "皮肤", "穿着", "身穿", "穿", "身着", "在",
    "里", "上", "一张照片", "照片", "背景", "时尚摄影", "画面里是", "一件", "一条",
)  # fmt: skip


def list_words(captions: Iterable[str], sitters: Iterable[Sitting]) -> list[str]:
    """English words of captions, and the Chinese words that they are made of."""
    english: set[str] = set()
    for caption in captions:
        for word in _WORD.findall(caption.lower()):
            english |= {word, *re.split(r"[-']", word)}
    chinese = {run for text in (*_JOINTS, *_tables(), *_said(sitters)) for run in _RUN.findall(text)}
    return sorted(word for word in english | chinese if word)


def _tables() -> Iterator[str]:
    yield from COLOUR_NAMES.values()
    yield from BASES_ZH.values()
    for row in SYNONYMS:
        yield from row
    for table in (PLACES, POSE_NAMES):
        for _, chinese in table.values():
            yield from chinese
    yield from (pose.words_zh for pose in POSES.values())
    yield from (scene.words_zh for scene in SCENES.values())
    yield from (chinese for _, chinese in words.PRINTS.values())
    yield from words.CUTS.values()
    yield from (said[1] for _, _, said in FRAMINGS.values())
    for style in appearance.STYLES.values():
        yield style[1]


def _said(sitters: Iterable[Sitting]) -> Iterator[str]:
    for sitting in sitters:
        for said in (sitting.person, *sitting.garments):
            yield from (chinese for _, chinese in said.values())
