"""What was typed after `toile create`, as a request."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toile.errors import BadRequest

if TYPE_CHECKING:
    from toile.domain.geometry import Size
    from toile.engine.request import Hires, ImagePrompt, Inpaint, Refiner, Request, Start, Unit
    from toile.prompts.infotext import Infotext

RESIZES = {"stretch": 0, "crop": 1, "fill": 2, "latent": 3}
CONTENTS = ("fill", "original", "noise", "nothing")
_KINDS = ("pose", "canny", "depth")
_SIDES = ("left", "top", "right", "bottom")
_GIVEN = ("start", "hint", "image")  # pictures that another was made from
_WIDEST = 1024  # pixels that a side grows at most


def read_request(arguments: argparse.Namespace, data: Path) -> "Request":
    """What is asked for: what a picture says of itself where one is named, and what was typed before that. `data`: the
    folder with the styles. Raises BadRequest."""
    from dataclasses import replace

    from toile.engine.parameters import read_parameters
    from toile.engine.request import Request, Variation

    start, inpaint = _start(arguments), _inpaint(arguments)
    if arguments.outpaint:
        start, inpaint = _outpaint(arguments, start)
    base = Request()
    controls = tuple(_control(said) for said in arguments.control)
    image = _image(arguments.image_prompt)
    source = getattr(arguments, "from")
    if source:
        base = read_parameters(_read_picture(Path(source), start, controls, image), start, inpaint)
    elif not arguments.prompt:
        raise BadRequest("argument_missing", name="PROMPT", verb="create")
    typed: dict[str, Any] = {
        "prompt": arguments.prompt,
        "negative": arguments.negative,
        "size": arguments.size,
        "steps": arguments.steps,
        "cfg": arguments.cfg,
        "sampler": arguments.sampler,
        "schedule": arguments.schedule,
        "seed": arguments.seed,
        "count": arguments.count,
        "clip_skip": arguments.clip_skip,
        "eta": arguments.eta,
        "rescale": arguments.rescale,
        "hires": _hires(arguments),
        "image": image,
        "controls": controls or None,
        "refiner": _refiner(arguments),
        "restore_faces": arguments.restore_faces,
        "variation": Variation(arguments.variation_seed or 0, arguments.variation or 0.0)
        if arguments.variation is not None
        else None,
    }
    if not source:
        typed |= {"start": start, "inpaint": inpaint}
        if start and not arguments.size:
            typed["size"] = _size_of(start)
    asked = replace(base, **{name: value for name, value in typed.items() if value is not None})
    return _styled(asked, arguments.style, data / "styles.csv")


def _styled(request: "Request", names: list[str], path: Path) -> "Request":
    """The request with styles of a file joined to its prompts. Raises BadRequest for one that is not in it."""
    if not names:
        return request
    from dataclasses import replace

    from toile.prompts.styles import join_styles, read_styles

    try:
        known = read_styles(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        known = {}
    for name in names:
        if name not in known:
            raise BadRequest("style_missing", name=name, path=path, known=", ".join(known) or "-")
    prompt, negative = join_styles(request.prompt, request.negative, [known[name] for name in names])
    return replace(request, prompt=prompt, negative=negative)


def _read_picture(
    path: Path, start: "Start | None", controls: "tuple[Unit, ...]", image: "ImagePrompt | None"
) -> "Infotext":
    """What a picture says of how it was made. Raises BadRequest where it says nothing, or where another picture was
    given than one it was made from, or none."""
    from toile.pixels.image import digest
    from toile.pixels.metadata import read_parameters, read_recipe
    from toile.prompts.infotext import read_infotext

    info = read_infotext(read_parameters(path))
    try:
        recipe = read_recipe(path)
    except BadRequest:  # somebody else's picture
        return info
    needed = {role: {one.sha256 for one in recipe.ingredients if one.role == role} for role in _GIVEN}
    if start and needed["start"] and digest(start.rgb) not in needed["start"]:
        raise BadRequest("start_other", name=path.name)
    if not needed["hint"] <= {digest(unit.rgb) for unit in controls}:
        raise BadRequest("picture_again", name=path.name, option="--control")
    if not needed["image"] <= ({digest(image.rgb)} if image else set()):
        raise BadRequest("picture_again", name=path.name, option="--image-prompt")
    return info


def _start(arguments: argparse.Namespace) -> "Start | None":
    if not arguments.init:
        return None
    from toile.engine.request import Start
    from toile.pixels.image import load
    from toile.pixels.resize import ResizeMode

    mode = ResizeMode(RESIZES[arguments.resize_mode])
    return Start(
        load(Path(arguments.init)).rgb,
        0.75 if arguments.denoise is None else arguments.denoise,
        mode,
        arguments.exact,
    )


def _inpaint(arguments: argparse.Namespace) -> "Inpaint | None":
    if not arguments.mask:
        return None
    import numpy as np

    from toile.engine.masking import Content
    from toile.engine.request import Inpaint
    from toile.engine.soft import Soft
    from toile.pixels.image import load

    mask = load(Path(arguments.mask)).rgb.astype(np.float32).mean(axis=2) / np.float32(255)  # [H, W]
    contents = dict(zip(CONTENTS, Content, strict=True))
    return Inpaint(
        mask,
        arguments.mask_blur,
        contents[arguments.mask_content],
        arguments.only_masked,
        arguments.mask_padding,
        arguments.mask_invert,
        Soft() if arguments.soft else None,
    )


def _outpaint(arguments: argparse.Namespace, start: "Start | None") -> "tuple[Start, Inpaint]":
    """The picture made larger, and what is new of it to be painted."""
    from dataclasses import replace

    from toile.engine.masking import Content
    from toile.engine.request import Inpaint
    from toile.pixels.inpaint_area import extend

    if start is None:
        raise BadRequest("mask_alone")
    sides = dict.fromkeys(_SIDES, 0) | arguments.outpaint
    left, top, right, bottom = (sides[side] for side in _SIDES)
    rgb, mask = extend(start.rgb, left, top, right, bottom, over=round(2 * arguments.mask_blur))
    return replace(start, rgb=rgb), Inpaint(mask, arguments.mask_blur, Content.FILL)


def _hires(arguments: argparse.Namespace) -> "Hires | None":
    if not arguments.hires:
        return None
    from toile.engine.request import Hires

    plain = Hires()
    return Hires(
        arguments.hires,
        arguments.hires_upscaler,
        arguments.hires_steps,
        arguments.denoise if arguments.denoise is not None else plain.denoise,
    )


def _refiner(arguments: argparse.Namespace) -> "Refiner | None":
    if not arguments.refiner:
        return None
    from toile.engine.request import Refiner

    return Refiner(Path(arguments.refiner), arguments.refiner_switch)


def _control(said: str) -> "Unit":
    """`KIND:IMAGE:MODEL`, with `:WEIGHT` behind it or not."""
    from toile.engine.request import Unit
    from toile.pixels.image import load

    kind, _, rest = said.partition(":")
    found = _split_paths(rest) if kind in _KINDS else None
    if not found:
        raise BadRequest("control_wrong", typed=said)
    picture, model, weight = found
    return Unit(model, load(picture).rgb, weight)


def _image(said: str | None) -> "ImagePrompt | None":
    """`IMAGE:ADAPTER`, with `:WEIGHT` behind it or not."""
    if not said:
        return None
    from toile.engine.request import ImagePrompt
    from toile.pixels.image import load

    found = _split_paths(said)
    if not found:
        raise BadRequest("image_wrong", typed=said)
    picture, model, weight = found
    return ImagePrompt(model, load(picture).rgb, weight)


def _split_paths(said: str) -> tuple[Path, Path, float] | None:
    """A picture, a model and a weight with colons between them; a drive's letter is no separator. None where it is none
    of that. Raises BadRequest where the model is not there."""
    import re

    found = re.fullmatch(
        r"((?:[A-Za-z]:[\\/])?[^:]+):((?:[A-Za-z]:[\\/])?[^:]+?)(?::(\d+\.?\d*|\.\d+))?", said
    )
    if not found:
        return None
    model = Path(found[2])
    if not model.exists():
        raise BadRequest("checkpoint_missing", name=model.name)
    return Path(found[1]), model, float(found[3] or 1)


def _size_of(start: "Start") -> "Size":
    """The picture's own size, as near as the network can make it."""
    from toile.domain.geometry import Size

    return Size(*(max(side // 8 * 8, 64) for side in (start.rgb.shape[1], start.rgb.shape[0])))


def read_size(name: str, typed: str) -> object:
    from toile.domain.geometry import Size

    width, mark, height = typed.lower().partition("x")
    if not (mark and width.isdecimal() and height.isdecimal() and len(typed) < 20):
        raise BadRequest("size_unreadable", typed=typed)
    return Size(int(width), int(height))


def read_sides(name: str, typed: str) -> object:
    """`left:128,right:64`, or `128` for all sides."""
    if typed.isdecimal() and len(typed) < 5:
        typed = ",".join(f"{side}:{typed}" for side in _SIDES)
    sides: dict[str, int] = {}
    for part in typed.split(","):
        side, _, count = part.strip().partition(":")
        if side not in _SIDES or not count.isdecimal() or not 0 < int(count[:5]) <= _WIDEST:
            raise BadRequest("outpaint_wrong", typed=typed, most=_WIDEST)
        sides[side] = int(count)
    return sides


def read_scale(name: str, typed: str) -> object:
    try:
        scale = float(typed.lower().removesuffix("x"))
    except ValueError:
        scale = 0.0
    if not 1 <= scale <= 4:
        raise BadRequest("hires_wrong", typed=typed)
    return scale
