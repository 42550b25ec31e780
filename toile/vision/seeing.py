"""Which networks see for a method, beside or in the place of the classical ways. None is needed."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from toile.domain.recipe import Licence
from toile.pixels.arrays import RGB, Floats, Mask
from toile.vision.borrowed.classes import SelfieClasses
from toile.vision.borrowed.face import FaceReader
from toile.vision.borrowed.matte import Matte
from toile.vision.borrowed.pointer import find_pointer
from toile.vision.borrowed.recognise import Recognised, recognise
from toile.vision.borrowed.registry import Role
from toile.vision.borrowed.simcc import SimccPose
from toile.vision.pose import PoseEstimator


@dataclass(frozen=True)
class Part:
    """A network that was pointed to: what a recipe says of it. `sha256` of the file."""

    model: str
    sha256: str
    licence: Licence


@dataclass(frozen=True)
class Seeing:
    """What sees, where somebody pointed to it; None leaves it to the classical way.

    `cutout` gives how much of every pixel is subject [H, W], `parsing` shares of six classes [6, H, W], `identity` a
    face's vector. `parts` says for every role what it came from.
    """

    pose: PoseEstimator | None = None
    cutout: Callable[[RGB], Mask] | None = None
    parsing: Callable[[RGB], Floats] | None = None
    identity: FaceReader | None = None
    parts: Mapping[Role, Part] | None = None

    def licences(self, *roles: Role) -> tuple[Licence, ...]:
        """Those of the networks in these roles, for a recipe."""
        return tuple(part.licence for role, part in (self.parts or {}).items() if role in roles)

    def settings(self, *roles: Role) -> Mapping[str, str]:
        """Names and hashes of the networks in these roles, for a recipe: they decide pixels."""
        chosen = {role: part for role, part in (self.parts or {}).items() if role in roles}
        return {f"{role}_model": f"{part.model} sha256:{part.sha256}" for role, part in chosen.items()}


def open_seeing(stated: Mapping[str, str], folder: Path) -> Seeing:
    """The networks that the environment (`stated`, by role) and `models.json` in `folder` point to.

    Files are told and hashed here, and made ready when they are first asked. Raises NotReady for a file that is not
    what it should be.
    """
    pointers = [find_pointer(role, stated, folder) for role in Role]
    found = {pointer.role: recognise(pointer) for pointer in pointers if pointer}
    pose, cutout, parsing, identity = (found.get(role) for role in Role)
    return Seeing(
        pose=SimccPose(pose) if pose else None,
        cutout=Matte(cutout) if cutout else None,
        parsing=SelfieClasses(parsing) if parsing else None,
        identity=FaceReader(identity) if identity else None,
        parts={role: _account(network) for role, network in found.items()},
    )


def _account(network: Recognised) -> Part:
    with network.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(network.model.name, digest, network.model.as_licence())
