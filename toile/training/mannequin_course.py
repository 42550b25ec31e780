"""The course of the mannequin checkpoint: sittings, tokens, VAE, painter, guide, and the folder at the end; each step
only as far as it is not done yet.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.domain.geometry import Size
from toile.engine.architecture import TextEncoder, UNet, Vae
from toile.engine.tokenizer import FILES, Tokenizer
from toile.training import mannequin, preview, sittings, tokens
from toile.training.captions import write_caption
from toile.training.folder import read_part, write
from toile.training.learner import Learner, Mean
from toile.training.mannequin import Encoder, Lesson, Plan, Spread
from toile.training.pool import draw_all
from toile.training.taught import list_words
from toile.training.teller import Teller
from toile.training.views import Shelf, View, read_shelf

_WARM_UP = 100
_SAVE_EVERY = 60.0  # seconds
_SHOWN = 12  # views on a sheet of progress
_GUIDED = 0.5  # of the steps of the VAE, in which it learns a linear code
_SQUARES = 12  # batches that the code is found from
_TOGETHER = 2  # sittings drawn by one process at a time
_CAPTIONS = 20_000  # that a vocabulary is learnt from


@dataclass(frozen=True)
class Stage:
    """How one network is taught: `views` seen in all, `batch` at once, `rate` the highest learning rate, `decay` of the
    mean of weights."""

    views: int
    batch: int
    rate: float
    decay: float = 0.999


@dataclass(frozen=True)
class Dial:
    """A size of checkpoint, and what it is taught with."""

    plan: Plan
    sittings: int
    vae: Stage
    painter: Stage
    guide: Stage


# Few groups for few channels: with a channel each, norms would take away what colour a picture is of.
_SMALL = Plan(
    Size(96, 128),
    UNet(channels=33, out=16, widths=(80, 144), layers=1, depths=(1, 1), middle=1, heads=(2, 4), text=128, groups=8),
    Vae(channels=16, widths=(16, 32, 64, 128), layers=1, scale=1.0, groups=4),
    TextEncoder(1536, 128, 512, 4, 4, quick=False),
)  # fmt: skip
_TINY = Plan(
    Size(64, 96),
    UNet(channels=9, out=4, widths=(32, 32), layers=1, depths=(1, 1), middle=1, heads=(1, 1), text=32, groups=8),
    Vae(channels=4, widths=(16, 16, 16, 32), layers=1, scale=1.0, groups=4),
    TextEncoder(768, 32, 64, 1, 1, quick=False),
)  # fmt: skip

DIALS: Mapping[str, Dial] = {
    # To see that everything works: minutes, and nothing comes of it.
    "tiny": Dial(_TINY, 6, Stage(64, 4, 1e-3), Stage(64, 4, 1e-3), Stage(32, 4, 1e-3)),
    # Two processor cores, some hours.
    "small": Dial(_SMALL, 4000, Stage(60_000, 24, 2e-3), Stage(150_000, 32, 1.5e-3), Stage(20_000, 32, 1e-3)),
}


def run(
    dial: Dial,
    folder: Path,
    output: Path,
    workers: int,
    device: str,
    seed: int,
    teller: Teller,
    start: Path | None = None,
) -> None:
    """Everything, from sittings to the folder `output`. `workers`: processes that photograph, and threads that train
    where that is done by the processor. `start`: a checkpoint to go on from; its VAE and its words stay as they are."""
    torch.set_num_threads(workers)
    place = folder / "sittings"
    draw = partial(sittings.fill, size=dial.plan.size)
    draw_all(draw, range(dial.sittings), place, _TOGETHER, workers, teller, sittings.DIGITS)
    shelf = read_shelf(place, range(dial.sittings), seed, device)
    teach_all(dial, shelf, folder, output, seed, teller, start)


def teach_all(
    dial: Dial,
    shelf: Shelf,
    folder: Path,
    output: Path,
    seed: int,
    teller: Teller,
    start: Path | None = None,
) -> None:
    """One network after another, as far as `folder` does not have them yet, and the checkpoint."""
    plan = dial.plan
    captions = write_captions(shelf, seed)
    if start:
        tokenizer = Tokenizer(start / "tokenizer")
        vae = mannequin.build_vae(plan, torch.Generator().manual_seed(seed)).to(shelf.device).eval()
        vae.fill(read_part(start, "vae"))
    else:
        tokenizer = learn_vocabulary(captions, dial, folder / "tokenizer")
        vae = teach_vae(shelf, dial, folder, seed, teller)
    spread, glance = measure_latents(vae, shelf, plan, seed, known=start is not None)
    encode = Encoder(vae, plan, spread)
    painter = teach_painter(shelf, dial, encode, tokenizer, folder, seed, teller, start)
    guide = teach_guide(painter, shelf, dial, encode, tokenizer, folder, seed, teller, start)
    words = list_words(captions, shelf.sitters)
    write(output, plan, vae, spread, painter, guide, tokenizer.folder, words, glance)


def write_captions(shelf: Shelf, seed: int, count: int = _CAPTIONS) -> list[str]:
    """Captions of views."""
    words, random = np.random.default_rng((seed, 11)), torch.Generator(shelf.device).manual_seed(seed)
    captions: list[str] = []
    while len(captions) < count:
        shown = shelf.say(256, random)
        captions += [write_caption(one, words) for one in shown for _ in range(20)]
    return captions


def learn_vocabulary(captions: Sequence[str], dial: Dial, folder: Path) -> Tokenizer:
    """The tokenizer in the folder, learnt from captions if it is not there."""
    if not all((folder / name).is_file() for name in FILES):
        tokens.learn_tokens(captions, dial.plan.text.vocabulary, folder)
    return Tokenizer(folder)


@dataclass
class State:
    """A training that can be gone on with."""

    learner: Learner
    mean: Mean
    optimiser: torch.optim.Optimizer
    step: int = 0


def begin(learner: Learner, stage: Stage, path: Path) -> State:
    """A training at its beginning, or where a file left it."""
    optimiser = torch.optim.AdamW(learner.parameters(), stage.rate, betas=(0.9, 0.99), weight_decay=0.01)
    state = State(learner, Mean(learner, stage.decay), optimiser)
    if path.exists():
        kept: Mapping[str, Any] = torch.load(path, map_location=learner.device, weights_only=True)
        learner.fill(kept["weights"])
        state.mean.weights, state.mean.count = dict(kept["mean"]), kept["count"]
        optimiser.load_state_dict(kept["optimiser"])
        state.step = kept["step"]
    return state


def save(state: State, path: Path) -> None:
    """Write it down; a file that stands there is whole."""
    unfinished = path.with_suffix(".part")
    torch.save(
        {
            "weights": state.learner.named(),
            "mean": state.mean.weights,
            "count": state.mean.count,
            "optimiser": state.optimiser.state_dict(),
            "step": state.step,
        },
        unfinished,
    )
    unfinished.replace(path)


Losses = Callable[[int], Mapping[str, Tensor]]


def teach(
    state: State,
    stage: Stage,
    path: Path,
    losses: Losses,
    teller: Teller,
    look: Callable[[int], None] = lambda step: None,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Tensor]:
    """Steps until all views are seen; the mean of the weights. `losses`: those of a step, by its number, which decides
    all that is drawn. `look` is called whenever it was written down."""
    steps = stage.views // stage.batch
    teller.begin(path.stem, steps)
    teller.go(state.step)
    saved = clock()
    device = state.learner.device.type
    for step in range(state.step, steps):
        for group in state.optimiser.param_groups:
            group["lr"] = stage.rate * pace(step, steps)
        with torch.autocast(device, torch.bfloat16):
            found = losses(step)
        total = sum(found.values())
        assert isinstance(total, Tensor)
        state.optimiser.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(state.learner.parameters(), 1.0)
        state.optimiser.step()
        state.mean.follow(state.learner)
        state.step = step + 1
        teller.go(1)
        if step % 20 == 0:
            teller.values({name: float(value.detach()) for name, value in found.items()})
        if clock() - saved > _SAVE_EVERY or step + 1 == steps:
            save(state, path)
            look(step + 1)
            saved = clock()
    return state.mean.weights


def pace(step: int, steps: int) -> float:
    """The learning rate's share: rising at first, then falling along a cosine to a fiftieth."""
    rise = min(1.0, (step + 1) / min(_WARM_UP, max(1, steps // 5)))
    return rise * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / max(1, steps))))


