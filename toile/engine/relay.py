"""Relays: one model for the first steps of a picture and another for the last (Podell et al. 2023, arXiv 2307.01952,
section 2.5). Both speak of the same latents.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toile.engine.batcher import Row
from toile.engine.conditioning import Conditioning
from toile.engine.networks import Networks
from toile.pixels.arrays import Floats


@dataclass(frozen=True)
class Relay:
    """Asks `first`, and below the noise level that a row's conditioning says, `second`."""

    first: Networks
    second: Networks

    def __call__(self, rows: Sequence[Row]) -> Sequence[Floats]:
        """The denoised image [C, h, w] of every row."""
        changed = [_handed_over(row) for row in rows]
        own = self.first([row for row, later in zip(rows, changed, strict=True) if later is None])
        others = self.second([later for later in changed if later is not None])
        said = (iter(own), iter(others))
        return [next(said[later is not None]) for later in changed]

    def count_rows(self, height: int, width: int) -> int:
        """How many rows of latents so large fit into one run of either."""
        return min(one.count_rows(height, width) for one in (self.first, self.second))


def _handed_over(row: Row) -> Row | None:
    """The row as the second model is asked it; None where the first still is."""
    asked = row.conditioning
    assert isinstance(asked, Conditioning)
    if asked.later is None or row.sigma > asked.later.below:
        return None
    return replace(row, conditioning=asked.later.conditioning)
