"""How fast the engine is, side by side with plain diffusers: Stable Diffusion 1.5's size, random weights.

    python -m benchmarks.diffusion [--rounds 5] [--size 512] [--data DIR] [--only parts,whole,start,shared,inside]

Everything of a row runs in one process, in turns, and the median of the rounds counts. A U-Net step is what guidance
asks for: the prompt and the negative one. Pictures of random weights mean nothing; their time does.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.checkpoints import PLANS, write_folder
from toile.compute.backend import Processor
from toile.compute.graph import Graph, choose_precision, compile_graph
from toile.compute.runtime import load_openvino
from toile.diffusion import Engine
from toile.domain.geometry import Size
from toile.engine.batcher import Batcher, Row
from toile.engine.cache import Cache
from toile.engine.conditioning import Conditioning
from toile.engine.kit import Kit
from toile.engine.lora import list_unet
from toile.engine.making import make
from toile.engine.networks import Networks
from toile.engine.request import Request
from toile.engine.text import Reader
from toile.engine.unet import Canvas, build_unet

PROMPT, NEGATIVE = "a woman in a red dress, studio", "blurry"
OURS = "Toile"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--steps", type=int, default=4, help="of the whole pictures")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "toile-bench")
    parser.add_argument("--only", default="start,parts,whole,shared,inside")
    said = parser.parse_args()
    warnings.simplefilter("ignore")
    folder = said.data / "sd15"
    if not (folder / "unet/config.json").exists():
        write_folder(PLANS["sd15", "full"], folder)
    print(f"processor computes in {choose_precision()}; {said.rounds} rounds; {said.size} x {said.size}")
    chosen = said.only.split(",")
    if "start" in chosen:
        _start(folder, said)
    if {"parts", "whole"} & set(chosen):
        _beside(folder, said, chosen)
    if "shared" in chosen:
        _shared(folder, said)
    if "inside" in chosen:
        _inside(folder, said)


def _print(rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> None:
    for row in rows:
        print("  ".join(f"{cell:>14}" if number else f"{cell:<30}" for number, cell in enumerate(row)))


def _in_turns(kinds: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each, in seconds; one after the other in every round, after one that does not count."""
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(rounds + 1):
        for name, run in kinds.items():
            began = time.perf_counter()
            run()
            if number:
                times[name].append(time.perf_counter() - began)
    return {name: statistics.median(some) for name, some in times.items()}


def _start(folder: Path, said: argparse.Namespace) -> None:
    """From an empty cache and from a full one, to the first answer; each in a process of its own."""
    script = (
        "import sys, time, json, resource; began = time.perf_counter()\n"
        "from pathlib import Path; from toile.diffusion import Engine; from toile.domain.geometry import Size\n"
        f"engine = Engine({str(folder)!r}, data=Path(sys.argv[1])); times = []\n"
        f"engine.create('a hat', size=Size({said.size}, {said.size}), steps=2, seed=1, sampler='Euler',\n"
        "    tell=lambda step: times.append(time.perf_counter() - began))\n"
        "print(json.dumps([*times, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))"
    )
    rows = [("start", "first step s", "picture s", "peak GB")]
    with tempfile.TemporaryDirectory(dir=said.data) as empty:
        for name in ("first, cache empty", "second, cache full"):
            done = subprocess.run(
                [sys.executable, "-c", script, empty], capture_output=True, text=True, check=True
            )
            first, _, whole, peak = json.loads(done.stdout)
            rows.append((name, f"{first:.1f}", f"{whole:.1f}", f"{peak / 1e6:.1f}"))
    _print(rows)


