"""The batcher: many running samplers, one network.

A sampler asks for one image to be denoised and waits. In every round the batcher gathers what is asked, picks what may
share a forward pass, runs the network once, and hands every sampler its answer; so a picture joins at the next step and
leaves when it is done, whatever sampler, steps, seed, scale and prompt it has.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from toile.engine.denoise import Denoise, Denoised, Sampling
from toile.engine.guidance import Guidance
from toile.errors import Cancelled

Array = Any  # a numpy array or torch tensor


@dataclass(frozen=True)
class Row:
    """One image for one prompt: `x` [C, h, w] at noise level `sigma`; `conditioning` is the network's own affair. It is
    asked for the `done`-th time, from 0, of `steps`."""

    x: Array
    sigma: float
    conditioning: object
    done: int = 0
    steps: int = 1


class Network(Protocol):
    """Denoises rows of one kind together."""

    def __call__(self, rows: Sequence[Row]) -> Sequence[Array]:
        """The denoised image of every row, in order."""
        ...


@dataclass(frozen=True)
class Picture:
    """A picture to be made. `kind`: pictures of one kind may share a forward pass (same checkpoint, latent shape,
    length of context, set of LoRAs). `parts`: conditioning of each part of the prompt; `negative`: of the negative
    one, None where there is none. `steps`: how many times the network is asked, as far as that is known, for progress.
    `weight`: how large a share of the rounds it is due against others. `around`: wraps the answer, given what was
    asked (an inpainting mask)."""

    name: str
    kind: Hashable
    sampling: Callable[[], Sampling]
    parts: tuple[object, ...]
    negative: object | None = None
    guidance: Guidance = field(default_factory=Guidance)
    steps: int = 1
    weight: float = 1.0
    around: Callable[[Denoise, Denoised], Denoised] = lambda asked, answer: answer


@dataclass(frozen=True)
class Progress:
    """How far a picture is: answers had, of how many; and the last denoised image."""

    name: str
    done: int
    steps: int
    preview: Array


@dataclass
class _Running:
    """A picture that is being made. `served`: rows it has had, by its weight: who has least goes first."""

    picture: Picture
    sampling: Sampling
    asked: Denoise
    served: float
    arrived: int
    done: int = 0


@dataclass(frozen=True)
class Outcome:
    """What has become of a picture: its latent, or why there is none."""

    name: str
    latent: Array | None = None
    error: BaseException | None = None


@dataclass
class Batcher:
    """Owns the network. Not safe for several threads: one owns the batcher, others talk to it by a queue.

    `limit`: how many rows of a kind fit into one forward pass, from the plan of memory; never less than one is taken.
    """

    network: Network
    limit: Callable[[Hashable], int] = lambda kind: 8
    tell: Callable[[Progress], None] = lambda progress: None
    _running: dict[str, _Running] = field(default_factory=dict)
    _count: int = 0

    def add(self, picture: Picture) -> Outcome | None:
        """Let a picture join at the next round. Its outcome, if that is known already (no steps, an error at once)."""
        if picture.name in self._running:
            raise ValueError(f"{picture.name} is being made")
        # One that comes late is not owed what others have had, nor does it wait for them.
        least = min((one.served for one in self._running.values()), default=0.0)
        self._count += 1
        sampling = picture.sampling()
        try:
            asked = next(sampling)
        except StopIteration as stop:
            return Outcome(picture.name, stop.value)
        except Exception as error:
            return Outcome(picture.name, error=error)
        self._running[picture.name] = _Running(picture, sampling, asked, least, self._count)
        return None

    def cancel(self, name: str) -> Outcome | None:
        """Stop making a picture; nothing of it is asked any more. None where it is not being made."""
        one = self._running.pop(name, None)
        if one is None:
            return None
        one.sampling.close()
        return Outcome(name, error=Cancelled("picture_cancelled"))

    @property
    def busy(self) -> bool:
        """Whether anything is being made."""
        return bool(self._running)

    def turn(self) -> tuple[Outcome, ...]:
        """One round: one forward pass. What has become of the pictures that ended with it."""
        if not self._running:
            return ()
        chosen = self._choose()
        rows = [_rows(one) for one in chosen]
        answers = self._ask(chosen, rows)
        ended = [self._answer(one, answer) for one, answer in zip(chosen, answers, strict=True)]
        return tuple(outcome for outcome in ended if outcome is not None)

    def run(self) -> Iterator[Outcome]:
        """Rounds until nothing is being made."""
        while self.busy:
            yield from self.turn()

    def _choose(self) -> list[_Running]:
        """Who has had least, and others of that kind, in that order, as many as fit."""
        waiting = sorted(self._running.values(), key=lambda one: (one.served, one.arrived))
        kind = waiting[0].picture.kind
        room = max(1, self.limit(kind))
        chosen: list[_Running] = []
        for one in waiting:
            if one.picture.kind != kind:
                continue
            need = len(_rows(one))
            if chosen and need > room:
                break  # nobody overtakes because they are small
            chosen.append(one)
            room -= need
        return chosen

    def _ask(
        self, chosen: Sequence[_Running], rows: Sequence[Sequence[Row]]
    ) -> list[Denoised | BaseException]:
        """The network's answers. Where it fails, each picture is asked alone: an error harms only its own."""
        flat = [row for some in rows for row in some]
        try:
            said = list(self.network(flat))
        except Exception as error:
            if len(chosen) == 1:
                return [error]
            return [
                answer for one, some in zip(chosen, rows, strict=True) for answer in self._ask([one], [some])
            ]
        found: list[Denoised | BaseException] = []
        for one, some in zip(chosen, rows, strict=True):
            mine, said = said[: len(some)], said[len(some) :]
            try:
                found.append(_combined(one, mine))
            except Exception as error:
                found.append(error)
        return found

    def _answer(self, one: _Running, answer: Denoised | BaseException) -> Outcome | None:
        name = one.picture.name
        one.served += len(_rows(one)) / one.picture.weight
        if isinstance(answer, BaseException):
            one.sampling.close()
            del self._running[name]
            return Outcome(name, error=answer)
        one.done += 1
        self.tell(Progress(name, one.done, one.picture.steps, answer.x0))
        if name not in self._running:  # cancelled by who was told
            return Outcome(name, error=Cancelled("picture_cancelled"))
        try:
            one.asked = one.sampling.send(answer)
        except StopIteration as stop:
            del self._running[name]
            return Outcome(name, stop.value)
        except Exception as error:
            del self._running[name]
            return Outcome(name, error=error)
        return None


def _rows(one: _Running) -> tuple[Row, ...]:
    """What a picture asks of the network now: a row for each part of its prompt, and for the negative one if needed."""
    picture, asked = one.picture, one.asked
    asks: Mapping[bool, tuple[object, ...]] = {True: (*picture.parts, picture.negative), False: picture.parts}
    guided = picture.negative is not None and picture.guidance.applies(asked.sigma)
    return tuple(
        Row(asked.x, asked.sigma, conditioning, one.done, picture.steps) for conditioning in asks[guided]
    )


def _combined(one: _Running, said: Sequence[Array]) -> Denoised:
    picture, count = one.picture, len(one.picture.parts)
    uncond = said[count] if len(said) > count else None
    answer = picture.guidance.combine(one.asked.sigma, said[:count], uncond)
    return picture.around(one.asked, answer)
