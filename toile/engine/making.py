"""Makings: a picture from the request to its pixels, as a generator that yields what the batcher is to run and is sent
the latents. Like a sampler it never sees who shares its rounds.
"""

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import cv2
import numpy as np

from toile.domain.geometry import Size
from toile.domain.look import Notice, Severity
from toile.engine import latents, masking
from toile.engine.architecture import REFINER_SIZES
from toile.engine.area import Painted, paint_area
from toile.engine.batcher import Picture
from toile.engine.catalogue import SAMPLERS, Sampler, count_asks, drop_next_to_last
from toile.engine.conditioning import Conditioning, Hint, Later, Sight
from toile.engine.denoise import Denoise, Denoised, Sampling
from toile.engine.guidance import Guidance
from toile.engine.names import Choice, choose
from toile.engine.networks import Networks
from toile.engine.noise import SEEDS, Brownian, Mersenne, Philox, blend, lay
from toile.engine.request import GRID, Hires, Request, Source
from toile.engine.samplers import CALM
from toile.engine.sigmas import TRAINED, Span
from toile.engine.sigmas import make as make_levels
from toile.engine.soft import find_overlay, mix
from toile.engine.steps import start as first_level
from toile.engine.steps import stretch
from toile.engine.text import Reader, Text
from toile.engine.upscalers import LATENT, PIXELS, Upscale, stretch_latent
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Floats
from toile.pixels.resize import ResizeMode, resize, scale
from toile.prompts.conjunction import split_conjunction
from toile.prompts.schedule import read_schedule

_Value = TypeVar("_Value")
_LAST_TIME = TRAINED - 1
_BEAUTIFUL, _PLAIN = 6.0, 2.5  # how beautiful a picture is to be, and how little; as AUTOMATIC1111 says it


@dataclass(frozen=True)
class Made:
    """A picture [H, W, 3], the seeds that it came from, and what is worth saying of it."""

    rgb: RGB
    seed: int
    variation: int
    notices: tuple[Notice, ...] = ()


Making = Generator[Picture, Any, Made]


