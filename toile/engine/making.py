"""Makings: a picture from the request to its pixels, as a generator that yields what the batcher is to run and is sent
the latents. Like a sampler it never sees who shares its rounds.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from toile.domain.geometry import Size
from toile.domain.look import Notice, Severity
from toile.engine import latents, masking
from toile.engine.area import Painted, paint_area
from toile.engine.batcher import Picture
from toile.engine.catalogue import SAMPLERS, Sampler, count_asks, drop_next_to_last
from toile.engine.conditioning import Later
from toile.engine.denoise import Denoise, Denoised, Sampling
from toile.engine.draws import Draws
from toile.engine.guidance import Guidance
from toile.engine.kit import Kit, Pass
from toile.engine.names import Choice, choose
from toile.engine.noise import SEEDS
from toile.engine.request import Hires, Request
from toile.engine.samplers import CALM
from toile.engine.sigmas import TRAINED, Span
from toile.engine.sigmas import make as make_levels
from toile.engine.soft import find_overlay, mix
from toile.engine.steps import start as first_level
from toile.engine.steps import stretch
from toile.engine.telling import tell
from toile.engine.upscalers import LATENT, stretch_latent
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Floats
from toile.pixels.resize import ResizeMode, resize, scale

_LAST_TIME = TRAINED - 1


@dataclass(frozen=True)
class Made:
    """A picture [H, W, 3], the seeds that it came from, and what is worth saying of it."""

    rgb: RGB
    seed: int
    variation: int
    notices: tuple[Notice, ...] = ()


Making = Generator[Picture, Any, Made]


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


def _begin(request: Request, kit: Kit) -> tuple[Pass, Painted | None, tuple[Notice, ...]]:
    size, plan = request.rounded, kit.networks.model.vae
    notices: list[Notice] = []
    if size != request.size:
        notices.append(_notice("size_rounded", width=size.width, height=size.height))
    if request.start is None:
        first = Pass(request.prompt, request.negative, size, request.steps, request.steps, 0, None)
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
    first = Pass(request.prompt, request.negative, size, request.steps, steps, begin, latent, painted)
    return first, painted, tuple(notices)


def _enlarge(request: Request, hires: Hires, latent: Floats, kit: Kit) -> Pass:
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
    return Pass(
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
    request: Request, one: Pass, choice: Choice, seeds: tuple[int, int], kit: Kit, name: str
) -> Picture:
    """What the batcher is to run."""
    model = kit.networks.model
    sampler = SAMPLERS[choice.sampler]
    levels = make_levels_for(choice, one.steps, model.span, xl=model.xl)[one.begin :]
    shape = (model.unet.out, one.size.height // model.vae.factor, one.size.width // model.vae.factor)
    draw = Draws(request, seeds, shape, sampler)
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
    parts, negative, weights = tell(request, one, kit)
    if kit.refiner and request.refiner and _is_refined(request, one):
        below = model.span.at(_LAST_TIME - TRAINED * request.refiner.switch)
        others, against, _ = tell(request, one, kit.refiner, leads=False)
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


def _is_refined(request: Request, one: Pass) -> bool:
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
    sampler: Sampler, x: Floats, levels: Sequence[float], draw: Draws, request: Request
) -> Callable[[], Sampling]:
    options: dict[str, object] = {}
    if sampler.eta and request.eta is not None:
        options["eta"] = request.eta
    if sampler.churns and request.churn != CALM:
        options["churn"] = request.churn
    return lambda: sampler.run(x, levels, draw.noise(levels), **options)


def _on_grid(rgb: RGB, factor: int) -> RGB:
    """A picture cut to whole latent pixels."""
    height, width = (max(side // factor, 1) * factor for side in rgb.shape[:2])
    if rgb.shape[0] < factor or rgb.shape[1] < factor:
        return scale(rgb, Size(width, height))
    return rgb[:height, :width]


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, Severity.INFO, values)