def _beside(folder: Path, said: argparse.Namespace, chosen: Sequence[str]) -> None:
    """Toile and diffusers, in turns."""
    engine = Engine(folder, data=said.data)
    networks = Networks(engine.model, Cache(said.data / "cache"), Processor())
    reader = Reader(networks.model, networks.encode_text)
    text = reader.read(PROMPT)
    side = said.size // 8
    rng = np.random.default_rng(0)
    x = rng.standard_normal((4, side, side)).astype(np.float32)
    asked = [Row(x * 5, 5.0, Conditioning(((9, text),))) for _ in range(2)]
    vectors = rng.standard_normal((77, 768)).astype(np.float32)
    ours: dict[str, Callable[[], object]] = {
        "U-Net step": lambda: networks(asked),
        "VAE decode": lambda: networks.decode(x),
        "text encoder": lambda: [networks.encode_text(0, 1, vectors) for _ in range(2)],
    }
    theirs = {
        name: _diffusers(folder, side, dtype)
        for name, dtype in (("float32", "float32"), ("bf16", "bfloat16"))
    }
    if "parts" in chosen:
        rows = [("part", f"{OURS} s", "float32 s", "ratio", "bf16 cl s", "ratio")]
        for part, run in ours.items():
            times = _in_turns({OURS: run, **{name: one[part] for name, one in theirs.items()}}, said.rounds)
            own, plain, half = times[OURS], times["float32"], times["bf16"]
            rows.append(
                (part, f"{own:.3f}", f"{plain:.3f}", f"{plain / own:.2f}", f"{half:.3f}", f"{half / own:.2f}")
            )
        _print(rows)
    if "whole" in chosen:
        size = Size(said.size, said.size)
        kinds: dict[str, Callable[[], object]] = {
            OURS: lambda: engine.create(
                PROMPT, negative=NEGATIVE, size=size, steps=said.steps, seed=1, sampler="Euler"
            ),
            **{name: partial(one["whole"], said.steps) for name, one in theirs.items()},
        }
        times = _in_turns(kinds, 1)
        _print(
            [(f"picture of {said.steps} steps", "s", "ratio")]
            + [(name, f"{value:.1f}", f"{value / times[OURS]:.2f}") for name, value in times.items()]
        )


def _diffusers(folder: Path, side: int, dtype: str) -> dict[str, Any]:
    """Plain diffusers; with bfloat16 also with channels last, as an informed user has it."""
    import torch
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionPipeline, UNet2DConditionModel
    from transformers import CLIPTextModel, CLIPTokenizer

    kind = getattr(torch, dtype)
    unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=kind)
    vae = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=kind)
    text = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=kind)
    if dtype == "bfloat16":
        unet, vae = unet.to(memory_format=torch.channels_last), vae.to(memory_format=torch.channels_last)
    pipe = StableDiffusionPipeline(
        vae, text, CLIPTokenizer.from_pretrained(folder / "tokenizer", model_max_length=77), unet,
        EulerDiscreteScheduler.from_pretrained(folder / "scheduler"), None, None, requires_safety_checker=False,
    )  # fmt: skip
    pipe.set_progress_bar_config(disable=True)
    x, context = torch.randn(2, 4, side, side, dtype=kind), torch.randn(2, 77, 768, dtype=kind)
    tokens = torch.randint(0, 49000, (2, 77))

    def quiet(run: Callable[[], object]) -> Callable[[], object]:
        def inside() -> object:
            with torch.inference_mode():
                return run()

        return inside

    return {
        "U-Net step": quiet(lambda: unet(x, torch.tensor(500.0), context)),
        "VAE decode": quiet(lambda: vae.decode(x[:1])),
        "text encoder": quiet(lambda: text(tokens)),
        "whole": lambda steps: pipe(
            PROMPT, negative_prompt=NEGATIVE, height=side * 8, width=side * 8, num_inference_steps=steps
        ),
    }


def _shared(folder: Path, said: argparse.Namespace) -> None:
    """A long request, and short ones that come while it runs: when each is done, in turns and one after another."""
    engine = Engine(folder, data=said.data)
    networks = Networks(engine.model, Cache(said.data / "cache"), Processor())
    kit = Kit(networks, Reader(engine.model, networks.encode_text))
    size = Size(256, 256)
    wishes = [
        ("long, 20 steps", 20, 0),
        ("short, 4 steps, comes later", 4, 4),
        ("short, 6 steps, later", 6, 8),
    ]
    networks([Row(np.zeros((4, 32, 32), np.float32), 1.0, Conditioning(((9, kit.reader.read("a")),)))])

    def picture(name: str, steps: int) -> Any:
        request = Request(prompt=PROMPT, negative=NEGATIVE, size=size, steps=steps, seed=1, sampler="Euler")
        return next(make(request, 0, Kit(networks, kit.reader, name)))

    found = [_wait(Batcher(networks, limit=lambda kind: 2), wishes, picture) for _ in range(said.rounds)]
    rows = [("request at 256 x 256", "waits s", "in a row s")]
    for name, _, _ in wishes:
        together, alone = (statistics.median(one[name][place] for one in found) for place in (0, 1))
        rows.append((name, f"{together:.1f}", f"{alone:.1f}"))
    _print(rows)


