"""The error family, split by who can fix it. Every message ends with the next step.

`BadRequest` is for whoever asked (exit code 2, HTTP 422), `NotReady` for whoever runs the machine (exit code
3, HTTP 503), `Cancelled` for nobody. Anything else that escapes is our bug.
"""

from toile.messages import Language, next_step, say


class ToileError(Exception):
    """An error that a person can act on. `code` names a row of the message catalogue, `values` fill it in."""

    exit_code = 1

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(self.explain(Language.ENGLISH))

    def explain(self, language: Language) -> str:
        """What happened, then what to do next."""
        parts = (say(self.code, language, **self.values), next_step(self.code, language, **self.values))
        return ("" if language is Language.CHINESE else " ").join(part for part in parts if part)


class BadRequest(ToileError):
    """The one who asked can fix it: another photo, another option."""

    exit_code = 2


class NotReady(ToileError):
    """The one who runs the machine can fix it: a missing part, a full disk, a busy device."""

    exit_code = 3


class Cancelled(ToileError):
    """Stopped on request; nobody has to fix anything."""

    exit_code = 130
