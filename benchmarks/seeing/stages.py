"""The stages by name: what each looks at, and the bars it is held against."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.seeing import dressing, garment, messages, person, speed
from benchmarks.seeing.bar import Bar, Row, Seen, Series, hold


@dataclass(frozen=True)
class Stage:
    """`observe`: what the picture of one seed says, by metric. `bars`: in the order in which they are printed."""

    observe: Callable[[int], Seen]
    bars: tuple[Bar, ...]


def _of(stage: str, *tables: tuple[Bar, ...]) -> tuple[Bar, ...]:
    return tuple(bar for table in tables for bar in table if bar.stage == stage)


STAGES: Mapping[str, Stage] = {
    "cutout": Stage(garment.observe_cutout, _of("cutout", garment.BARS)),
    "kind": Stage(garment.observe_kind, _of("kind", garment.BARS)),
    "landmarks": Stage(garment.observe_landmarks, _of("landmarks", garment.BARS)),
    "neckline": Stage(garment.observe_neckline, _of("neckline", garment.BARS)),
    "words": Stage(garment.observe_words, _of("colour", garment.BARS) + _of("pattern", garment.BARS)),
    "outline": Stage(person.observe_outline, _of("outline alone", person.BARS)),
    "pose": Stage(person.observe_pose, _of("pose", person.BARS)),
    "parse": Stage(person.observe_parse, _of("parse", person.BARS)),
    "dressing": Stage(
        dressing.observe,
        _of("warp", dressing.BARS) + _of("composite", dressing.BARS) + _of("masks", dressing.BARS),
    ),
    "messages": Stage(messages.observe, messages.BARS),
    "speed": Stage(speed.observe, speed.BARS),
}


def measure(
    seeds: Sequence[int], names: Sequence[str], told: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[Row]:
    """Every row of those stages on pictures of those seeds; `told(done, of)` after each seed."""
    series: dict[str, dict[str, Series]] = {name: {} for name in names}
    for done, seed in enumerate(seeds, 1):
        for name in names:
            for metric, values in STAGES[name].observe(seed).items():
                series[name].setdefault(metric, []).extend((seed, value) for value in values)
        told(done, len(seeds))
    for name in names:
        yield from (hold(bar, series[name]) for bar in STAGES[name].bars)
