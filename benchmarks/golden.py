"""Golden numbers: what the engine says against published facts, file by file.

    make golden GOLDEN=DIR
    python benchmarks/golden.py DIR

Every file of the folder whose name is known is checked; each mismatch is a line. Leaves with 1 where there is any.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from toile.domain.geometry import Box, Size
from toile.engine import names, sigmas
from toile.engine.catalogue import SAMPLERS
from toile.engine.denoise import Denoise, Denoised
from toile.engine.naive import run
from toile.engine.noise import Philox
from toile.engine.steps import start
from toile.errors import BadRequest
from toile.pixels.inpaint_area import find_area, widen_area
from toile.pixels.resize import ResizeMode, plan
from toile.prompts.attention import read_attention
from toile.prompts.conjunction import gather
from toile.prompts.extras import take_networks
from toile.prompts.schedule import read_schedule

Row = Mapping[str, Any]
LEAST, MOST = 0.0291672, 14.6146412
SHOWN = 20  # mismatches of a file that are printed


def attention(row: Row) -> bool:
    spans = read_attention(row["in"])
    texts, weights = zip(*row["out"], strict=True)
    near = (
        np.allclose([span.weight for span in spans], weights, rtol=1e-9)
        if len(spans) == len(texts)
        else False
    )
    return bool(near) and [span.text for span in spans] == list(texts)


def schedule(row: Row) -> bool:
    found = read_schedule(row["in"], row["steps"], row.get("hires_steps"), old=bool(row.get("old")))
    return bool([[until.step, until.text] for until in found] == row["out"])


def conjunction(row: Row) -> bool:
    texts = row["in"] if isinstance(row["in"], list) else [row["in"]]
    found, parts = gather(texts)
    given = row["indexes_weights"]
    flat = parts if isinstance(row["in"], list) else parts[0]
    return list(found) == list(row["texts"]) and json.loads(json.dumps(flat)) == json.loads(json.dumps(given))


def networks(row: Row) -> bool:
    text, found = take_networks(row["in"])
    tags = [[one.kind, list(one.arguments)] for one in found]
    return text == row["prompt"] and tags == [list(pair) for pair in row["networks"]]


def levels(row: Row) -> bool:
    known = {name.lower().replace(" ", "_"): name for name in sigmas.SCHEDULES}
    known |= {"align_your_steps_sd15": "Align Your Steps", "align_your_steps_sdxl": "Align Your Steps XL"}
    made = sigmas.make(known[row["scheduler"]], row["steps"])
    return len(made) == len(row["sigmas"]) and bool(np.allclose(made, row["sigmas"], rtol=1e-4, atol=1e-9))


def choice(row: Row) -> bool:
    """A name that is not known is ours to refuse, where others take a default for it."""
    try:
        found = names.choose(row["sampler"], row["scheduler"])
    except BadRequest:
        return bool(row["process_images"][0] == names.DEFAULT or row["scheduler"] == "bogus")
    if row["sampler"] and row["process_images"][0] == names.DEFAULT != found.sampler:
        return True  # an alias that others do not know
    return [[one.sampler, one.schedule] for one in (found, found.short)] == [
        row["process_images"],
        row["api"],
    ]


def img2img(row: Row) -> bool:
    first = start(row["steps"], row["denoise"])
    return (first, row["steps"] - first) == (row["first_sigma_index"], row["unet_evals_first_order"])


def crop(row: Row) -> bool:
    mask = np.zeros(row["image"][::-1], np.float32)
    if row["mask_rect_inclusive"]:
        left, top, right, bottom = row["mask_rect_inclusive"]
        mask[top : bottom + 1, left : right + 1] = 1
    area = find_area(mask, row["pad"])
    if area is None or row["crop"] is None:
        return area is None and row["crop"] is None
    wide = widen_area(area, Size(*row["process"]), Size(*row["image"]))
    return (area, wide) == (Box(*row["crop"]), Box(*row["expanded"]))


def geometry(row: Row) -> bool:
    sizes = Size(*row["img"]), Size(*row["target"])
    for mode, name in ((ResizeMode.CROP, "crop_and_resize"), (ResizeMode.FILL, "resize_and_fill")):
        placed, given = plan(*sizes, mode), row[name]
        found = [[placed.scaled.width, placed.scaled.height], [placed.x, placed.y]]
        if found != [given["scaled"], given["paste"]]:
            return False
    return True


def philox(row: Row) -> bool:
    draw = Philox(row["seed"])
    first, second = draw((4, 64, 64)).ravel(), draw((4, 64, 64)).ravel()
    firsts = np.array_equal(first[:16], np.float32(row["first16"]))
    return firsts and np.array_equal(second[:8], np.float32(row["second_call_first8"]))


def trajectory(row: Row) -> bool:
    places, drawn, asked = np.arange(6) + 1.0, [0], [0]
    if row["schedule"] == "karras":
        made = np.linspace(MOST ** (1 / 7), LEAST ** (1 / 7), row["steps"]) ** 7
    else:
        made = np.exp(np.linspace(np.log(MOST), np.log(LEAST), row["steps"]))

    def noise(now: float, then: float) -> Any:
        drawn[0] += 1
        return sqrt(2) * np.sin(1.7 * drawn[0] + 0.9 * places)

    def denoise(one: Denoise) -> Denoised:
        asked[0] += 1
        spread = 0.09 + one.sigma**2
        x0 = (0.09 * one.x + one.sigma**2 * np.tanh(one.x / spread)) / spread
        return Denoised(x0, x0)

    options = {name: value for name, value in row["options"].items() if name != "solver_type"}
    sampling = SAMPLERS[row["sampler"]].run(
        MOST * np.sin(2.3 * places), (*map(float, made), 0.0), noise, **options
    )
    near = np.abs(run(sampling, denoise) - row["x_final"]).max() < 1e-6
    return bool(near) and (asked[0], drawn[0]) == (row["network_calls"], row["noise_calls"])


CHECKS: Mapping[str, Callable[[Row], bool]] = {
    "prompt_attention": attention,
    "prompt_schedule": schedule,
    "prompt_and": conjunction,
    "extra_networks": networks,
    "sigmas_sd15_sdxl": levels,
    "sampler_trajectories": trajectory,
    "sampler_scheduler_names": choice,
    "img2img_steps": img2img,
    "crop_region": crop,
    "resize_geometry": geometry,
    "rng_nv_philox": philox,
}


def mismatches(path: Path) -> Iterator[str]:
    """The rows of a file that are not met, as text; a row that cannot be asked is one."""
    said = json.loads(path.read_text(encoding="utf-8"))
    for row in said["cases"] if isinstance(said, dict) else said:
        try:
            if CHECKS[path.stem](row):
                continue
            yield json.dumps(row, ensure_ascii=False)[:300]
        except (KeyError, TypeError, ValueError) as error:
            yield f"{type(error).__name__} {error}: {json.dumps(row, ensure_ascii=False)[:300]}"


def main() -> None:
    """Print the files and their mismatches."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    failed = False
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        if path.stem not in CHECKS:
            print(f"{path.name}: not known, not checked")
            continue
        wrong = list(mismatches(path))
        failed = failed or bool(wrong)
        print(f"{path.name}: {'as it should be' if not wrong else f'{len(wrong)} mismatches'}")
        print("".join(f"  {line}\n" for line in wrong[:SHOWN]), end="")
    sys.exit(failed)


if __name__ == "__main__":
    main()
