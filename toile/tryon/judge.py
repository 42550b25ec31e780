"""Checks on a finished look. Each fires on its own fault: colour, pattern, leakage, identity, nothing to see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toile.domain.look import Check, Verdict
from toile.pixels.arrays import RGB, Mask
from toile.tryon.look import Dressed
from toile.vision.quality import compare_colour, compare_pattern, share_changed, share_seen


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


# Set on drafts of world garments and swapped ones; the same garment scores above, another one below.
COLOUR = Bar(good=0.90, fair=0.80)
PATTERN = Bar(good=0.80, fair=0.60)
IDENTITY = Bar(good=1.0, fair=0.995)
SEEN = Bar(good=0.55, fair=0.25)
HIDDEN = 0.03  # share below which a garment counts as not to be seen at all


def judge(result: RGB, photo: RGB, layers: Sequence[Dressed], outside: int, beyond: int) -> tuple[Check, ...]:
    """Every check of a look [H, W, 3] against its photo; `outside` of the `beyond` pixels out of the mask changed."""
    checks = [
        Check(
            "check_outside",
            float(outside),
            Verdict.PASS if outside == 0 else Verdict.FAIL,
            {"count": outside, "total": beyond},
        )
    ]
    kept = 1.0 - share_changed(result, photo, _never_covered(layers))
    checks.append(Check("check_identity", kept, IDENTITY.judge(kept), {"percent": round(100 * kept, 2)}))
    for index, layer in enumerate(layers):
        later = _union([other.coverage for other in layers[index + 1 :]], layer.coverage)
        visible = (layer.coverage * (1 - later)).astype(np.float32)
        seen = share_seen(layer.coverage, later)
        name = {"garment": index + 1}
        checks.append(Check("check_seen", seen, SEEN.judge(seen), name | {"percent": round(100 * seen)}))
        if seen < HIDDEN:
            continue  # nothing is left whose colour or pattern could be judged
        colour = compare_colour(result, visible, layer.cloth)
        pattern = compare_pattern(result, layer.expected, visible)
        checks.append(Check("check_colour", colour, COLOUR.judge(colour), name | {"score": round(colour, 3)}))
        checks.append(
            Check("check_pattern", pattern, PATTERN.judge(pattern), name | {"score": round(pattern, 3)})
        )
    return tuple(checks)


def _never_covered(layers: Sequence[Dressed]) -> Mask:
    """What every garment had to leave alone."""
    kept: Mask = np.minimum.reduce([layer.protected for layer in layers])
    return kept


def _union(masks: Sequence[Mask], like: Mask) -> Mask:
    union: Mask = np.maximum.reduce(masks) if masks else np.zeros_like(like)
    return union