def _wait(
    batcher: Batcher, wishes: Sequence[tuple[str, int, int]], picture: Callable[[str, int], Any]
) -> dict[str, tuple[float, float]]:
    """How long each of the wishes (name, steps, round in which it comes) waits, and would wait in a row."""
    arrived: dict[str, float] = {}
    done: dict[str, float] = {}
    waiting, rounds = list(wishes), 0
    began = time.perf_counter()
    while waiting or batcher.busy:
        while waiting and waiting[0][2] <= rounds:
            name, steps, _ = waiting.pop(0)
            arrived[name] = time.perf_counter() - began
            batcher.add(picture(name, steps))
        for outcome in batcher.turn():
            done[outcome.name.removesuffix("0")] = time.perf_counter() - began
        rounds += 1
    step = max(done.values()) / sum(steps for _, steps, _ in wishes)
    ends, found = 0.0, {}
    for name, steps, _ in wishes:
        ends = max(ends, arrived[name]) + steps * step
        found[name] = (done[name] - arrived[name], ends - arrived[name])
    return found


def _inside(folder: Path, said: argparse.Namespace) -> None:
    """Where a U-Net's time goes, and how much of what the machine can multiply it uses."""
    openvino = load_openvino()
    engine = Engine(folder, data=said.data)
    side, plan = said.size // 8, engine.model.unet
    precision = choose_precision()
    weights = Cache(said.data / "cache").widened("unet", engine.model.sources["unet"], list_unet(plan))
    compiled = openvino.Core().compile_model(
        build_unet(Graph(weights), plan, Canvas(1, side, side)),
        "CPU",
        {"INFERENCE_PRECISION_HINT": precision, "PERFORMANCE_HINT": "LATENCY", "PERF_COUNT": True},
    )
    request = compiled.create_infer_request()
    rng = np.random.default_rng(0)
    given = [rng.standard_normal(tuple(port.shape)).astype(np.float32) for port in compiled.inputs]
    for _ in range(2):
        request.infer(given)
    times: dict[str, float] = {}
    for node in request.profiling_info:
        times[node.node_type] = times.get(node.node_type, 0.0) + node.real_time.total_seconds()
    total = sum(times.values())
    rows = [("kind of layer", "ms", "share")]
    ordered = sorted(times.items(), key=lambda pair: -pair[1])[:8]
    _print([*rows, *((name, f"{value * 1e3:.0f}", f"{value / total:.0%}") for name, value in ordered)])
    rate = _multiply(precision)
    flops = 0.8035e12 * (side / 64) ** 2  # of one row: 1.607 TF for two at 64 x 64, counted by torch
    _print(
        [
            ("matrix multiply here", f"{rate / 1e12:.2f} TF/s", ""),
            ("U-Net", f"{flops / total / 1e12:.2f} TF/s", f"{flops / total / rate:.0%}"),
            ("peak memory so far", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB", ""),
        ]
    )


def _multiply(precision: str, side: int = 2048) -> float:
    """Operations in a second of the same library's product of two square matrices."""
    rng = np.random.default_rng(0)
    graph = Graph(lambda name, shape: np.asarray(rng.standard_normal(shape), np.float32))
    x = graph.input("x", (side, side))
    for number in range(4):
        x = graph.linear(x, f"layer{number}", side, bias=False)
    network = compile_graph(graph.finish({"y": x}, "multiply"), precision)
    given = rng.standard_normal((side, side)).astype(np.float32)
    times = _in_turns({"multiply": lambda: network(given)}, 5)
    return 4 * 2 * side**3 / times["multiply"]


if __name__ == "__main__":
    main()
