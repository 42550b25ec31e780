"""Bars and how a series of observations is held against one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# What pictures said, by metric: the seed of the picture and the value.
Series = list[tuple[int, float]]
Seen = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Bar:
    """A metric of a stage and the value it must reach: at least `value`, or at most where `least` is false.

    `summary` makes one number of the observations. `against` names the series of faultless pictures where the metric
    is how well a score tells the two apart.
    """

    stage: str
    metric: str
    value: float
    least: bool = True
    summary: Callable[[Sequence[float]], float] = lambda values: float(np.mean(values))
    against: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A bar and what was measured; `value` is nan where no picture said anything. `worst`: the worst picture's seed."""

    bar: Bar
    value: float
    count: int
    worst: int | None

    @property
    def met(self) -> bool:
        """Whether the bar is reached."""
        return self.value >= self.bar.value if self.bar.least else self.value <= self.bar.value


def mean(values: Sequence[float]) -> float:
    """The mean."""
    return float(np.mean(values))


def median(values: Sequence[float]) -> float:
    """The median."""
    return float(np.median(values))


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 observations do not exceed."""
    return float(np.percentile(values, 95))


def most(values: Sequence[float]) -> float:
    """The largest."""
    return float(np.max(values))


def total(values: Sequence[float]) -> float:
    """The sum."""
    return float(np.sum(values))


def area_under_curve(faulty: Sequence[float], faultless: Sequence[float]) -> float:
    """How often a faulty picture scores below a faultless one, ties counting half: the area under the ROC curve."""
    low, high = np.asarray(faulty)[:, None], np.asarray(faultless)[None]
    return float(((low < high) + 0.5 * (low == high)).mean())


def hold(bar: Bar, series: Mapping[str, Series]) -> Row:
    """One bar against what was seen."""
    seen = series.get(bar.metric, [])
    others = series.get(bar.against, []) if bar.against else []
    if not seen or (bar.against and not others):
        return Row(bar, float("nan"), 0, None)
    values = [value for _, value in seen]
    if bar.against:
        found = area_under_curve(values, [value for _, value in others])
        return Row(bar, found, len(values), max(seen, key=lambda one: one[1])[0])
    worst = (min if bar.least else max)(seen, key=lambda one: one[1])
    return Row(bar, bar.summary(values), len(values), worst[0])
