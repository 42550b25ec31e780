"""Telling: all that networks are told of a picture: its prompts, its size, what is masked, what pictures it follows."""

from dataclasses import replace

import cv2
import numpy as np

from toile.domain.geometry import Size
from toile.engine import latents
from toile.engine.architecture import REFINER_SIZES
from toile.engine.catalogue import SAMPLERS
from toile.engine.conditioning import Conditioning, Hint, Sight
from toile.engine.kit import Kit, Pass
from toile.engine.names import choose
from toile.engine.request import Request
from toile.engine.text import Text
from toile.pixels.arrays import Floats
from toile.pixels.resize import resize
from toile.prompts.conjunction import split_conjunction
from toile.prompts.schedule import read_schedule

_BEAUTIFUL, _PLAIN = 6.0, 2.5  # how beautiful a picture is to be, and how little; as AUTOMATIC1111 says it


def tell(
    request: Request, one: Pass, kit: Kit, *, leads: bool = True
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
    prompt: str, request: Request, one: Pass, kit: Kit, *, negative: bool
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


def _masked(one: Pass, kit: Kit) -> Floats:
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
