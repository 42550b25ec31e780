"""All messages in one dict, and the two verbs that read it."""

from collections.abc import Mapping
from enum import StrEnum

from toile.messages import command, diffusion, garment, look, models, person, photo, service, training, words
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
    **models.MESSAGES,
    **training.MESSAGES,
    **diffusion.MESSAGES,
    **service.MESSAGES,
    **words.MESSAGES,
}


def say(code: str, language: Language = Language.ENGLISH, **values: object) -> str:
    """The sentence behind `code`, filled in with `values`. Raises KeyError for a code that has no row.

    A value that is a tuple holds codes of words, and is said as a list of them.
    """
    message = CATALOGUE[code]
    return _fill(message.zh if language is Language.CHINESE else message.en, language, values)


def next_step(code: str, language: Language = Language.ENGLISH, **values: object) -> str:
    """What the reader can do about it; empty where there is nothing to do."""
    message = CATALOGUE[code]
    return _fill(message.step_zh if language is Language.CHINESE else message.step_en, language, values)


def _fill(template: str, language: Language, values: Mapping[str, object]) -> str:
    said = {
        name: say("list_parts", language).join(say(word, language) for word in value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }
    return template.format(**said)
