"""What a user points to: a file for a role, named in the environment or in `models.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toile.errors import NotReady
from toile.vision.borrowed.registry import MODELS, Role, models_for

LIST = "models.json"  # in the data directory's `models`: {"pose": "rtmpose:pose.onnx"}


@dataclass(frozen=True)
class Pointer:
    """A file for a role. `name`: which model it is said to be, empty where the file has to tell.

    `origin`: where the user wrote it, for messages.
    """

    role: Role
    path: Path
    name: str
    origin: str


def variable(role: Role) -> str:
    """The environment variable that points to a model for the role."""
    return f"TOILE_MODEL_{role.upper()}"


def find_pointer(role: Role, stated: Mapping[str, str], folder: Path) -> Pointer | None:
    """What the environment says (`stated`, by role), otherwise what `models.json` in `folder` says, otherwise None.

    Written as `FILE.onnx` or `NAME:FILE.onnx`; in `models.json` a relative file is one beside it. Raises NotReady.
    """
    if stated.get(role):
        name, path = _split(stated[role], role, variable(role))
        return Pointer(role, path, name, variable(role))
    listed = _read_list(folder / LIST)
    if role not in listed:
        return None
    name, path = _split(listed[role], role, LIST)
    return Pointer(role, folder / path, name, LIST)


def _split(text: str, role: Role, origin: str) -> tuple[str, Path]:
    """Name and file of `NAME:FILE` or `FILE`. A drive's letter is no name."""
    name, colon, rest = text.partition(":")
    if not colon or len(name) < 2 or "/" in name or "\\" in name:
        return "", Path(text).expanduser()
    if name not in MODELS or MODELS[name].role is not role:
        known = ", ".join(model.name for model in models_for(role))
        raise NotReady("model_name_unknown", name=name, origin=origin, known=known)
    return name, Path(rest).expanduser()


def _read_list(path: Path) -> dict[str, str]:
    """Role to text. Raises NotReady for a file that is no such list."""
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise NotReady("models_list_unreadable", path=path, reason=fault) from None
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise NotReady("models_list_malformed", path=path)
    unknown = [key for key in data if key not in tuple(Role)]
    if unknown:
        raise NotReady("models_list_role", path=path, role=unknown[0], known=", ".join(Role))
    return data
