"""`toile create`: pictures of a prompt, from noise or from another picture."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toile.commands.verb import Option, Verb, choice, number, whole
from toile.errors import BadRequest
from toile.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from toile.commands.terminal import Terminal
    from toile.diffusion import Created, Engine, Step
    from toile.domain.geometry import Size
    from toile.engine.request import Hires, ImagePrompt, Inpaint, Request, Start, Unit
    from toile.prompts.infotext import Infotext

_RESIZES = {"stretch": 0, "crop": 1, "fill": 2, "latent": 3}
_CONTENTS = ("fill", "original", "noise", "nothing")
_KINDS = ("pose", "canny", "depth")
_SIDES = ("left", "top", "right", "bottom")
_WIDEST = 1024  # pixels that a side grows at most
_DEVICES = ("auto", "cpu", "cuda", "mps")
_SEEDS = 2**64 - 1
_PREVIEW_EVERY = 5  # steps


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.mask and not arguments.init:
        raise BadRequest("mask_alone")
    # Heavy: numpy, OpenCV, Pillow.
    from toile.commands.terminal import Terminal, print_json
    from toile.diffusion import Engine, find_checkpoint
    from toile.pixels.output import check_output

    output = Path(arguments.output)
    check_output(output)
    request, recipe = _request(arguments)
    request = _styled(request, arguments.style, settings.data / "styles.csv")
    checkpoint = find_checkpoint(arguments.checkpoint, settings.data / "models" / "checkpoints")
    engine = Engine(checkpoint, data=settings.data, device=arguments.device)
    terminal = Terminal(settings.language)
    with _progress(terminal, quiet=arguments.json) as shown:
        created = engine.create(request=request, tell=_listen(shown, arguments.preview))
    paths = [one.save(_numbered(output, place, len(created))) for place, one in enumerate(created)]
    if arguments.json:
        print_json([_as_data(one, path) for one, path in zip(created, paths, strict=True)])
    else:
        _show(created, paths, engine, terminal, recipe)
    return 0


def _request(arguments: argparse.Namespace) -> "tuple[Request, Infotext | None]":
    """What is asked for: what a picture says of itself where one is named, and what was typed before that."""
    from dataclasses import replace

    from toile.engine.parameters import read_parameters
    from toile.engine.request import Request, Variation

    start, inpaint = _start(arguments), _inpaint(arguments)
    if arguments.outpaint:
        start, inpaint = _outpaint(arguments, start)
    base, info = Request(), None
    source = getattr(arguments, "from")
    if source:
        info = _read_picture(Path(source), start)
        base = read_parameters(info, start, inpaint)
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
        "image": _image(arguments.image_prompt),
        "controls": tuple(_control(said) for said in arguments.control) or None,
        "variation": Variation(arguments.variation_seed or 0, arguments.variation or 0.0)
        if arguments.variation is not None
        else None,
    }
    if not source:
        typed |= {"start": start, "inpaint": inpaint}
        if start and not arguments.size:
            typed["size"] = _size_of(start)
    return replace(base, **{name: value for name, value in typed.items() if value is not None}), info


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


def _read_picture(path: Path, start: "Start | None") -> "Infotext":
    """What a picture says of how it was made. Raises BadRequest where it says nothing, or where another picture was
    given than the one it was made from."""
    from toile.pixels.image import digest
    from toile.pixels.metadata import read_parameters, read_recipe
    from toile.prompts.infotext import read_infotext

    info = read_infotext(read_parameters(path))
    if start:
        try:
            recipe = read_recipe(path)
        except BadRequest:  # somebody else's picture
            return info
        known = [one.sha256 for one in recipe.ingredients if one.role == "start"]
        if known and digest(start.rgb) not in known:
            raise BadRequest("start_other", name=path.name)
    return info


def _start(arguments: argparse.Namespace) -> "Start | None":
    if not arguments.init:
        return None
    from toile.engine.request import Start
    from toile.pixels.image import load
    from toile.pixels.resize import ResizeMode

    mode = ResizeMode(_RESIZES[arguments.resize_mode])
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
    from toile.pixels.image import load

    mask = load(Path(arguments.mask)).rgb.astype(np.float32).mean(axis=2) / np.float32(255)  # [H, W]
    contents = dict(zip(_CONTENTS, Content, strict=True))
    return Inpaint(
        mask,
        arguments.mask_blur,
        contents[arguments.mask_content],
        arguments.only_masked,
        arguments.mask_padding,
        arguments.mask_invert,
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


def _progress(terminal: "Terminal", *, quiet: bool) -> Any:
    """A bar that fills, on a terminal."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
        console=terminal.console,
        transient=True,
        disable=quiet or not terminal.console.is_terminal,
    )


def _listen(shown: Any, preview: str | None) -> "Callable[[Step], None]":
    """Moves the bar, and from time to time writes what there is by now."""
    bars: dict[int, Any] = {}

    def hear(step: "Step") -> None:
        if step.picture not in bars:
            bars[step.picture] = shown.add_task(f"{step.picture}/{step.count}", total=step.steps)
        shown.update(bars[step.picture], completed=step.done, total=step.steps)
        if preview and (step.done % _PREVIEW_EVERY == 0 or step.done == step.steps):
            from toile.pixels.output import save

            save(step.preview(), Path(preview))

    return hear


