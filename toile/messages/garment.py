"""Messages about: garment."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {}
