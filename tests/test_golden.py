"""The checker of golden numbers: it finds what is wrong, and says so of nothing else."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.golden import CHECKS, mismatches

HERE = Path(__file__).parent
KEPT = sorted([*HERE.glob("*/golden/*.json")])
PROMPTS: dict[str, list[dict[str, Any]]] = {
    "prompt_attention": [
        {"in": "an (important) word", "out": [["an ", 1.0], ["important", 1.1], [" word", 1.0]]}
    ],
    "prompt_schedule": [
        {"in": "a [b:3]", "steps": 10, "hires_steps": None, "old": False, "out": [[3, "a "], [10, "a b"]]}
    ],
    "prompt_and": [{"in": "a AND b:2", "texts": ["a", " b"], "indexes_weights": [[0, 1.0], [1, 2.0]]}],
}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_numbers_that_are_kept_are_met(path: Path) -> None:
    assert path.stem in CHECKS
    assert not [line for line in mismatches(path) if not any(later in line for later in ("PLMS", "Restart"))]


@pytest.mark.parametrize("name", PROMPTS)
def test_prompts_are_checked_in_their_formats(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(PROMPTS[name]))
    assert not list(mismatches(path))
    path.write_text(json.dumps(PROMPTS[name]).replace("1.0", "1.5").replace("[10,", "[9,"))
    assert len(list(mismatches(path))) == 1


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_number_that_is_off_is_found(path: Path, tmp_path: Path) -> None:
    said = json.loads(path.read_text())
    row = (said["cases"] if isinstance(said, dict) else said)[0]
    changes: dict[str, dict[str, Any]] = {
        "extra_networks": {"prompt": "x"},
        "sigmas_sd15_sdxl": {"sigmas": [*row.get("sigmas", [0])[:-1], 0.1]},
        "sampler_trajectories": {"x_final": [0.0] * 6},
        "sampler_scheduler_names": {"process_images": ["Euler", "Karras"]},
        "img2img_steps": {"first_sigma_index": 7},
        "crop_region": {"crop": [1, 2, 3, 4]},
        "rng_nv_philox": {"first16": [0.0] * 16},
    }
    (tmp_path / path.name).write_text(json.dumps([{**row, **changes[path.stem]}]))
    assert len(list(mismatches(tmp_path / path.name))) == 1