@dataclass(frozen=True)
class Kit:
    """What the makings of one request work with. `prefix` keeps the names of its pictures apart from others'.
    `refiner`: the same for the model that takes over."""

    networks: Networks
    reader: Reader
    prefix: str = ""
    refiner: "Kit | None" = None
    upscalers: Mapping[str, Upscale] = field(default_factory=lambda: PIXELS)
    _known: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What all pictures of the request share, made for the first of them."""
        if key not in self._known:
            self._known[key] = make()
        value: _Value = self._known[key]
        return value


@dataclass(frozen=True)
class _Pass:
    """One way down from noise: where it begins, and how."""

    prompt: str
    negative: str
    size: Size
    wanted: int  # steps that were asked for, by which prompts change
    steps: int  # of the schedule
    begin: int  # the first level of it that is used
    latent: Floats | None  # what noise is laid over; None for nothing
    painted: Painted | None = None
    hires_of: int | None = None  # steps of the pass before


def make(request: Request, number: int, kit: Kit) -> Making:
    """The `number`-th picture of a request whose seed is known. Raises BadRequest for what only the model can tell."""
    assert request.seed is not None
    varies = request.variation.strength != 0
    seeds = (
        (request.seed + (0 if varies else number)) % SEEDS,
        (request.variation.seed + (number if varies else 0)) % SEEDS,
    )
    choice = choose(request.sampler, request.schedule)
    known = (*LATENT, *kit.upscalers)
    if request.hires and request.hires.upscaler not in known:
        raise BadRequest("upscaler_unknown", name=request.hires.upscaler, known=", ".join(known))
    begun, painted, notices = kit.once("begun", lambda: _begin(request, kit))
    latent = yield _picture(request, begun, choice, seeds, kit, f"{kit.prefix}{number}")
    if request.hires and not request.start:
        second = _enlarge(request, request.hires, np.asarray(latent, np.float32), kit)
        latent = yield _picture(request, second, choice, seeds, kit, f"{kit.prefix}{number} hires")
    plan = kit.networks.model.vae
    latent = np.asarray(latent, np.float32)
    rgb = latents.decode(latent, plan, kit.networks.decode)
    if painted and request.inpaint and request.inpaint.soft and begun.latent is not None:
        share = find_overlay(begun.latent, latent, painted.latent_mask, request.inpaint.soft, plan.factor)
        painted = painted.laid_over(share)
    return Made(painted.finish(rgb) if painted else rgb, *seeds, notices)


def _begin(request: Request, kit: Kit) -> tuple[_Pass, Painted | None, tuple[Notice, ...]]:
    size, plan = request.rounded, kit.networks.model.vae
    notices: list[Notice] = []
    if size != request.size:
        notices.append(_notice("size_rounded", width=size.width, height=size.height))
    if request.start is None:
        first = _Pass(request.prompt, request.negative, size, request.steps, request.steps, 0, None)
        return first, None, tuple(notices)
    start, painted, rgb = request.start, None, request.start.rgb
    if request.inpaint:
        painted, more = paint_area(rgb, request.inpaint, size, start.resize)
        notices += more
    if painted:
        rgb = painted.rgb
    elif start.resize is ResizeMode.LATENT:
        rgb = _on_grid(rgb, plan.factor)
    else:
        rgb = resize(rgb, size, start.resize)
    latent = latents.encode(rgb, plan, kit.networks.encode)
    wanted = (size.height // plan.factor, size.width // plan.factor)
    if latent.shape[1:] != wanted:
        latent = stretch_latent(latent, wanted, "Latent")
    steps, begin = request.steps, 0
    if start.exact:
        steps, begin = stretch(request.steps, start.denoise)
    else:
        begin = first_level(request.steps, start.denoise)
    first = _Pass(request.prompt, request.negative, size, request.steps, steps, begin, latent, painted)
    return first, painted, tuple(notices)


def _enlarge(request: Request, hires: Hires, latent: Floats, kit: Kit) -> _Pass:
    """The second pass over a larger picture; its steps are just those that its strength asks for."""
    plan = kit.networks.model.vae
    grid = plan.factor
    size = hires.grow(request.rounded)
    if hires.upscaler in LATENT:
        larger = stretch_latent(latent, (size.height // grid, size.width // grid), hires.upscaler)
    else:
        rgb = latents.decode(latent, plan, kit.networks.decode)
        larger = latents.encode(kit.upscalers[hires.upscaler](rgb, size), plan, kit.networks.encode)
    wanted = hires.steps or request.steps
    # As many steps as are wanted are made: the schedule is longer by what its strength leaves out.
    steps, begin = stretch(wanted, hires.denoise)
    return _Pass(
        hires.prompt or request.prompt,
        hires.negative or request.negative,
        size,
        wanted,
        steps,
        begin,
        larger,
        hires_of=request.steps,
    )


def _picture(
    request: Request, one: _Pass, choice: Choice, seeds: tuple[int, int], kit: Kit, name: str
) -> Picture:
    """What the batcher is to run."""
    model = kit.networks.model
    sampler = SAMPLERS[choice.sampler]
    levels = make_levels_for(choice, one.steps, model.span, xl=model.xl)[one.begin :]
    shape = (model.unet.out, one.size.height // model.vae.factor, one.size.width // model.vae.factor)
    draw = _Draws(request, seeds, shape, sampler)
    x = draw.first * np.float32(levels[0])
    around: Callable[[Denoise, Denoised], Denoised] = _unchanged
    if one.latent is not None:
        base = one.latent
        if one.painted:
            base = masking.prepare(base, one.painted.latent_mask, draw.first, one.painted.content)
            mask, soft = one.painted.latent_mask, request.inpaint.soft if request.inpaint else None
            around = mix(one.latent, mask, soft) if soft else masking.keep(base, mask)
        x = base + x
    asks = count_asks(sampler, levels)
    parts, negative, weights = _conditionings(request, one, kit)
    if kit.refiner and request.refiner and _is_refined(request, one):
        below = model.span.at(_LAST_TIME - TRAINED * request.refiner.switch)
        others, against, _ = _conditionings(request, one, kit.refiner, leads=False)
        parts = tuple(
            replace(part, later=Later(below, other)) for part, other in zip(parts, others, strict=True)
        )
        if negative and against:
            negative = replace(negative, later=Later(below, against))
    guidance = Guidance(
        request.cfg * sampler.scale, weights, *request.interval, request.rescale, sampler.against
    )
    return Picture(
        name,
        (id(kit.networks), shape),
        _sampling(sampler, x, levels, draw, request),
        parts,
        negative,
        guidance,
        asks,
        around=around,
    )


def _is_refined(request: Request, one: _Pass) -> bool:
    """Where there is a second pass, in that alone."""
    return one.hires_of is not None or not request.hires or request.start is not None


def _unchanged(asked: Denoise, answer: Denoised) -> Denoised:
    return answer


def make_levels_for(choice: Choice, steps: int, within: Span, *, xl: bool) -> Sequence[float]:
    """The noise levels of a choice, for so many steps."""
    name = f"{choice.levels} XL" if xl and choice.levels == "Align Your Steps" else choice.levels
    if SAMPLERS[choice.sampler].drops:
        return tuple(drop_next_to_last(make_levels(name, steps + 1, within)))
    return make_levels(name, steps, within)


def _sampling(
    sampler: Sampler, x: Floats, levels: Sequence[float], draw: "_Draws", request: Request
) -> Callable[[], Sampling]:
    options: dict[str, object] = {}
    if sampler.eta and request.eta is not None:
        options["eta"] = request.eta
    if sampler.churns and request.churn != CALM:
        options["churn"] = request.churn
    return lambda: sampler.run(x, levels, draw.noise(levels), **options)


class _Draws:
    """A picture's own noise: the `first` to begin with, and what samplers add on the way."""

    def __init__(
        self, request: Request, seeds: tuple[int, int], shape: tuple[int, ...], sampler: Sampler
    ) -> None:
        make = Philox if request.source is Source.NV else Mersenne
        seed, other = seeds
        self._generator = make(seed)
        self._sampler, self._seed, self._shape = sampler, seed, shape
        small = shape
        if request.noise_size:
            small = (shape[0], *(side // GRID for side in reversed(request.noise_size)))
        noise = make(seed)(small) if small != shape else self._generator(shape)
        if request.variation.strength:
            noise = blend(noise, make(other)(small), request.variation.strength)
        self.first = lay(noise, self._generator(shape)) if small != shape else noise
        if request.seed_delta and sampler.delta:
            self._generator = make(seed + request.seed_delta)

    def noise(self, levels: Sequence[float]) -> Callable[[float, float], Floats]:
        """What a sampler draws from."""
        if self._sampler.brownian:
            within = [level for level in levels if level > 0]
            return Brownian(self._shape, self._seed, min(within), max(within))
        return lambda now, then: self._generator(self._shape)


def _conditionings(
    request: Request, one: _Pass, kit: Kit, *, leads: bool = True
) -> tuple[tuple[Conditioning, ...], Conditioning | None, tuple[float, ...]]:
    """What the network is told: of each part of the prompt with its weight, and of the negative one. `leads`: whether
    it is the first of two models."""
    model = kit.networks.model
    size = (one.size.height, one.size.width)
    told = (*size, 0, 0)
    scores = (*told, _BEAUTIFUL), (*told, _PLAIN)
    sizes = scores if model.unet.sizes == REFINER_SIZES else ((*told, *size),) * 2
    masked = kit.once(("masked", size), lambda: _masked(one, kit)) if model.inpaints else None
    # ControlNets and IP-Adapters are made for one model, and that is the first.
    hints = kit.once(("hints", size), lambda: _hints(request, one.size)) if leads else ()
    plain = Conditioning((), sizes[0], masked, hints)
    sights = kit.once("sights", lambda: _sights(request, kit)) if leads else (None, None)
    parts = split_conjunction(one.prompt)
    said = tuple(
        replace(plain, texts=_texts(part.text, request, one, kit, negative=False), sight=sights[0])
        for part in parts
    )
    weights = tuple(part.weight for part in parts)
    sampler = SAMPLERS[choose(request.sampler, request.schedule).sampler]
    if request.cfg == 1 and weights == (1.0,) and not sampler.against:
        return said, None, weights
    against = replace(
        plain,
        sizes=sizes[1],
        texts=_texts(one.negative, request, one, kit, negative=True),
        sight=sights[1],
        negative=True,
    )
    return said, against, weights


def _sights(request: Request, kit: Kit) -> tuple[Sight | None, Sight | None]:
    """What the prompt and the negative prompt see of a picture in the prompt."""
    image = request.image
    if image is None:
        return None, None
    seen, nothing = (kit.networks.see(image.path, rgb) for rgb in (image.rgb, None))
    plain = Sight(image.path, seen, image.weight, image.start, image.end)
    return plain, replace(plain, tokens=nothing)


def _texts(
    prompt: str, request: Request, one: _Pass, kit: Kit, *, negative: bool
) -> tuple[tuple[int, Text], ...]:
    """What a prompt says, and until which ask. Samplers that ask twice count double."""
    each = SAMPLERS[choose(request.sampler, request.schedule).sampler].asks
    count = one.wanted * each
    changes = (
        read_schedule(prompt, count)
        if one.hires_of is None
        else read_schedule(prompt, one.hires_of * each, count)
    )
    return tuple((change.step, _read(change.text, request, kit, negative=negative)) for change in changes)


def _read(text: str, request: Request, kit: Kit, *, negative: bool) -> Text:
    skip, emphasis = request.clip_skip, request.emphasis
    return kit.once(
        (text, negative), lambda: kit.reader.read(text, skip=skip, emphasis=emphasis, negative=negative)
    )


def _masked(one: _Pass, kit: Kit) -> Floats:
    """Mask and latent of what is not masked [1 + C, h, w], for a U-Net that sees them; all of it masked where there is
    no mask."""
    plan = kit.networks.model.vae
    height, width = one.size.height // plan.factor, one.size.width // plan.factor
    if one.painted is None:
        grey = np.zeros((3, one.size.height, one.size.width), np.float32)
        mask = np.ones((1, height, width), np.float32)
        return np.concatenate((mask, latents.encode_pixels(grey, plan, kit.networks.encode)))
    hard = (one.painted.mask >= 0.5).astype(np.float32)  # [H, W]
    pixels = one.painted.rgb.astype(np.float32).transpose(2, 0, 1) / np.float32(127.5) - 1
    latent = latents.encode_pixels(pixels * (1 - hard), plan, kit.networks.encode)
    small = np.asarray(cv2.resize(hard, (width, height), interpolation=cv2.INTER_NEAREST), np.float32)
    return np.concatenate((small[None], latent))


def _hints(request: Request, size: Size) -> tuple[Hint, ...]:
    """The pictures that ControlNets follow, at the size of what is made."""
    return tuple(
        Hint(
            unit.path,
            resize(unit.rgb, size, unit.resize).astype(np.float32).transpose(2, 0, 1) / np.float32(255),
            unit.weight,
            unit.start,
            unit.end,
            unit.mode,
        )
        for unit in request.controls
    )


def _on_grid(rgb: RGB, factor: int) -> RGB:
    """A picture cut to whole latent pixels."""
    height, width = (max(side // factor, 1) * factor for side in rgb.shape[:2])
    if rgb.shape[0] < factor or rgb.shape[1] < factor:
        return scale(rgb, Size(width, height))
    return rgb[:height, :width]


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, Severity.INFO, values)
