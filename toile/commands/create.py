"""`toile create`: pictures of a prompt, from noise or from another picture."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toile.commands.verb import Option, Verb, choice, number, whole
from toile.commands.wish import CONTENTS, RESIZES, read_request, read_scale, read_sides, read_size
from toile.errors import BadRequest
from toile.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from toile.commands.terminal import Terminal
    from toile.diffusion import Created, Engine, Step

_DEVICES = ("auto", "cpu", "cuda", "mps")
_SEEDS = 2**64 - 1
_PREVIEW_EVERY = 5  # steps


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.mask and not arguments.init:
        raise BadRequest("mask_alone")
    # Heavy: numpy, OpenCV, Pillow.
    from toile.commands.terminal import Terminal, print_json
    from toile.diffusion import Engine
    from toile.engine.collection import find_checkpoint
    from toile.pixels.output import check_output

    output = Path(arguments.output)
    check_output(output)
    request = read_request(arguments, settings.data)
    checkpoint = find_checkpoint(arguments.checkpoint, settings.data / "models" / "checkpoints")
    engine = Engine(checkpoint, data=settings.data, device=arguments.device, compiles=arguments.compile)
    if not getattr(arguments, "from"):
        request = replace(request, **_usual(engine, arguments))
    terminal = Terminal(settings.language)
    with _progress(terminal, quiet=arguments.json) as shown:
        created = engine.create(request=request, tell=_listen(shown, arguments.preview))
    paths = [one.save(_numbered(output, place, len(created))) for place, one in enumerate(created)]
    if arguments.json:
        print_json([_as_data(one, path) for one, path in zip(created, paths, strict=True)])
    else:
        _show(created, paths, engine, terminal)
    return 0


def _usual(engine: "Engine", arguments: argparse.Namespace) -> dict[str, Any]:
    """What the checkpoint would rather have of what was not typed."""
    given = {name for name in engine.usual if getattr(arguments, name) is not None}
    given |= {"size"} if arguments.init else set()
    return {name: value for name, value in engine.usual.items() if name not in given}


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


def _show(created: "tuple[Created, ...]", paths: list[Path], engine: "Engine", terminal: "Terminal") -> None:
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


VERB = Verb(
    "create",
    "help_create",
    run,
    (
        Option("PROMPT", "help_prompt"),
        Option("--negative", "help_negative", value="TEXT"),
        Option("--output", "help_output", value="FILE", short="-o", default="picture.png"),
        Option("--checkpoint", "help_checkpoint", value="PATH"),
        Option("--size", "help_create_size", value="WxH", read=read_size),
        Option("--steps", "help_create_steps", value="N", read=whole(1, 1000)),
        Option("--cfg", "help_cfg", value="N", read=number(-100, 100)),
        Option("--sampler", "help_sampler", value="NAME"),
        Option("--schedule", "help_schedule", value="NAME"),
        Option("--seed", "help_create_seed", value="N", read=whole(0, _SEEDS)),
        Option("--count", "help_create_count", value="N", read=whole(1, 100)),
        Option("--init", "help_init", value="FILE"),
        Option("--denoise", "help_denoise", value="N", read=number(0, 1)),
        Option("--resize-mode", "help_resize_mode", value="MODE", read=choice(*RESIZES), default="stretch"),
        Option("--exact", "help_exact"),
        Option("--mask", "help_mask", value="FILE"),
        Option("--mask-blur", "help_mask_blur", value="N", read=number(0, 64), default=4.0),
        Option(
            "--mask-content", "help_mask_content", value="NAME", read=choice(*CONTENTS), default="original"
        ),
        Option("--mask-invert", "help_mask_invert"),
        Option("--soft", "help_soft"),
        Option("--only-masked", "help_only_masked"),
        Option("--mask-padding", "help_mask_padding", value="N", read=whole(0, 256), default=32),
        Option("--outpaint", "help_outpaint", value="SIDES", read=read_sides),
        Option("--hires", "help_hires", value="Nx", read=read_scale),
        Option("--hires-upscaler", "help_hires_upscaler", value="NAME", default="Latent"),
        Option("--hires-steps", "help_hires_steps", value="N", read=whole(0, 1000), default=0),
        Option("--control", "help_control", value="KIND:IMAGE:MODEL", many=True),
        Option("--image-prompt", "help_image_prompt", value="IMAGE:ADAPTER"),
        Option("--refiner", "help_refiner", value="PATH"),
        Option("--refiner-switch", "help_refiner_switch", value="N", read=number(0.01, 1), default=0.8),
        Option("--restore-faces", "help_restore_faces", value="NAME"),
        Option("--style", "help_style", value="NAME", many=True),
        Option("--clip-skip", "help_clip_skip", value="N", read=whole(1, 12)),
        Option("--eta", "help_eta", value="N", read=number(0, 1)),
        Option("--rescale", "help_rescale", value="N", read=number(0, 1)),
        Option("--variation", "help_variation", value="N", read=number(0, 1)),
        Option("--variation-seed", "help_variation_seed", value="N", read=whole(0, _SEEDS)),
        Option("--from", "help_from", value="FILE"),
        Option("--device", "help_create_device", value="NAME", read=choice(*_DEVICES), default="auto"),
        Option("--compile", "help_compile"),
        Option("--preview", "help_preview", value="FILE"),
        Option("--json", "help_json"),
    ),
    examples=(
        'toile create "a woman in a red dress, studio" --size 512x768 --seed 1 -o out.png',
        'toile create "in a blue coat" --init photo.jpg --mask coat.png --denoise 0.6 -o out.png',
        "toile create --from out.png -o again.png",
    ),
)
