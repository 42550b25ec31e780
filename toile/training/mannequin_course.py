"""The course of the mannequin checkpoint: sittings, tokens, VAE, painter, guide, and the folder at the end; each step
only as far as it is not done yet.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from toile.training import autoencoder, mannequin, preview, sittings, tokens
from toile.training.autoencoder import Encoder, Spread
from toile.training.captions import write_caption
from toile.training.folder import read_part, write
from toile.training.form import answer, answer_piece, draw_up
from toile.training.learner import Learner, Mean
from toile.training.mannequin import Forms, Lesson
from toile.training.optimiser import Optimiser
from toile.training.plan import Plan
from toile.training.pool import draw_all
from toile.training.taught import list_words
from toile.training.teller import Teller
from toile.training.views import Shelf, View, read_shelf

_VAE, _PAINTER, _GUIDE, _READING = range(4)  # subjects, each with draws of its own
_WARM_UP = 100
_SAVE_EVERY = 60.0  # seconds
_SHOWN = 12  # views on a sheet of progress
_GUIDED = 0.5  # of the steps of the VAE, in which it learns a linear code
_SQUARES = 12  # batches that the code is found from
_TOGETHER = 2  # sittings drawn by one process at a time
_CAPTIONS = 20_000  # that a vocabulary is learnt from
_ANSWERED = 5000  # views whose answers a form is drawn up from
# What can read already moves less while the U-Net learns to listen.
_SLOW = {"text_model.": 0.3, "piece.": 0.3, "read_": 0.3}


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
    reading: Stage
    painter: Stage
    guide: Stage


# Few groups for few channels: with a channel each, norms would take away what colour a picture is of.
_SMALL = Plan(
    Size(96, 128),
    UNet(channels=33, out=16, widths=(80, 144), layers=1, depths=(1, 1), heads=(2, 4), text=128, groups=8, gist=4),
    Vae(channels=16, widths=(16, 32, 64, 128), layers=1, scale=1.0, groups=4),
    TextEncoder(1536, 128, 512, 4, 4, quick=False),
)  # fmt: skip
_TINY = Plan(
    Size(64, 96),
    UNet(channels=9, out=4, widths=(32, 32), layers=1, depths=(1, 1), heads=(1, 1), text=32, groups=8, gist=1),
    Vae(channels=4, widths=(16, 16, 16, 32), layers=1, scale=1.0, groups=4),
    TextEncoder(768, 32, 64, 1, 1, quick=False),
)  # fmt: skip

_BRIEF = Stage(64, 4, 1e-3)

DIALS: Mapping[str, Dial] = {
    # To see that everything works: minutes, and nothing comes of it.
    "tiny": Dial(_TINY, 6, _BRIEF, _BRIEF, _BRIEF, Stage(32, 4, 1e-3)),
    # Two processor cores, some hours.
    "small": Dial(
        _SMALL,
        1500,
        Stage(18_000, 24, 5e-3, 0.99),
        Stage(22_400, 64, 2e-2, 0.99),
        Stage(64_000, 32, 5e-3, 0.997),
        Stage(4_800, 32, 4e-3, 0.98),
    ),
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
    teach_all(School(dial, shelf, folder, seed, teller, start), output)


@dataclass(frozen=True)
class School:
    """Where a checkpoint is taught: what with, where its state is kept, and who hears of it. `start`: a checkpoint to
    go on from; its VAE and its words stay as they are."""

    dial: Dial
    shelf: Shelf
    folder: Path
    seed: int
    teller: Teller = field(default_factory=Teller)
    start: Path | None = None

    @property
    def plan(self) -> Plan:
        return self.dial.plan

    def random(self, step: int, subject: int = 0) -> torch.Generator:
        """What is drawn in a step."""
        return torch.Generator(self.shelf.device).manual_seed((self.seed + subject) * 1_000_003 + step)

    def begin(
        self, build: Callable[[torch.Generator], Learner], subject: int, parts: Sequence[str]
    ) -> Learner:
        """A network, drawn anew or as the checkpoint has its parts."""
        learner = build(torch.Generator().manual_seed(self.seed + subject)).to(self.shelf.device)
        for part in parts if self.start else ():
            assert self.start
            learner.fill(read_part(self.start, part))
        return learner


def teach_all(school: School, output: Path) -> None:
    """One network after another, as far as the folder does not have them yet, and the checkpoint."""
    start = school.start
    captions = write_captions(school.shelf, school.seed)
    if start:
        tokenizer = Tokenizer(start / "tokenizer")
        vae = school.begin(partial(autoencoder.build_vae, school.plan), _VAE, ["vae"]).eval()
    else:
        tokenizer = learn_vocabulary(captions, school.dial, school.folder / "tokenizer")
        vae = teach_vae(school)
    spread, glance = measure_latents(vae, school.shelf, school.plan, school.seed, known=start is not None)
    encode = Encoder(vae, school.plan, spread)
    forms = draw_up_forms(school)
    build = partial(mannequin.build_painter, school.plan, forms)
    painter = school.begin(build, _PAINTER, ["text_encoder", "unet", "tryon"])
    if not start:  # else it can read, and the U-Net knows how it speaks
        teach_reading(school, tokenizer, forms, painter)
    teach_painter(school, encode, tokenizer, forms, painter)
    guide = teach_guide(school, painter, encode, tokenizer)
    words = list_words(captions, school.shelf.sitters)
    write(output, school.plan, vae, spread, painter, guide, tokenizer.folder, words, glance)


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
    optimiser: Optimiser
    step: int = 0


def begin(learner: Learner, stage: Stage, path: Path, slow: Mapping[str, float] | None = None) -> State:
    """A training at its beginning, or where a file left it. `slow`: how much less weights move, by how their names
    begin."""
    state = State(learner, Mean(learner, stage.decay), Optimiser(learner, slow))
    if path.exists():
        kept: Mapping[str, Any] = torch.load(path, map_location=learner.device, weights_only=True)
        learner.fill(kept["weights"])
        state.mean.weights, state.mean.count = dict(kept["mean"]), kept["count"]
        state.optimiser.go_on(kept["optimiser"])
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
            "optimiser": state.optimiser.keep(),
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
        with torch.autocast(device, torch.bfloat16):
            found = losses(step)
        torch.stack(list(found.values())).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(state.learner.parameters(), 1.0)
        state.optimiser.step(stage.rate * pace(step, steps))
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


def teach_vae(school: School) -> Learner:
    """The VAE, with the mean of its weights."""
    shelf, stage, path = school.shelf, school.dial.vae, school.folder / "vae.pt"
    learner = school.begin(partial(autoencoder.build_vae, school.plan), _VAE, [])
    first = school.random(0, _VAE)
    code = autoencoder.find_code(
        torch.cat([_both(shelf.draw(32, first)) for _ in range(_SQUARES)]), school.plan
    )
    guided = _GUIDED * (stage.views // stage.batch)

    def losses(step: int) -> Mapping[str, Tensor]:
        random = school.random(step, _VAE)
        view, cloth = shelf.draw_clothed(stage.batch, random)
        return autoencoder.learn_vae(
            learner, school.plan, view, cloth, code if step < guided else None, random
        )

    learner.fill(teach(begin(learner, stage, path), stage, path, losses, school.teller))
    return learner.eval()


def _both(view: View) -> Tensor:
    """Pictures of people and pieces, -1..1."""
    return autoencoder.as_input(torch.cat((view.person, view.piece)))


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
    people = torch.cat([autoencoder.as_input(shelf.draw(32, random).person) for _ in range(8)])
    found = torch.cat([encode(some) for some in people.chunk(8)])
    mean, deviation = (take(dim=(0, 2, 3), keepdim=True) for take in (found.mean, found.std))
    shown = preview.measure_channels(vae, plan, found[:32], deviation).sqrt()
    wide = shown / shown.square().mean().sqrt()
    spread = plain if known else Spread(mean, deviation / wide)
    rows = ((found - spread.mean) / spread.deviation).permute(0, 2, 3, 1).flatten(0, 2)
    colours = F.avg_pool2d(people, plan.vae.factor).permute(0, 2, 3, 1).flatten(0, 2)
    return spread, torch.linalg.lstsq(rows, colours).solution


def draw_up_forms(school: School) -> Forms:
    """What is to be read from words and from garments' photographs."""
    shown = school.shelf.say(_ANSWERED, school.random(0, _READING))
    pieces = (answer_piece(one, number) for one in shown for number in range(len(one.garments)))
    return Forms(draw_up(map(answer, shown)), draw_up(pieces))


