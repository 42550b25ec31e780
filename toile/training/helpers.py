"""The helpers that ship with the package: a person reader and a garment reader, trained on the world alone.

    toile train helpers --folder DIR

casts people and garments, prints them, and trains; whatever is there already is not done again, so the same command
goes on after an interruption. Seeded; on one machine and one number of threads the same command gives the same weights.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from toile.domain.body import JOINT_NAMES, Region
from toile.training.nets import ClothNet, GarmentNet, PersonNet
from toile.training.prints import NO_CLOTH, Prints
from toile.training.scramble import UNLABELLED, Batch, Wild, cut_cloth, scramble
from toile.vision.garment_reader import CLOTHS, EDGES, LANDMARKS, QUESTIONS, STATIONS
from toile.vision.reading import BEYOND, BINS, SIZE

HELD_OUT = 12  # one file in so many is kept for measuring
_SPREAD = 1.3  # bins: standard deviation of where a point counts as right
_HIDDEN = 0.6  # what a hidden joint counts
_EMA = 0.999
_WARM_UP = 150
_SAVE_EVERY = 100
_TELL_EVERY = 20  # steps, where looking at a loss holds up the device


@dataclass(frozen=True)
class Plan:
    """How a helper is trained. `views`: pictures seen; `batch`: at once; `rate`: the highest learning rate."""

    views: int
    batch: int = 256
    rate: float = 2.5e-3
    decay: float = 0.05
    seed: int = 1


def _swapped(names: tuple[str, ...]) -> tuple[int, ...]:
    """For every name the index of the name on the other side."""
    other = {"left": "right", "right": "left"}
    turned = [
        f"{other[n.partition('_')[0]]}_{n.partition('_')[2]}" if n.partition("_")[0] in other else n
        for n in names
    ]
    return tuple(names.index(n) for n in turned)


_STATION_NAMES = tuple(f"{side}_{edge}_{k}" for side, edge in EDGES for k in range(STATIONS))
POINTS = (*LANDMARKS, *_STATION_NAMES)
PERSON = Wild(
    zoom=(0.6, 1.45), shift=0.07, turn=7.0, stretch=0.09, mirror=0.5, swap=_swapped(JOINT_NAMES), bend=0.012,
    nobody=0.08, others=0.10, covered=0.15, ground=True,
)  # fmt: skip
GARMENT = Wild(
    zoom=(0.86, 1.14), shift=0.02, turn=3.0, stretch=0.06, mirror=0.5, swap=_swapped(POINTS), bend=0.02,
    nobody=0.0, others=0.0, covered=0.0, ground=False,
)  # fmt: skip
# Regions are as unequal in size as they are equal in importance.
_WEIGHTS = {Region.BACKGROUND: 0.6, Region.HANDS: 2.5, Region.SHOES: 1.6, Region.ARMS: 1.6, Region.OTHER: 1.0}


def build(what: str) -> nn.Module:
    """The untrained network of a helper: "person", "garment" or "cloth"."""
    if what == "person":
        return PersonNet(len(JOINT_NAMES), len(Region), SIZE)
    if what == "cloth":
        return ClothNet(len(CLOTHS))
    return GarmentNet(len(POINTS), {name: len(answers) for name, answers in QUESTIONS.items()}, SIZE)


def losses(what: str, answer: Any, batch: Batch) -> dict[str, Tensor]:
    """What is to become small, by name."""
    if what == "cloth":
        return {"cloth": nn.functional.cross_entropy(answer, batch.words["cloth"], label_smoothing=0.02)}
    across, down, *rest = answer
    found = {"points": _pointing(across, down, batch)}
    if what == "person":
        seen, present, regions = rest
        known = (batch.points[..., 2] > 0) & (batch.present[:, None] > 0)
        visible = (batch.points[..., 2] > 0.75) & _inside(batch.points)
        found["seen"] = 0.3 * nn.functional.binary_cross_entropy_with_logits(
            seen, visible.float(), known.float()
        )
        found["present"] = 0.3 * nn.functional.binary_cross_entropy_with_logits(present[:, 0], batch.present)
        weights = torch.tensor([_WEIGHTS.get(region, 1.0) for region in Region], device=regions.device)
        found["regions"] = nn.functional.cross_entropy(
            regions, batch.labels, weights, ignore_index=UNLABELLED
        )
        found["overlap"] = _apart(regions, batch.labels)
        return found
    for name, logits in zip(QUESTIONS, rest, strict=True):
        answers = batch.words[name]
        found[name] = 0.25 * nn.functional.cross_entropy(logits, answers, label_smoothing=0.02)
    return found


def _apart(regions: Tensor, labels: Tensor) -> Tensor:
    """1 less the mean soft intersection over union of regions, over the whole batch (Rahman and Wang 2016)."""
    known = (labels != UNLABELLED)[:, None]
    shares = torch.softmax(regions, dim=1) * known
    truth = nn.functional.one_hot(labels.clamp(min=0), len(Region)).permute(0, 3, 1, 2) * known
    both = (shares * truth).sum(dim=(0, 2, 3))
    either = shares.sum(dim=(0, 2, 3)) + truth.sum(dim=(0, 2, 3)) - both
    there = truth.sum(dim=(0, 2, 3)) > 0
    return 1 - (both / either.clamp(min=1))[there].mean()


def _pointing(across: Tensor, down: Tensor, batch: Batch) -> Tensor:
    """Cross entropy between where points are said to be and a narrow bell about where they are, both axes."""
    total = torch.zeros((), device=across.device)
    weight = torch.where(
        batch.points[..., 2] > 0.75, 1.0, torch.where(batch.points[..., 2] > 0, _HIDDEN, 0.0)
    )
    weight = weight * batch.present[:, None]
    places = [_bins(batch.points[..., axis], axis) for axis in (0, 1)]
    for place, count in zip(places, BINS, strict=True):
        weight = weight * ((place > -0.5) & (place < count - 0.5))
    for logits, place, count in zip((across, down), places, BINS, strict=True):
        bins = torch.arange(count, device=place.device)
        bell = torch.softmax(-0.5 * ((bins - place[..., None]) / _SPREAD) ** 2, dim=-1)
        each = -(bell * torch.log_softmax(logits, dim=-1)).sum(dim=-1)
        total = total + (each * weight).sum() / weight.sum().clamp(min=1)
    return 0.5 * total


def _bins(pixels: Tensor, axis: int) -> Tensor:
    """Which bin, as a real number, pixels of an axis fall into."""
    side = SIZE[axis]
    return (pixels + 0.5 + BEYOND * side) / ((1 + 2 * BEYOND) * side) * BINS[axis] - 0.5


def _inside(points: Tensor) -> Tensor:
    return (points[..., :2] >= 0).all(dim=-1) & (points[..., 0] < SIZE[0]) & (points[..., 1] < SIZE[1])


def read_points(across: Tensor, down: Tensor) -> Tensor:
    """Places [B, P, 2] in pixels: the mean of what lies within a few bins of each peak."""
    axes = []
    for axis, logits in enumerate((across, down)):
        share = torch.softmax(logits, dim=-1)
        peak = share.argmax(dim=-1, keepdim=True)
        bins = torch.arange(BINS[axis], device=logits.device)
        near = share * ((bins - peak).abs() <= 4)
        place = (near * bins).sum(dim=-1) / near.sum(dim=-1)
        axes.append((place + 0.5) / BINS[axis] * (1 + 2 * BEYOND) * SIZE[axis] - BEYOND * SIZE[axis] - 0.5)
    return torch.stack(axes, dim=-1)


@dataclass(frozen=True)
class State:
    """A training that can be gone on with."""

    net: nn.Module
    mean: nn.Module  # of the weights so far; the better one
    optimiser: torch.optim.Optimizer
    step: int


def train(
    what: str,
    prints: Prints,
    plan: Plan,
    folder: Path,
    tell: Callable[[int, int, Mapping[str, float]], None] = lambda step, steps, values: None,
) -> nn.Module:
    """Train a helper on the prints' device and return the mean of its weights. Goes on from `folder`/`what`.pt where
    that is there."""
    steps = plan.views // plan.batch
    state = begin(what, plan, folder, prints.device)
    rows = rows_of(what, prints, held_out=False)

    def pick(step: int) -> Batch:
        return draw(what, prints, rows, plan, step)

    for step, batch in _ahead(pick, range(state.step, steps)):
        found = learn(what, state, batch, plan, step / steps)
        state = replace(state, step=step + 1)
        if prints.device.type == "cpu" or (step + 1) % _TELL_EVERY == 0:
            tell(step + 1, steps, {name: float(value.detach()) for name, value in found.items()})
        if (step + 1) % _SAVE_EVERY == 0 or step + 1 == steps:
            save(state, folder / f"{what}.pt")
    state.mean.eval()
    return state.mean


def draw(what: str, prints: Prints, rows: Tensor, plan: Plan, step: int) -> Batch:
    """What is looked at in that step: some of those rows, scrambled."""
    random = torch.Generator(prints.device).manual_seed(plan.seed * 1_000_003 + step)
    chosen = rows[torch.randint(len(rows), (plan.batch,), generator=random, device=prints.device)]
    return _look(what, prints, chosen, random)


def learn(what: str, state: State, batch: Batch, plan: Plan, done: float) -> dict[str, Tensor]:
    """One step, `done` 0..1 of the way through the training: the network, its mean and the optimiser are changed in
    place. Returns the losses."""
    for group in state.optimiser.param_groups:
        rise = min(1, (state.step + 1) / _WARM_UP)
        group["lr"] = plan.rate * rise * 0.5 * (1 + math.cos(math.pi * done))
    state.net.train()
    on = batch.pictures.device.type
    with torch.autocast(on, torch.bfloat16, enabled=on == "cuda"):
        answer = state.net(_fast(batch.pictures))
    found = losses(
        what, tuple(a.float() for a in answer) if isinstance(answer, tuple) else answer.float(), batch
    )
    state.optimiser.zero_grad(set_to_none=True)
    torch.stack(list(found.values())).sum().backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(state.net.parameters(), 2.0)
    state.optimiser.step()
    _follow(state.mean, state.net, min(_EMA, (state.step + 1) / (state.step + 10)))
    return found


def rows_of(what: str, prints: Prints, *, held_out: bool) -> Tensor:
    """The prints that a helper learns from, or those that it is measured on."""
    use = (prints.source % HELD_OUT == 0) == held_out
    if what == "cloth":
        use = use & (prints.words["cloth"] != NO_CLOTH)
    return torch.nonzero(use)[:, 0]


def _look(what: str, prints: Prints, rows: Tensor, random: torch.Generator) -> Batch:
    """What a helper sees of those prints."""
    if what == "cloth":
        return cut_cloth(prints, rows, random)
    return scramble(prints, rows, SIZE, PERSON if what == "person" else GARMENT, random)


def _ahead(make: Callable[[int], Batch], numbers: range) -> Iterator[tuple[int, Batch]]:
    """What is made of every number; the next one is made while the last one is used."""
    with ThreadPoolExecutor(1) as pool:
        coming = [pool.submit(make, number) for number in numbers[:1]]
        for number in numbers:
            batch = coming.pop().result()
            if number + 1 in numbers:
                coming.append(pool.submit(make, number + 1))
            yield number, batch


def _fast_net(net: nn.Module) -> nn.Module:
    """The network with its weights in the order of `_fast` pictures."""
    fast: nn.Module = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return fast


def begin(what: str, plan: Plan, folder: Path, device: torch.device) -> State:
    """A training's state as it was kept in the folder, or a new one."""
    torch.manual_seed(plan.seed)
    net, mean = _fast_net(build(what).to(device)), _fast_net(build(what).to(device))
    mean.load_state_dict(net.state_dict())
    decayed = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": plan.decay}, {"params": others, "weight_decay": 0.0}],
        lr=plan.rate,
    )
    path = folder / f"{what}.pt"
    if not path.exists():
        return State(net, mean, optimiser, 0)
    kept: dict[str, Any] = torch.load(path, weights_only=True, map_location=device)
    net.load_state_dict(kept["net"])
    mean.load_state_dict(kept["mean"])
    optimiser.load_state_dict(kept["optimiser"])
    return State(net, mean, optimiser, int(kept["step"]))