def _numbered(output: Path, place: int, count: int) -> Path:
    """`out.png`, or `out-1.png` and on for several."""
    return output if count == 1 else output.with_name(f"{output.stem}-{place + 1}{output.suffix}")


def _as_data(created: "Created", path: Path) -> dict[str, object]:
    from toile.prompts.infotext import write_infotext

    return {
        "output": str(path),
        "seed": created.seed,
        "size": [created.rgb.shape[1], created.rgb.shape[0]],
        "parameters": write_infotext(created.parameters),
        "notices": [notice.code for notice in created.notices],
        "seconds": round(created.seconds, 3),
    }


def _show(
    created: "tuple[Created, ...]", paths: list[Path], engine: "Engine", terminal: "Terminal", info: object
) -> None:
    for one, path in zip(created, paths, strict=True):
        height, width = one.rgb.shape[:2]
        terminal.title(str(path), f"{width} × {height}")
    fields = created[0].parameters.fields
    terminal.console.print()
    shown = ("Steps", "Sampler", "Schedule type", "CFG scale", "Denoising strength")
    seeds = ", ".join(str(one.seed) for one in created)
    rows = [
        (terminal.say("create_model"), f"{engine.model.name} ({engine.model.checkpoint.family})"),
        *((name, fields[name]) for name in shown if name in fields),
        ("Seed", seeds),
    ]
    terminal.rows([*rows, (terminal.say("stage_all"), f"{created[-1].seconds:.1f} s")])
    notices = dict.fromkeys((one.code, one.severity, tuple(one.values.items())) for one in created[0].notices)
    if notices:
        terminal.heading("notices_heading")
        for code, severity, values in notices:
            terminal.notice(code, severity, **dict(values))


def _read_size(name: str, typed: str) -> object:
    from toile.domain.geometry import Size

    width, mark, height = typed.lower().partition("x")
    if not (mark and width.isdecimal() and height.isdecimal() and len(typed) < 20):
        raise BadRequest("size_unreadable", typed=typed)
    return Size(int(width), int(height))


def _read_sides(name: str, typed: str) -> object:
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


def _read_scale(name: str, typed: str) -> object:
    try:
        scale = float(typed.lower().removesuffix("x"))
    except ValueError:
        scale = 0.0
    if not 1 <= scale <= 4:
        raise BadRequest("hires_wrong", typed=typed)
    return scale


VERB = Verb(
    "create",
    "help_create",
    run,
    (
        Option("PROMPT", "help_prompt"),
        Option("--negative", "help_negative", value="TEXT"),
        Option("--output", "help_output", value="FILE", short="-o", default="picture.png"),
        Option("--checkpoint", "help_checkpoint", value="PATH"),
        Option("--size", "help_create_size", value="WxH", read=_read_size),
        Option("--steps", "help_create_steps", value="N", read=whole(1, 1000)),
        Option("--cfg", "help_cfg", value="N", read=number(-100, 100)),
        Option("--sampler", "help_sampler", value="NAME"),
        Option("--schedule", "help_schedule", value="NAME"),
        Option("--seed", "help_create_seed", value="N", read=whole(0, _SEEDS)),
        Option("--count", "help_create_count", value="N", read=whole(1, 100)),
        Option("--init", "help_init", value="FILE"),
        Option("--denoise", "help_denoise", value="N", read=number(0, 1)),
        Option("--resize-mode", "help_resize_mode", value="MODE", read=choice(*_RESIZES), default="stretch"),
        Option("--exact", "help_exact"),
        Option("--mask", "help_mask", value="FILE"),
        Option("--mask-blur", "help_mask_blur", value="N", read=number(0, 64), default=4.0),
        Option(
            "--mask-content", "help_mask_content", value="NAME", read=choice(*_CONTENTS), default="original"
        ),
        Option("--mask-invert", "help_mask_invert"),
        Option("--only-masked", "help_only_masked"),
        Option("--mask-padding", "help_mask_padding", value="N", read=whole(0, 256), default=32),
        Option("--outpaint", "help_outpaint", value="SIDES", read=_read_sides),
        Option("--hires", "help_hires", value="Nx", read=_read_scale),
        Option("--hires-upscaler", "help_hires_upscaler", value="NAME", default="Latent"),
        Option("--hires-steps", "help_hires_steps", value="N", read=whole(0, 1000), default=0),
        Option("--control", "help_control", value="KIND:IMAGE:MODEL", many=True),
        Option("--image-prompt", "help_image_prompt", value="IMAGE:ADAPTER"),
        Option("--style", "help_style", value="NAME", many=True),
        Option("--clip-skip", "help_clip_skip", value="N", read=whole(1, 12)),
        Option("--eta", "help_eta", value="N", read=number(0, 1)),
        Option("--rescale", "help_rescale", value="N", read=number(0, 1)),
        Option("--variation", "help_variation", value="N", read=number(0, 1)),
        Option("--variation-seed", "help_variation_seed", value="N", read=whole(0, _SEEDS)),
        Option("--from", "help_from", value="FILE"),
        Option("--device", "help_create_device", value="NAME", read=choice(*_DEVICES), default="auto"),
        Option("--preview", "help_preview", value="FILE"),
        Option("--json", "help_json"),
    ),
    examples=(
        'toile create "a woman in a red dress, studio" --size 512x768 --seed 1 -o out.png',
        'toile create "in a blue coat" --init photo.jpg --mask coat.png --denoise 0.6 -o out.png',
        "toile create --from out.png -o again.png",
    ),
)
