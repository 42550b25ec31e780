"""Messages about: command."""

from toile.messages.message import Message

MESSAGES: dict[str, Message] = {}
