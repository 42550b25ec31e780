"""How long a look takes: a cold `toile try` in a fresh process, and a warm draft on one core.

    make bench

Photos come from the synthetic world at 768x1024, so that anyone can run this. Prints tables; writes to a temporary
folder only. Warm figures use one thread; a cold start uses what the machine has.
"""

import os

# Before numpy is imported: its linear algebra reads this once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2

from toile import settings, showcase
from toile.doctor import examine
from toile.domain.geometry import Size
from toile.messages import Language, say
from toile.pixels.output import save
from toile.tryon.draft import Draft
from toile.tryon.fit import fit
from toile.vision.joints import dump_joints

SIZE = Size(768, 1024)
COLD_RUNS = 5
WARM_RUNS = 9
PREPARED = ("dress", "paste", "check")  # what is left to do once person and garment are known


def main() -> None:
    """Print what this machine is, then the two tables."""
    configured = settings.read()
    for finding in examine(configured):
        if finding.topic in ("topic_python", "topic_processor", "topic_memory"):
            print(f"{say(finding.topic)}: {say(finding.code, Language.ENGLISH, **finding.values)}")
    showcase.keep_compiled(configured.data)
    shoot = showcase.shoot(showcase.SITTINGS[0], SIZE)
    with tempfile.TemporaryDirectory() as name:
        cold = list(_cold(shoot, Path(name)))
    print(
        f"\nCold: `toile try` in a fresh process, {SIZE.width}x{SIZE.height}, median of {COLD_RUNS} (slowest)"
    )
    for label, seconds, parts in cold:
        print(f"  {label:<22} {statistics.median(seconds):6.2f} s  ({max(seconds):.2f})   {_parts(parts)}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  most memory            {peak:6.0f} MB")
    _print_warm(shoot)


def _cold(shoot: showcase.Shoot, folder: Path) -> Iterator[tuple[str, list[float], dict[str, float]]]:
    height, width = shoot.person.rgb.shape[:2]
    save(shoot.person.rgb, folder / "person.png")
    save(shoot.garments[0].rgb, folder / "garment.png")
    assert shoot.person.joints
    (folder / "joints.json").write_text(json.dumps(dump_joints(shoot.person.joints, Size(width, height))))
    for label, more in (("with given joints", ["--joints", "joints.json"]), ("joints from outline", [])):
        command = [sys.executable, "-m", "toile.cli", "try", "person.png", "garment.png", *more, "--json"]
        seconds, parts = [], {}
        for _ in range(COLD_RUNS):
            began = time.perf_counter()
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
            seconds.append(time.perf_counter() - began)
            told = json.loads(done.stdout)
            parts = {**told["timings"], "start": seconds[-1] - told["seconds"]}
            parts["files"] = told["seconds"] - sum(told["timings"].values())
        yield label, seconds, parts


def _print_warm(shoot: showcase.Shoot) -> None:
    with _one_core():
        fit(shoot.person, shoot.garments[:1], Draft(), clock=time.perf_counter)
        runs = [
            fit(shoot.person, shoot.garments[:1], Draft(), clock=time.perf_counter).timings
            for _ in range(WARM_RUNS)
        ]
    print(f"\nWarm: one garment, {SIZE.width}x{SIZE.height}, one core, median of {WARM_RUNS}")
    for stage in runs[0]:
        print(f"  {stage:<22} {_median(run[stage] for run in runs):6.3f} s")
    prepared = [sum(run[stage] for stage in PREPARED) for run in runs]
    print(f"  {'person and garment prepared':<28} {_median(prepared):.3f} s")
    print(f"  {'everything':<28} {_median(sum(run.values()) for run in runs):.3f} s")


@contextmanager
def _one_core() -> Iterator[None]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)


def _median(values: Iterator[float] | Sequence[float]) -> float:
    return statistics.median(values)


def _parts(parts: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.2f}" for name, seconds in parts.items())


if __name__ == "__main__":
    main()
