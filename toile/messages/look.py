"""Messages about: look."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {}
