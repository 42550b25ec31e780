"""The batcher: pictures of all kinds share rounds, and each comes out as if it had been made alone."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from toile.engine.batcher import Batcher, Outcome, Picture, Progress, Row
from toile.engine.denoise import Denoise, Denoised, Sampling
from toile.engine.guidance import Guidance
from toile.engine.naive import run

Array = Any
SIGMAS = (14.6, 7.0, 3.0, 1.2, 0.4, 0.0)
SHAPE = (4, 6, 5)
PLAIN = Guidance()


def euler(x: Array, noise: Callable[[], Array]) -> Sampling:
    for now, then in pairwise(SIGMAS):
        answer = yield Denoise(x, now)
        x = x + (x - answer.x0) / now * (then - now)
    return x


def heun(x: Array, noise: Callable[[], Array]) -> Sampling:
    """Asks twice a step."""
    for now, then in pairwise(SIGMAS):
        slope = (x - (yield Denoise(x, now)).x0) / now
        guess = x + slope * (then - now)
        if then:
            slope = (slope + (guess - (yield Denoise(guess, then)).x0) / then) / 2
        x = x + slope * (then - now)
    return x


def noisy(x: Array, noise: Callable[[], Array]) -> Sampling:
    """Draws noise of its own."""
    for now, then in pairwise(SIGMAS):
        answer = yield Denoise(x, now)
        x = answer.x0 + then * (0.8 * (x - answer.x0) / now + 0.6 * noise())
    return x


def start(seed: int, shape: tuple[int, ...] = SHAPE) -> Array:
    return SIGMAS[0] * np.random.default_rng(seed).standard_normal(shape)


class Toy:
    """A network of one formula, which pulls towards what its conditioning says. Remembers its rounds."""

    def __init__(self, poison: object = None) -> None:
        self.rounds: list[list[Row]] = []
        self.poison = poison

    def __call__(self, rows: Sequence[Row]) -> list[Array]:
        self.rounds.append(list(rows))
        if any(row.conditioning == self.poison for row in rows):
            raise RuntimeError("poisoned")
        return [self.denoise(row) for row in rows]

    def denoise(self, row: Row) -> Array:
        share = 1 / (1 + row.sigma**2)
        return share * row.x + (1 - share) * np.tanh(row.x / 9 + float(hash(str(row.conditioning)) % 7) / 7)


def picture(
    name: str,
    seed: int,
    how: Callable[[Array, Callable[[], Array]], Sampling] = euler,
    *,
    kind: str = "sd15",
    parts: tuple[str, ...] = (),
    guidance: Guidance = PLAIN,
) -> Picture:
    def sampling() -> Sampling:
        random = np.random.default_rng(seed + 1)
        return how(start(seed), lambda: random.standard_normal(SHAPE))

    return Picture(name, kind, sampling, parts or (name,), "blurry", guidance, len(SIGMAS) - 1)


def alone(one: Picture) -> Array:
    """The same picture made by the naive runner."""
    toy = Toy()

    def denoise(asked: Denoise) -> Denoised:
        parts = [toy.denoise(Row(asked.x, asked.sigma, part)) for part in one.parts]
        guided = one.negative is not None and one.guidance.applies(asked.sigma)
        uncond = toy.denoise(Row(asked.x, asked.sigma, one.negative)) if guided else None
        return one.around(asked, one.guidance.combine(asked.sigma, parts, uncond))

    return run(one.sampling(), denoise)


def same(outcome: Outcome, latent: Array) -> bool:
    return outcome.latent is not None and bool(np.array_equal(outcome.latent, latent))


def finish(batcher: Batcher) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in batcher.run()}


MIXED = [
    picture("a red dress", 1),
    picture("a coat", 2, heun),
    picture("a hat", 3, noisy),
    picture("a scarf AND a shirt", 4, heun, parts=("a scarf", "a shirt"), guidance=Guidance(5, (1.0, 0.6))),
    picture("a sock", 5, guidance=Guidance(9, start=8.0, end=1.0, rescale=0.5)),
    picture("a glove", 6, guidance=Guidance(1.0)),
]


def test_pictures_that_share_rounds_are_the_pictures_made_alone() -> None:
    toy = Toy()
    batcher = Batcher(toy)
    for one in MIXED[:3]:
        batcher.add(one)
    batcher.turn()
    for one in MIXED[3:]:  # these come a step late
        batcher.add(one)
    done = finish(batcher)
    for one in MIXED:
        assert same(done[one.name], alone(one)), one.name
    assert max(len(rows) for rows in toy.rounds) > 4


def test_only_one_kind_shares_a_forward_pass() -> None:
    toy = Toy()
    batcher = Batcher(toy)
    for number, kind in enumerate(("sd15", "sdxl", "sd15", "sdxl")):
        batcher.add(picture(f"{kind} {number}", number, kind=kind))
    finish(batcher)
    for rows in toy.rounds:
        assert len({str(row.conditioning).split()[0] for row in rows if row.conditioning != "blurry"}) == 1


def test_a_round_is_no_larger_than_memory_allows() -> None:
    toy = Toy()
    batcher = Batcher(toy, limit=lambda kind: 4)
    for number in range(5):
        batcher.add(picture(f"picture {number}", number))
    finish(batcher)
    assert {len(rows) for rows in toy.rounds} <= {2, 4}
    # What does not fit at all is asked alone: nothing could ever make it smaller.
    small = Batcher(Toy(), limit=lambda kind: 1)
    small.add(picture("a large one", 1))
    assert finish(small)["a large one"].latent is not None


def test_an_error_of_one_harms_no_other() -> None:
    batcher = Batcher(Toy(poison="bad"))
    good = picture("good", 1)
    batcher.add(good)
    batcher.add(picture("bad", 2))
    done = finish(batcher)
    assert isinstance(done["bad"].error, RuntimeError) and done["bad"].latent is None
    assert same(done["good"], alone(good))


def test_a_long_job_cannot_starve_a_short_one() -> None:
    batcher = Batcher(Toy(), limit=lambda kind: 2)
    long = [picture(f"long {n}", n, kind="long") for n in range(4)]
    for one in long:
        batcher.add(one)
    for _ in range(6):
        batcher.turn()
    batcher.add(picture("short", 9, kind="short"))
    rounds = 0
    while "short" not in {outcome.name for outcome in batcher.turn()}:
        rounds += 1
    assert rounds <= 5 * (len(SIGMAS) - 1)  # a fifth of the rounds is its share


def test_who_comes_late_is_not_owed_what_others_have_had() -> None:
    batcher = Batcher(Toy(), limit=lambda kind: 2)
    batcher.add(picture("first", 1, kind="one"))
    for _ in range(3):
        batcher.turn()
    batcher.add(picture("second", 2, kind="two"))
    order = []
    while batcher.busy:
        before = {name: one.done for name, one in batcher._running.items()}
        batcher.turn()
        order += [n for n, d in before.items() if n not in batcher._running or batcher._running[n].done > d]
    assert order.index("first") <= 1  # it goes on at once, in turns


def test_a_picture_that_is_cancelled_is_asked_nothing_more() -> None:
    toy = Toy()
    batcher = Batcher(toy)
    batcher.add(picture("stays", 1))
    batcher.add(picture("goes", 2))
    batcher.turn()
    gone = batcher.cancel("goes")
    assert gone is not None and gone.latent is None
    asked = len(toy.rounds)
    done = finish(batcher)
    assert list(done) == ["stays"]
    assert all(row.conditioning != "goes" for rows in toy.rounds[asked:] for row in rows)
    assert batcher.cancel("goes") is None


def test_progress_counts_the_steps_and_shows_the_image() -> None:
    heard: list[Progress] = []
    batcher = Batcher(Toy(), tell=heard.append)
    batcher.add(picture("one", 1))
    finish(batcher)
    assert [progress.done for progress in heard] == list(range(1, len(SIGMAS)))
    assert all(progress.preview.shape == SHAPE for progress in heard)


def test_the_same_name_is_not_made_twice_at_once() -> None:
    batcher = Batcher(Toy())
    batcher.add(picture("one", 1))
    with pytest.raises(ValueError):
        batcher.add(picture("one", 2))