def seeded(seed: int, step: int, device: torch.device) -> torch.Generator:
    """What is drawn in a step."""
    return torch.Generator(device).manual_seed(seed * 1_000_003 + step)


def teach_vae(shelf: Shelf, dial: Dial, folder: Path, seed: int, teller: Teller) -> Learner:
    """The VAE, with the mean of its weights."""
    learner = mannequin.build_vae(dial.plan, torch.Generator().manual_seed(seed)).to(shelf.device)
    state = begin(learner, dial.vae, folder / "vae.pt")
    random = seeded(seed, 0, shelf.device)
    pictures = torch.cat([_both(shelf.draw(32, random)) for _ in range(_SQUARES)])
    code = mannequin.find_code(pictures, dial.plan)
    guided = _GUIDED * (dial.vae.views // dial.vae.batch)

    def losses(step: int) -> Mapping[str, Tensor]:
        random = seeded(seed, step, shelf.device)
        view, cloth = shelf.draw_clothed(dial.vae.batch, random)
        return mannequin.learn_vae(learner, dial.plan, view, cloth, code if step < guided else None, random)

    learner.fill(teach(state, dial.vae, folder / "vae.pt", losses, teller))
    return learner.eval()


def _both(view: View) -> Tensor:
    """Pictures of people and pieces, -1..1."""
    return mannequin.as_input(torch.cat((view.person, view.piece)))


@torch.no_grad()
def measure_latents(
    vae: Learner, shelf: Shelf, plan: Plan, seed: int, *, known: bool = False
) -> tuple[Spread, Tensor]:
    """Mean and deviation that latents are taken by; and [C, 3], by least squares, what their channels look like then.
    Channels are left the wider the more they show, as the root of it, and 1 wide in the mean: so noise hides what is
    small before what is large, as in pictures. `known`: they are as wide as they should be already."""
    shape = (1, plan.vae.channels, 1, 1)
    plain = Spread(torch.zeros(shape, device=vae.device), torch.ones(shape, device=vae.device))
    encode = Encoder(vae, plan, plain)
    random = torch.Generator(shelf.device).manual_seed(seed)
    people = torch.cat([mannequin.as_input(shelf.draw(32, random).person) for _ in range(8)])
    found = torch.cat([encode(some) for some in people.chunk(8)])
    mean, deviation = (take(dim=(0, 2, 3), keepdim=True) for take in (found.mean, found.std))
    shown = preview.measure_channels(vae, plan, found[:32], deviation).sqrt()
    wide = shown / shown.square().mean().sqrt()
    spread = plain if known else Spread(mean, deviation / wide)
    rows = ((found - spread.mean) / spread.deviation).permute(0, 2, 3, 1).flatten(0, 2)
    colours = F.avg_pool2d(people, plan.vae.factor).permute(0, 2, 3, 1).flatten(0, 2)
    return spread, torch.linalg.lstsq(rows, colours).solution


def teach_painter(
    shelf: Shelf,
    dial: Dial,
    encode: Encoder,
    tokenizer: Tokenizer,
    folder: Path,
    seed: int,
    teller: Teller,
    start: Path | None = None,
) -> Learner:
    """Text encoder, U-Net and try-on branch, with the mean of their weights."""
    learner = mannequin.build_painter(dial.plan, torch.Generator().manual_seed(seed + 1)).to(shelf.device)
    if start:
        for part in ("text_encoder", "unet", "tryon"):
            learner.fill(read_part(start, part))
    state = begin(learner, dial.painter, folder / "painter.pt")
    lessons = _lessons(shelf, dial.plan, encode, tokenizer, dial.painter.batch, seed + 1)

    def losses(step: int) -> Mapping[str, Tensor]:
        random = seeded(seed + 1, step, shelf.device)
        return mannequin.learn_painter(learner, dial.plan, lessons(step, random), random)

    random = seeded(seed, 0, shelf.device)
    words = np.random.default_rng(seed)
    view = shelf.draw(_SHOWN, random)
    shown = mannequin.prepare(view, dial.plan, encode, tokenizer, random, words)

    def look(step: int) -> None:
        latent = preview.paint(learner, dial.plan, shown, seeded(seed, 1, shelf.device))
        painted = preview.show(encode.vae, dial.plan, encode.spread, latent)
        preview.write_sheet(folder / "progress" / f"{step:07d}.png", view.person, view.piece, painted)

    learner.fill(teach(state, dial.painter, folder / "painter.pt", losses, teller, look))
    return learner.eval()


def teach_guide(
    painter: Learner,
    shelf: Shelf,
    dial: Dial,
    encode: Encoder,
    tokenizer: Tokenizer,
    folder: Path,
    seed: int,
    teller: Teller,
    start: Path | None = None,
) -> Learner:
    """The ControlNet for poses, with the mean of its weights."""
    guide = mannequin.build_guide(dial.plan, torch.Generator().manual_seed(seed + 2), painter.named())
    guide = guide.to(shelf.device)
    if start:
        guide.fill(read_part(start, "controlnet"))
    painter.requires_grad_(False)
    state = begin(guide, dial.guide, folder / "guide.pt")
    lessons = _lessons(shelf, dial.plan, encode, tokenizer, dial.guide.batch, seed + 2)

    def losses(step: int) -> Mapping[str, Tensor]:
        random = seeded(seed + 2, step, shelf.device)
        return mannequin.learn_guide(guide, painter, dial.plan, lessons(step, random), random)

    guide.fill(teach(state, dial.guide, folder / "guide.pt", losses, teller))
    return guide.eval()


def _lessons(
    shelf: Shelf, plan: Plan, encode: Encoder, tokenizer: Tokenizer, batch: int, seed: int
) -> Callable[[int, torch.Generator], Lesson]:
    def draw(step: int, random: torch.Generator) -> Lesson:
        words = np.random.default_rng((seed, step))
        return mannequin.prepare(shelf.draw(batch, random), plan, encode, tokenizer, random, words)

    return draw
