"""What is said about a finished picture: notices, checks and how long each stage took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a notice matters to whoever looks at the picture."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True)
class Notice:
    """Something worth knowing about a photo or a look. `code` names a row of the message catalogue."""

    code: str
    severity: Severity = Severity.WARNING
    values: Mapping[str, object] = field(default_factory=dict)


class Verdict(StrEnum):
    """What a check found."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One measured property of a look: `code` names the row that explains it, `score` is its number."""

    code: str
    score: float
    verdict: Verdict
    values: Mapping[str, object] = field(default_factory=dict)
