"""Pictures that provoke a message, each with the code that must be said."""

from collections.abc import Callable, Mapping

from benchmarks.seeing.bar import Bar, Seen

# By code: what is said, as codes, when the picture of that seed is looked at. Filled by whoever writes the messages.
PROVOKED: Mapping[str, Callable[[int], tuple[str, ...]]] = {}

BARS = (Bar("messages", "right code said", 1.0),)


def observe(seed: int) -> Seen:
    """Every provoked picture of that seed."""
    return {BARS[0].metric: [float(code in provoke(seed)) for code, provoke in PROVOKED.items()]}
