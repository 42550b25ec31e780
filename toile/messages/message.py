"""One thing the product can say."""

from typing import NamedTuple


class Message(NamedTuple):
    """A sentence in both languages, and the next step where the reader has one to take.

    Fields are `str.format` templates. Both languages use the same placeholders.
    """

    en: str
    zh: str
    step_en: str = ""
    step_zh: str = ""