def teach_reading(school: School, tokenizer: Tokenizer, forms: Forms, learner: Learner) -> None:
    """Teach the text encoder and the try-on branch of a painter to read; it has the mean of their weights then."""
    stage, path, plan = school.dial.reading, school.folder / "reading.pt", school.plan

    def losses(step: int) -> Mapping[str, Tensor]:
        random, words = school.random(step, _READING), np.random.default_rng((school.seed + _READING, step))
        view = school.shelf.draw(stage.batch, random)
        told = torch.ones(stage.batch, device=school.shelf.device)
        script = mannequin.write_script(view, view.shown, told, tokenizer, words)
        return mannequin.learn_reading(learner, plan, forms, script, autoencoder.as_input(view.piece))

    learner.fill(teach(begin(learner, stage, path), stage, path, losses, school.teller))


def teach_painter(
    school: School, encode: Encoder, tokenizer: Tokenizer, forms: Forms, learner: Learner
) -> None:
    """Teach text encoder, U-Net and try-on branch together; the painter has the mean of their weights then."""
    stage, path, plan = school.dial.painter, school.folder / "painter.pt", school.plan

    def losses(step: int) -> Mapping[str, Tensor]:
        lesson, random = _draw_lesson(school, stage, encode, tokenizer, step, _PAINTER)
        return mannequin.learn_painter(learner, plan, forms, lesson, random)

    random = school.random(0)
    view = school.shelf.draw(_SHOWN, random)
    shown = mannequin.prepare(view, plan, encode, tokenizer, random, np.random.default_rng(school.seed))

    def look(step: int) -> None:
        painted = preview.show(
            encode.vae, plan, encode.spread, preview.paint(learner, plan, shown, school.random(1))
        )
        sheet = school.folder / "progress" / f"{step:07d}.png"
        preview.write_sheet(sheet, view.person, view.piece, painted)

    learner.fill(teach(begin(learner, stage, path, _SLOW), stage, path, losses, school.teller, look))
    learner.eval()


def teach_guide(school: School, painter: Learner, encode: Encoder, tokenizer: Tokenizer) -> Learner:
    """The ControlNet for poses, with the mean of its weights."""
    stage, path, plan = school.dial.guide, school.folder / "guide.pt", school.plan
    own = painter.named()
    guide = school.begin(lambda random: mannequin.build_guide(plan, random, own), _GUIDE, ["controlnet"])
    painter.requires_grad_(False)

    def losses(step: int) -> Mapping[str, Tensor]:
        lesson, random = _draw_lesson(school, stage, encode, tokenizer, step, _GUIDE)
        return mannequin.learn_guide(guide, painter, plan, lesson, random)

    guide.fill(teach(begin(guide, stage, path), stage, path, losses, school.teller))
    return guide.eval()


def _draw_lesson(
    school: School, stage: Stage, encode: Encoder, tokenizer: Tokenizer, step: int, subject: int
) -> tuple[Lesson, torch.Generator]:
    """The lesson of a step, and what else is drawn in it."""
    random, words = school.random(step, subject), np.random.default_rng((school.seed + subject, step))
    view = school.shelf.draw(stage.batch, random)
    return mannequin.prepare(view, school.plan, encode, tokenizer, random, words), random
