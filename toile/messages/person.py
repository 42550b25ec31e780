"""Messages about: person."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {}
