"""Parameters: a request as the text that AUTOMATIC1111 writes into a picture, and back.

Names are its own. What it has no name for is written with names of ours, which it passes over.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import TypeVar

from toile.domain.geometry import Size
from toile.engine.catalogue import SAMPLERS
from toile.engine.emphasis import Emphasis
from toile.engine.masking import Content
from toile.engine.names import AUTOMATIC, choose
from toile.engine.request import SQUARE, Hires, Inpaint, Refiner, Request, Source, Start, Variation
from toile.engine.samplers import Churn
from toile.engine.soft import Soft
from toile.errors import BadRequest
from toile.prompts.infotext import Infotext
from toile.version import VERSION

_Value = TypeVar("_Value")
_RESIZES = ("Just resize", "Crop and resize", "Resize and fill", "Just resize (latent upscale)")

_SOFT: Mapping[str, str] = {
    "bias": "Soft inpainting schedule bias",
    "preservation": "Soft inpainting preservation strength",
    "boost": "Soft inpainting transition contrast boost",
    "influence": "Soft inpainting mask influence",
    "threshold": "Soft inpainting difference threshold",
    "contrast": "Soft inpainting difference contrast",
}


def write_parameters(
    request: Request,
    seed: int,
    variation: int,
    model: str,
    model_hash: str,
    loras: Mapping[str, str],
    refiner_hash: str = "",
) -> Infotext:
    """What is written into a picture of that seed. `loras`: hashes by name."""
    choice = choose(request.sampler, request.schedule)
    schedule = SAMPLERS[choice.sampler].schedule if choice.schedule == AUTOMATIC else choice.schedule
    fields: dict[str, object] = {
        "Steps": request.steps,
        "Sampler": choice.sampler,
        "Schedule type": schedule,
        "CFG scale": request.cfg,
        "Seed": seed,
        "Size": f"{request.size.width}x{request.size.height}",
        "Model hash": model_hash[:10],
        "Model": model,
    }
    fields |= _write_noise(request, variation) | _write_start(request) | _write_hires(request.hires)
    if request.refiner:
        name = request.refiner.path
        name_only = name.stem if name.suffix.lower() == ".safetensors" else name.name
        fields["Refiner"] = f"{name_only} [{refiner_hash[:10]}]" if refiner_hash else name_only
        fields["Refiner switch at"] = request.refiner.switch
    if request.restore_faces:
        fields["Face restoration"] = request.restore_faces
    if request.clip_skip != 1:
        fields["Clip skip"] = request.clip_skip
    if request.emphasis is not Emphasis.ORIGINAL:
        fields["Emphasis"] = request.emphasis.value
    if request.rescale:
        fields["CFG rescale"] = request.rescale
    if request.interval != Request().interval:
        fields["Guidance interval"] = f"{request.interval[0]} to {request.interval[1]}"
    for number, unit in enumerate(request.controls):
        said = {
            "Model": unit.path.stem,
            "Weight": unit.weight,
            "Guidance Start": unit.start,
            "Guidance End": unit.end,
            "Control Mode": unit.mode.value,
        }
        fields[f"ControlNet {number}"] = ", ".join(f"{name}: {_plain(value)}" for name, value in said.items())
    if request.image:
        fields["IP-Adapter"] = f"Model: {request.image.path.stem}, Weight: {_plain(request.image.weight)}"
    if loras:
        fields["Lora hashes"] = ", ".join(f"{name}: {value[:12]}" for name, value in loras.items())
    fields["Version"] = f"toile {VERSION}"
    return Infotext(request.prompt, request.negative, {name: _plain(value) for name, value in fields.items()})


def _write_noise(request: Request, variation: int) -> dict[str, object]:
    fields: dict[str, object] = {"RNG": request.source.value}
    if request.variation.strength:
        fields |= {"Variation seed": variation, "Variation seed strength": request.variation.strength}
    if request.noise_size:
        fields["Seed resize from"] = f"{request.noise_size.width}x{request.noise_size.height}"
    if request.seed_delta:
        fields["ENSD"] = request.seed_delta
    if request.eta is not None:
        fields["Eta"] = request.eta
    churn, calm = request.churn, Churn()
    fields |= {"Sigma churn": churn.amount} if churn.amount != calm.amount else {}
    fields |= {"Sigma tmin": churn.least} if churn.least != calm.least else {}
    fields |= {"Sigma tmax": churn.most} if churn.most != calm.most else {}
    fields |= {"Sigma noise": churn.strength} if churn.strength != calm.strength else {}
    return fields


def _write_start(request: Request) -> dict[str, object]:
    start, inpaint = request.start, request.inpaint
    if start is None:
        return {}
    fields: dict[str, object] = {"Denoising strength": start.denoise, "Resize mode": _RESIZES[start.resize]}
    if start.exact:
        fields["Exact steps"] = "True"
    if inpaint:
        fields |= {
            "Mask blur": inpaint.blur,
            "Mask mode": "Inpaint not masked" if inpaint.invert else "Inpaint masked",
            "Masked content": inpaint.content.value,
            "Inpaint area": "Only masked" if inpaint.only_masked else "Whole picture",
            "Masked area padding": inpaint.padding,
        }
        if inpaint.soft:
            fields["Soft inpainting enabled"] = "True"
            fields |= {said: getattr(inpaint.soft, name) for name, said in _SOFT.items()}
    return fields


def _write_hires(hires: Hires | None) -> dict[str, object]:
    if hires is None:
        return {}
    fields: dict[str, object] = {
        "Denoising strength": hires.denoise,
        "Hires upscale": hires.scale,
        "Hires upscaler": hires.upscaler,
    }
    fields |= {"Hires steps": hires.steps} if hires.steps else {}
    fields |= {"Hires prompt": hires.prompt} if hires.prompt else {}
    fields |= {"Hires negative prompt": hires.negative} if hires.negative else {}
    return fields


def _plain(value: object) -> str:
    """A number as AUTOMATIC1111 writes it: 7 and not 7.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read_parameters(
    info: Infotext,
    start: Start | None = None,
    inpaint: Inpaint | None = None,
    *,
    fallback: Request | None = None,
) -> Request:
    """The request that a text asks for; `fallback` for what it does not say. A picture that was made from another
    cannot be asked for by text alone: `start` and `inpaint` give picture and mask, the text says how.

    Raises BadRequest `parameters_wrong` for a value that is none, `parameters_picture` where a picture is wanted, and
    what `names.choose` raises.
    """
    read = _Fields(info.fields)
    given = fallback or Request()
    sampler, schedule = read.text("Sampler", given.sampler), read.text("Schedule type", given.schedule)
    choose(sampler, schedule)
    hires = None
    if "Hires upscaler" in info.fields:
        plain = Hires()
        hires = Hires(
            read.number("Hires upscale", plain.scale),
            read.text("Hires upscaler", plain.upscaler),
            read.whole("Hires steps", plain.steps),
            read.number("Denoising strength", plain.denoise),
            read.text("Hires prompt", ""),
            read.text("Hires negative prompt", ""),
        )
    if start is None and "Denoising strength" in info.fields and hires is None:
        raise BadRequest("parameters_picture")
    start = _read_start(start, read) if start else None
    calm = Churn()
    return replace(
        given,
        prompt=info.prompt,
        negative=info.negative,
        size=read.read("Size", _read_size, given.size),
        steps=read.whole("Steps", given.steps),
        cfg=read.number("CFG scale", given.cfg),
        sampler=sampler,
        schedule=schedule,
        seed=read.whole("Seed", given.seed if given.seed is not None else 0),
        variation=Variation(read.whole("Variation seed", 0), read.number("Variation seed strength", 0.0)),
        noise_size=read.read("Seed resize from", _read_size, SQUARE)
        if "Seed resize from" in info.fields
        else None,
        # AUTOMATIC1111 names what differs from its own default, the graphics card's.
        source=Source.CPU if read.text("RNG", "NV") == "CPU" else Source.NV,
        seed_delta=read.whole("ENSD", 0),
        clip_skip=read.whole("Clip skip", 1),
        emphasis=read.read("Emphasis", Emphasis, Emphasis.ORIGINAL),
        eta=read.number("Eta", -1.0) if "Eta" in info.fields else None,
        churn=Churn(
            read.number("Sigma churn", calm.amount),
            read.number("Sigma tmin", calm.least),
            read.number("Sigma tmax", calm.most),
            read.number("Sigma noise", calm.strength),
        ),
        rescale=read.number("CFG rescale", 0.0),
        interval=read.read("Guidance interval", _read_interval, given.interval),
        start=start,
        inpaint=_read_inpaint(inpaint, read) if inpaint and start else None,
        hires=hires,
        restore_faces=read.text("Face restoration", ""),
        refiner=_read_refiner(read) if "Refiner" in info.fields else None,
    )


