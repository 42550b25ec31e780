"""All messages in one dict, and the two verbs that read it."""

from enum import StrEnum

from toile.messages import command, garment, look, person, photo, words
from toile.messages.message import Message


class Language(StrEnum):
    """A language the product speaks."""

    ENGLISH = "en"
    CHINESE = "zh"


CATALOGUE: dict[str, Message] = {
    **photo.MESSAGES,
    **person.MESSAGES,
    **garment.MESSAGES,
    **look.MESSAGES,
    **command.MESSAGES,
    **words.MESSAGES,
}


def say(code: str, language: Language = Language.ENGLISH, **values: object) -> str:
    """The sentence behind `code`, filled in with `values`. Raises KeyError for a code that has no row."""
    message = CATALOGUE[code]
    return (message.zh if language is Language.CHINESE else message.en).format(**values)


def next_step(code: str, language: Language = Language.ENGLISH, **values: object) -> str:
    """What the reader can do about it; empty where there is nothing to do."""
    message = CATALOGUE[code]
    return (message.step_zh if language is Language.CHINESE else message.step_en).format(**values)
