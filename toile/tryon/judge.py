"""Checks on a finished look, each for its own fault: leakage, identity, nothing to see, colour, pattern, print.

`judge` measures, `weigh` says what the checks mean together: whether the look may be shown, what is wrong with it, and
which of several tries is the best. How the bars were set is in docs/checks.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toile.domain.look import Check, Verdict
from toile.pixels.arrays import RGB, Mask
from toile.tryon.look import Dressed
from toile.vision.quality import compare, compare_structure, find_changes, share_kept, share_seen


@dataclass(frozen=True)
class Bar:
    """From where on a score passes, and from where on it is only doubtful."""

    good: float
    fair: float

    def judge(self, score: float) -> Verdict:
        """Higher is better."""
        if score >= self.good:
            return Verdict.PASS
        return Verdict.WARN if score >= self.fair else Verdict.FAIL


# Colour is 1 less a twentieth for each CIEDE2000. `good` is the worst percentile of harmless looks.
FAR_OFF = 20.0
COLOUR = Bar(good=1 - 2.5 / FAR_OFF, fair=1 - 3.5 / FAR_OFF)
PATTERN = Bar(good=0.75, fair=0.65)
DETAIL = Bar(good=0.85, fair=0.75)
IDENTITY = Bar(good=1.0, fair=0.97)
SEEN = Bar(good=0.55, fair=0.25)
WHOLE = 0.2  # share of what is neither edit nor face that changed, from which on all of the picture did
ALIKE = 0.8  # correlation from which on a face in a changed picture is the same face
HIDDEN = 0.03  # share below which a garment counts as not to be seen at all


def judge(result: RGB, photo: RGB, layers: Sequence[Dressed], outside: int, beyond: int) -> tuple[Check, ...]:
    """Every check of a look [H, W, 3] against its photo.

    `outside` of the `beyond` pixels out of the mask changed, at the photo's own resolution. Those of face, hair and
    hands are the identity's, and counted there.
    """
    edited = _union([layer.mask for layer in layers])
    kept = (_never_covered(layers) > 0.99) & (edited <= 0)
    changes = find_changes(result, photo)
    ground = (edited <= 0) & ~kept
    leaks = int(np.count_nonzero(changes[ground]))
    leaked = _count_leaked(leaks, int(np.count_nonzero(changes[kept])), outside)
    if (
        leaks > WHOLE * ground.sum()
    ):  # resampled or compressed: no pixel of the face is the same, and need not be
        same = min(1.0, compare_structure(result, photo, kept) / ALIKE)
        percent = 100 * max(same, 0.0)
    else:
        same = share_kept(changes, kept)
        percent = 100 * float((changes[kept] == 0).mean()) if kept.any() else 100.0
    checks = [
        Check(
            "check_outside",
            float(leaked),
            Verdict.PASS if leaked == 0 else Verdict.FAIL,
            {"count": leaked, "total": beyond},
        ),
        Check("check_identity", same, IDENTITY.judge(same), {"percent": round(percent, 2)}),
    ]
    for index, layer in enumerate(layers):
        later = _union([other.coverage for other in layers[index + 1 :]]) if index + 1 < len(layers) else None
        checks += _judge_garment(result, layer, later, index + 1)
    return tuple(checks)


def _judge_garment(result: RGB, layer: Dressed, later: Mask | None, number: int) -> list[Check]:
    """The checks of one garment, of which `later` ones hide a part [H, W]."""
    name = {"garment": number}
    visible = layer.coverage if later is None else (layer.coverage * (1 - later)).astype(np.float32)
    seen = 1.0 if later is None else share_seen(layer.coverage, later)
    checks = [Check("check_seen", seen, SEEN.judge(seen), name | {"percent": round(100 * seen)})]
    if seen < HIDDEN:
        return checks  # nothing is left whose colour or pattern could be judged
    alike = compare(result, layer.expected, visible)
    colour = max(0.0, 1 - alike.colour / FAR_OFF)
    checks += [
        Check("check_colour", colour, COLOUR.judge(colour), name | {"apart": round(alike.colour, 1)}),
        Check(
            "check_pattern",
            alike.pattern,
            PATTERN.judge(alike.pattern),
            name | {"percent": round(100 * alike.pattern)},
        ),
    ]
    if alike.detail is not None:
        values = name | {"percent": round(100 * alike.detail)}
        checks.append(Check("check_print", alike.detail, DETAIL.judge(alike.detail), values))
    return checks


# What a failed check says is wrong, the gravest first. Every row is a message with the next step.
REASONS = {
    "check_outside": "reason_leaked",
    "check_identity": "reason_face",
    "check_seen": "reason_hidden",
    "check_pattern": "reason_pattern",
    "check_colour": "reason_colour",
    "check_print": "reason_print",
}
_DOUBT = 0.25  # what a warning weighs against a failure


@dataclass(frozen=True)
class Reason:
    """One thing wrong with a look: `code` names the message, `garment` counts from 1, 0 where it is no garment's."""

    code: str
    garment: int
    verdict: Verdict


@dataclass(frozen=True)
class Judgement:
    """What the checks mean together. Of several tries the one with the smallest `cost` is the best; 0 is faultless."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    cost: float


def weigh(checks: Sequence[Check]) -> Judgement:
    """The worst verdict, what is wrong, and how much.

    A garment that is wrong in pattern and in colour is another garment: one reason stands for both, and for its print.
    """
    order = list(Verdict)
    wrong = [check for check in checks if check.verdict is not Verdict.PASS]
    found: list[Reason] = []
    for code in REASONS:
        for check in wrong:
            if check.code == code:
                number = check.values.get("garment", 0)
                found.append(Reason(REASONS[code], number if isinstance(number, int) else 0, check.verdict))
    failed = {(reason.code, reason.garment) for reason in found if reason.verdict is Verdict.FAIL}
    for number in {reason.garment for reason in found}:
        if {("reason_pattern", number), ("reason_colour", number)} <= failed:
            place = next(i for i, r in enumerate(found) if (r.code, r.garment) == ("reason_pattern", number))
            about_cloth = ("reason_pattern", "reason_colour", "reason_print")
            whole = Reason("reason_garment", number, Verdict.FAIL)
            found = [
                whole if i == place else reason
                for i, reason in enumerate(found)
                if i == place or not (reason.garment == number and reason.code in about_cloth)
            ]
    cost = sum(1.0 if check.verdict is Verdict.FAIL else _DOUBT for check in wrong)
    # Between equals the one whose scores are higher.
    cost += sum(1 - min(max(check.score, 0.0), 1.0) for check in wrong if check.code != "check_outside") / 100
    worst = max((check.verdict for check in checks), key=order.index, default=Verdict.PASS)
    return Judgement(worst, tuple(found), cost)


def _count_leaked(ground: int, face: int, outside: int) -> int:
    """How many of the `outside` pixels are not face, hair or hands, told from how many of each changed here.

    What was counted at another resolution is shared out in the same proportion.
    """
    if ground + face == 0:
        return outside
    return max(ground, round(outside * ground / (ground + face)))


def _never_covered(layers: Sequence[Dressed]) -> Mask:
    """What every garment had to leave alone."""
    kept: Mask = np.minimum.reduce([layer.protected for layer in layers])
    return kept


def _union(masks: Sequence[Mask]) -> Mask:
    union: Mask = np.maximum.reduce(masks)
    return union