def save(state: State, path: Path) -> None:
    """The state, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    torch.save(
        {
            "net": state.net.state_dict(),
            "mean": state.mean.state_dict(),
            "optimiser": state.optimiser.state_dict(),
            "step": state.step,
        },
        unfinished,
    )
    unfinished.replace(path)


@torch.no_grad()
def _follow(mean: nn.Module, net: nn.Module, kept: float) -> None:
    """The running mean of weights; counts and statistics of batches as they are."""
    for old, new in zip(mean.parameters(), net.parameters(), strict=True):
        old.lerp_(new, 1 - kept)
    for kept_as, is_now in zip(mean.buffers(), net.buffers(), strict=True):
        kept_as.copy_(is_now)


def _fast(x: Tensor) -> Tensor:
    return x.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def measure(what: str, net: nn.Module, prints: Prints, seed: int = 7) -> dict[str, float]:
    """How well a helper does on the prints it never saw, scrambled as in training.

    For people: the share of joints within 0.2 of the torso (`pck`), of seen ones alone, of pixels with the right
    region, and of right answers to whether anybody is there. For garments: the mean distance of landmarks in widths of
    the picture, and the shares of right words; for cloth the share of right words.
    """
    net.eval()
    rows = rows_of(what, prints, held_out=True)
    random = torch.Generator(prints.device).manual_seed(seed)
    sums: dict[str, list[float]] = {}
    for first in range(0, len(rows), 64):
        batch = _look(what, prints, rows[first : first + 64], random)
        answer = net(_fast(batch.pictures))
        if what == "cloth":
            right = (answer.argmax(dim=1) == batch.words["cloth"]).float().mean()
            sums.setdefault("cloth", []).append(float(right))
            continue
        across, down, *rest = answer
        away = torch.linalg.norm(read_points(across, down) - batch.points[..., :2], dim=-1)
        values = (_person_values if what == "person" else _garment_values)(away, rest, batch)
        for name, value in values.items():
            sums.setdefault(name, []).append(value)
    return {name: float(np.nanmean(values)) for name, values in sums.items()}


def _person_values(away: Tensor, rest: list[Tensor], batch: Batch) -> dict[str, float]:
    _, present, regions = rest
    at = {name: batch.points[:, JOINT_NAMES.index(name), :2] for name in JOINT_NAMES}
    top, bottom = (0.5 * (at[f"left_{n}"] + at[f"right_{n}"]) for n in ("shoulder", "hip"))
    torso = torch.linalg.norm(top - bottom, dim=-1)[:, None]
    near = (away < 0.2 * torso).float()
    there = (batch.present[:, None] > 0) & _inside(batch.points)
    seen = there & (batch.points[..., 2] > 0.75)
    labels = regions.argmax(dim=1)
    person, ground = batch.labels > 0, batch.labels == Region.BACKGROUND
    return {
        "pck": float(near[there].mean()),
        "pck seen": float(near[seen].mean()),
        "overlap": _overlap(labels, batch.labels),
        "regions": float((labels == batch.labels)[person].float().mean()),
        "background": float((labels == batch.labels)[ground].float().mean()),
        "present": float(((present[:, 0] > 0) == (batch.present > 0)).float().mean()),
    }


def _overlap(found: Tensor, truth: Tensor) -> float:
    """The mean intersection over union of the regions that are there, the background aside."""
    found = torch.where(truth == UNLABELLED, UNLABELLED, found)
    shares = [
        ((found == region) & (truth == region)).sum() / ((found == region) | (truth == region)).sum()
        for region in Region
        if region is not Region.BACKGROUND and bool((truth == region).any())
    ]
    return float(torch.stack(shares).mean()) if shares else float("nan")


def _garment_values(away: Tensor, rest: list[Tensor], batch: Batch) -> dict[str, float]:
    there = batch.points[..., 2] > 0
    values = {"landmarks": float((away / SIZE[0])[there].mean())}
    for name, logits in zip(QUESTIONS, rest, strict=True):
        answers = batch.words[name]
        values[name] = float((logits.argmax(dim=1) == answers).float().mean())
    return values