def _read_start(start: Start, read: "_Fields") -> Start:
    said = read.text("Resize mode", _RESIZES[start.resize])
    mode = type(start.resize)(_RESIZES.index(said)) if said in _RESIZES else start.resize
    exact = read.text("Exact steps", str(start.exact)) == "True"
    return Start(start.rgb, read.number("Denoising strength", start.denoise), mode, exact)


def _read_inpaint(inpaint: Inpaint, read: "_Fields") -> Inpaint:
    area = {"Only masked": True, "Whole picture": False}.get(
        read.text("Inpaint area", ""), inpaint.only_masked
    )
    mode = {"Inpaint not masked": True, "Inpaint masked": False}.get(
        read.text("Mask mode", ""), inpaint.invert
    )
    return Inpaint(
        inpaint.mask,
        read.number("Mask blur", inpaint.blur),
        read.read("Masked content", Content, inpaint.content),
        area,
        read.whole("Masked area padding", inpaint.padding),
        mode,
        _read_soft(read) if read.text("Soft inpainting enabled", "") == "True" else inpaint.soft,
    )


def _read_soft(read: "_Fields") -> Soft:
    return replace(Soft(), **{name: read.number(said, getattr(Soft(), name)) for name, said in _SOFT.items()})


def _read_refiner(read: "_Fields") -> Refiner:
    """The name of a checkpoint, without its hash."""
    name = re.sub(r" \[[0-9a-f]+\]$", "", read.text("Refiner", ""))
    return Refiner(Path(name), read.number("Refiner switch at", 0.8))


class _Fields:
    """Fields of a text, read with suspicion."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def text(self, name: str, otherwise: str) -> str:
        return self._fields.get(name, otherwise)

    def whole(self, name: str, otherwise: int) -> int:
        return self.read(name, int, otherwise)

    def number(self, name: str, otherwise: float) -> float:
        return self.read(name, _read_number, otherwise)

    def read(self, name: str, read: Callable[[str], _Value], otherwise: _Value) -> _Value:
        """The value of a field. Raises BadRequest `parameters_wrong` where it is none."""
        if name not in self._fields:
            return otherwise
        try:
            return read(self._fields[name])
        except (ValueError, OverflowError):
            raise BadRequest("parameters_wrong", name=name, value=self._fields[name][:80]) from None


def _read_number(said: str) -> float:
    value = float(said)
    if isnan(value):
        raise ValueError(said)
    return value


def _read_size(said: str) -> Size:
    width, height = said.split("x")
    return Size(int(width), int(height))


def _read_interval(said: str) -> tuple[float, float]:
    start, end = said.split(" to ")
    return float(start), float(end)
