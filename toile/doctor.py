"""What this machine has and what it lacks, as plain findings. Reads, measures, changes nothing."""

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toile.domain.look import Verdict
from toile.errors import NotReady
from toile.settings import Settings
from toile.vision.borrowed.pointer import Pointer, find_pointer, variable
from toile.vision.borrowed.registry import Role, models_for

LEAST_MEMORY = 2.0  # GB; a draft at 768x1024 peaks below 1
LEAST_DISK = 1.0  # GB free in the data directory
_CPU_FEATURES = ("avx2", "avx512f", "amx_bf16", "avx512_bf16", "neon", "asimd", "sve")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")

# Parts: what for, how they are added, which modules prove them.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "base": (
        "pip install toile",
        ("numpy", "cv2", "PIL", "numba", "rich", "openvino", "tokenizers", "psutil"),
    ),
    "engine": ("pip install 'toile[engine]'", ("torch",)),
    "serve": ("pip install 'toile[serve]'", ("fastapi", "uvicorn", "jinja2")),
    "train": ("pip install 'toile[train]'", ("torch", "safetensors")),
    "dev": ("pip install 'toile[dev]'", ("ruff", "mypy", "pytest", "hypothesis", "importlinter", "onnx")),
}
_DISTRIBUTIONS = {"cv2": "opencv-python-headless", "PIL": "pillow", "importlinter": "import-linter"}


@dataclass(frozen=True)
class Finding:
    """One line: `topic` and `code` are message codes, `values` fill the second in."""

    topic: str
    code: str
    verdict: Verdict
    values: Mapping[str, object] = field(default_factory=dict)


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Everything worth knowing before asking why something does not work."""
    return (
        _python(),
        _processor(),
        _memory(),
        _data(settings.data),
        _disk(settings.data),
        *(_part(name) for name in PARTS),
        *(finding for role in Role for finding in _model(role, settings)),
        *_network(settings.network),
    )


def mask_credentials(address: str) -> str:
    """An address without the user name and password it may hold."""
    return _CREDENTIALS.sub("***", address)


def _python() -> Finding:
    version = platform.python_version()
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    values = {"version": version, "system": platform.platform(terse=True)}
    code = "doctor_python" if fits else "doctor_python_other"
    return Finding("topic_python", code, Verdict.PASS if fits else Verdict.WARN, values)


def _processor() -> Finding:
    flags = _read_proc("/proc/cpuinfo")
    words = set(flags.lower().split())
    features = [name for name in _CPU_FEATURES if name in words]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    name = next(
        (line.split(":")[1].strip() for line in flags.splitlines() if line.startswith("model name")), ""
    )
    values = {
        "cores": cores,
        "name": name or platform.processor() or platform.machine(),
        "features": ", ".join(features) or "-",
    }
    return Finding("topic_processor", "doctor_processor", Verdict.PASS, values)


def _memory() -> Finding:
    rows = dict(re.findall(r"^(\w+):\s+(\d+) kB", _read_proc("/proc/meminfo"), re.M))
    if "MemTotal" not in rows:
        return Finding("topic_memory", "doctor_unknown", Verdict.WARN)
    whole, free = (int(rows.get(name, 0)) * 1024 / 1e9 for name in ("MemTotal", "MemAvailable"))
    verdict = Verdict.PASS if free >= LEAST_MEMORY else Verdict.WARN
    code = "doctor_memory" if free >= LEAST_MEMORY else "doctor_memory_low"
    return Finding("topic_memory", code, verdict, {"free": free, "whole": whole, "least": LEAST_MEMORY})


def _data(folder: Path) -> Finding:
    nearest = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return Finding("topic_data", "doctor_data", Verdict.PASS, {"path": folder})
    except OSError as fault:
        values = {"path": folder, "reason": fault.strerror or str(fault)}
        return Finding("topic_data", "doctor_data_locked", Verdict.FAIL, values)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free / 1e9
    enough = free >= LEAST_DISK
    code = "doctor_disk" if enough else "doctor_disk_low"
    return Finding("topic_disk", code, Verdict.PASS if enough else Verdict.FAIL, {"free": free})


def _part(name: str) -> Finding:
    command, modules = PARTS[name]
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        verdict = Verdict.FAIL if name == "base" else Verdict.WARN
        values = {"missing": ", ".join(missing), "command": command}
        return Finding(f"topic_{name}", "doctor_part_missing", verdict, values)
    versions = ", ".join(f"{_DISTRIBUTIONS.get(m, m)} {_version(_DISTRIBUTIONS.get(m, m))}" for m in modules)
    return Finding(f"topic_{name}", "doctor_part", Verdict.PASS, {"versions": versions})


def _model(role: Role, settings: Settings) -> tuple[Finding, ...]:
    """What is pointed to for a role, and its terms; or what could be."""
    topic = f"topic_{role}"
    try:
        pointer = find_pointer(role, settings.models, settings.model_folder)
        return _recognised(topic, pointer) if pointer else (_no_model(topic, role),)
    except NotReady as fault:
        return (Finding(topic, fault.code, Verdict.FAIL, fault.values),)


def _recognised(topic: str, pointer: Pointer) -> tuple[Finding, ...]:
    from toile.vision.borrowed.recognise import (
        recognise,
    )  # numpy and OpenVINO, which only those pay who have a model

    model = recognise(pointer).model
    values = {"model": model.name, "licence": model.licence, "file": pointer.path}
    if not model.commercial:
        values["free"] = ", ".join(m.name for m in models_for(model.role) if m.commercial)
    code = "doctor_model" if model.commercial else "doctor_model_restricted"
    verdict = Verdict.PASS if model.commercial else Verdict.WARN
    return (Finding(topic, code, verdict, values), Finding(topic, model.terms, verdict))


def _no_model(topic: str, role: Role) -> Finding:
    known = "; ".join(f"{m.name} ({m.licence}): {m.source}, {m.file}" for m in models_for(role))
    return Finding(topic, "doctor_model_none", Verdict.PASS, {"known": known, "variable": variable(role)})


def _network(network: Mapping[str, str]) -> tuple[Finding, ...]:
    if not network:
        return (Finding("topic_network", "doctor_direct", Verdict.PASS),)
    return tuple(
        Finding(
            "topic_network", "doctor_network", Verdict.PASS, {"name": name, "value": mask_credentials(value)}
        )
        for name, value in network.items()
    )


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.is_dir())


def _read_proc(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:  # not Linux
        return ""
