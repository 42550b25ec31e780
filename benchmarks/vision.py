"""Every stage of seeing on fresh pictures of the synthetic world, against its bar.

    python benchmarks/vision.py --seeds 0:50
    python benchmarks/vision.py --seeds 2000:3000 --only kind

Each seed is a garment, a person and what they put on that no other seed has; training draws its pictures from
1,000,000,000 on. `worst` is the seed of the picture that did worst, to look at it.
"""

import os

# Before numpy is imported: its linear algebra reads this once, and speed is measured on one core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.seeing.bar import Row
from benchmarks.seeing.stages import STAGES, measure
from toile import settings
from toile.world import cache


def main() -> None:
    """Print the table; leave with 1 where a bar is not met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seeds", default="0:50", metavar="FROM:TO", help="which pictures; TO is not one of them"
    )
    parser.add_argument("--only", metavar="STAGE,...", help=f"of {', '.join(STAGES)}")
    asked = parser.parse_args()
    first, last = (int(number) for number in asked.seeds.split(":"))
    names = asked.only.split(",") if asked.only else list(STAGES)
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        parser.error(f"no stage is called {', '.join(unknown)}; there are {', '.join(STAGES)}")
    cache.use(settings.read().data / "compiled")
    began = time.perf_counter()

    def told(done: int, of: int) -> None:
        sys.stderr.write(f"\r{done}/{of} seeds, {time.perf_counter() - began:.0f} s ")
        sys.stderr.flush()

    rows = list(measure(range(first, last), names, told))
    sys.stderr.write("\n")
    print("\n".join(table(rows)))
    sys.exit(any(row.count and not row.met for row in rows))


def table(rows: Sequence[Row]) -> list[str]:
    """Lines: stage, metric, what was measured, the bar, whether it is met, of how many pictures, the worst seed."""
    lines = [f"{'stage':<17}{'metric':<52}{'value':>8}  {'bar':<9}{'met':<5}{'seen':>6}{'worst':>8}"]
    for row in rows:
        sign = ">=" if row.bar.least else "<="
        met = "-" if not row.count else "yes" if row.met else "NO"
        worst = "" if row.worst is None else str(row.worst)
        lines.append(
            f"{row.bar.stage:<17}{row.bar.metric:<52}{row.value:>8.4f}  {sign} {row.bar.value:<6g}"
            f"{met:<5}{row.count:>6}{worst:>8}"
        )
    return lines


if __name__ == "__main__":
    main()
