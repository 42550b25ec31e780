"""Telling what a file is: which of the known models, by the shapes of what goes in and what comes out."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from toile.compute.network import MissingOperations, Shape, Signature, read_signature
from toile.domain.geometry import Size
from toile.errors import NotReady
from toile.vision.borrowed.pointer import Pointer
from toile.vision.borrowed.registry import Answer, Axes, Layout, Model, models_for

# How files begin that are often taken for ONNX: where, with what, and the message.
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "model_pickle"),  # PyTorch's zip
    (0, b"\x80\x02", "model_pickle"),  # a bare pickle, protocols 2 to 5
    (0, b"\x80\x03", "model_pickle"),
    (0, b"\x80\x04", "model_pickle"),
    (0, b"\x80\x05", "model_pickle"),
    (4, b"TFL3", "model_tflite"),
    (0, b"version https://git-lfs", "model_placeholder"),
)
_SUFFIXES: Mapping[str, str] = {
    ".pt": "model_pickle",
    ".pth": "model_pickle",
    ".ckpt": "model_pickle",
    ".pkl": "model_pickle",
    ".bin": "model_pickle",
    ".tflite": "model_tflite",
    ".task": "model_tflite",
}


@dataclass(frozen=True)
class Recognised:
    """A file and the model it holds. `size`: of the picture it takes; `answers`: its outputs in the decoder's order."""

    model: Model
    path: Path
    size: Size
    layout: Layout
    answers: tuple[str, ...]


@dataclass(frozen=True)
class _Trial:
    """How far a file agrees with a model: `fit` where it does, otherwise whether its input does."""

    model: Model
    fit: Recognised | None
    takes: bool


def recognise(pointer: Pointer) -> Recognised:
    """The model in the file that is pointed to. Raises NotReady that says what differs and what to do.

    A pickle is refused unread, whatever it is called.
    """
    path, origin = pointer.path, pointer.origin
    signature = _read(path, origin)
    models = [m for m in models_for(pointer.role) if pointer.name in ("", m.name)]
    trials = [_try(model, path, signature) for model in models]
    fits = [trial.fit for trial in trials if trial.fit]
    if not fits:
        _explain(max(trials, key=lambda trial: trial.takes), path, origin, signature)
    if len(fits) > 1:
        ports = {*signature.inputs, *signature.outputs}
        fits = [fit for fit in fits if fit.model.ports and fit.model.ports <= ports] or fits
    if len(fits) > 1:
        told = ", ".join(f"{fit.model.name} ({fit.model.licence})" for fit in fits)
        example = fits[0].model.name
        raise NotReady("model_ambiguous", file=path.name, models=told, origin=origin, example=example)
    return fits[0]


def _read(path: Path, origin: str) -> Signature:
    """What goes in and out of an ONNX file; everything else is refused by name or by its first bytes."""
    if not path.is_file():
        raise NotReady("model_missing", file=path, origin=origin)
    code = _SUFFIXES.get(path.suffix.lower(), "")
    with path.open("rb") as file:
        head = file.read(32)
    code = code or next((code for at, sign, code in _SIGNS if head[at:].startswith(sign)), "")
    if code or path.suffix.lower() != ".onnx" or not head:
        raise NotReady(code or "model_not_onnx", file=path.name, origin=origin)
    try:
        return read_signature(path)
    except MissingOperations as fault:
        names = ", ".join(fault.names)
        raise NotReady("model_operations", file=path.name, operations=names, origin=origin) from None
    except RuntimeError:
        raise NotReady("model_not_onnx", file=path.name, origin=origin) from None


def _try(model: Model, path: Path, signature: Signature) -> _Trial:
    inputs = list(signature.inputs.values())
    takes = False
    for layout, size in itertools.product(model.intake.layouts, model.intake.sizes):
        if len(inputs) != 1 or not _agrees(_intake(layout), inputs[0], size, model):
            continue
        takes = True
        for answer in model.answers:
            outputs = _assign(answer, signature.outputs, size, model)
            if outputs:
                return _Trial(model, Recognised(model, path, size, layout, outputs), takes)
    return _Trial(model, None, takes)


def _intake(layout: Layout) -> Axes:
    return ("n", 3, "h", "w") if layout is Layout.NCHW else ("n", "h", "w", 3)


def _assign(answer: Answer, outputs: Mapping[str, Shape], size: Size, model: Model) -> tuple[str, ...] | None:
    """Which output is which: by name where the name is the usual one, otherwise the first whose shape agrees."""
    taken: list[str] = []
    for label, axes in answer.items():
        free = [label] if label in outputs else [name for name in outputs if name not in taken]
        fitting = [name for name in free if _agrees(axes, outputs[name], size, model)]
        if not fitting:
            return None
        taken.append(fitting[0])
    return tuple(taken)


def _agrees(axes: Axes, shape: Shape, size: Size, model: Model) -> bool:
    """Whether a shape may be what the row says; an open axis may be anything, and so may an open rank."""
    if not shape:
        return True
    if len(axes) != len(shape):
        return False
    return all(
        length == -1 or length in _lengths(axis, size, model)
        for axis, length in zip(axes, shape, strict=True)
    )


def _lengths(axis: int | str, size: Size, model: Model) -> tuple[int, ...]:
    """What an axis of a row may be."""
    if isinstance(axis, int):
        return (axis,)
    known = {"n": 1, "h": size.height, "w": size.width, "2h": 2 * size.height, "2w": 2 * size.width}
    return model.joints if axis == "joints" else (known[axis],)


def _explain(trial: _Trial, path: Path, origin: str, signature: Signature) -> None:
    """Raise what is different."""
    model = trial.model
    size = model.intake.sizes[0]
    wanted: Iterator[str]
    if trial.takes:
        code, ports = "model_outputs", signature.outputs
        wanted = (f"{name} {_wanted(axes, size, model)}" for name, axes in model.answers[0].items())
    else:
        code, ports = "model_input", signature.inputs
        wanted = (_wanted(_intake(model.intake.layouts[0]), size, model) for size in model.intake.sizes)
    raise NotReady(
        code,
        file=path.name,
        model=model.name,
        found=", ".join(f"{name} {_shown(shape)}" for name, shape in ports.items()) or "-",
        wanted=", ".join(wanted),
        origin=origin,
    )


def _wanted(axes: Axes, size: Size, model: Model) -> str:
    return "×".join("/".join(map(str, _lengths(axis, size, model))) for axis in axes)


def _shown(shape: Shape) -> str:
    return "×".join("?" if length == -1 else str(length) for length in shape) or "?"
