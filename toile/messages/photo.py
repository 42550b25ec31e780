"""Messages about: photo."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {}
