"""Garments in the prompt: the try-on branch of a checkpoint, in a folder beside its other parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from toile.compute.layers import Layers, Values, Weights
from toile.domain.geometry import Size
from toile.engine.adapter import Run
from toile.engine.architecture import UNet
from toile.engine.checkpoint import read_json
from toile.engine.model import Model
from toile.engine.piece import FACTOR, build_piece
from toile.engine.tensors import open_tensors
from toile.engine.weights import Stored
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Floats
from toile.pixels.resize import ResizeMode, resize

_KIND = "ToileGarment"
_WEIGHTS = "model.safetensors"


@dataclass(frozen=True)
class Garments:
    """A try-on branch that looks at pictures of one `size`, as tokens `wide` numbers long."""

    path: Path
    size: Size
    wide: int
    vision: Stored

    def write(self, g: Layers) -> Any:
        """The network that looks at garments."""
        return build_piece(g, self.wide, 1, self.size.height, self.size.width)

    def weights(self, unet: Weights, plan: UNet) -> Weights:
        """A U-Net's weights, and those that attend to the garment."""

        def find(name: str, shape: tuple[int, ...]) -> Values:
            return (self.vision if "_ip." in name else unet)(name, shape)

        return find

    def see(self, rgb: RGB | None, run: Run) -> Floats:
        """The tokens [N, D] of a garment's picture [H, W, 3], whole; of none they are zeros, which add nothing."""
        count = self.size.height // FACTOR * (self.size.width // FACTOR)
        if rgb is None:
            return np.zeros((count, self.wide), np.float32)
        whole = resize(rgb, self.size, ResizeMode.FILL).astype(np.float32).transpose(2, 0, 1)
        given: Mapping[str, Floats] = {"piece": whole[None] / np.float32(127.5) - 1}
        return np.asarray(run(self.write, given)["tokens"][0], np.float32)


def read_garments(path: Path, model: Model) -> Garments:
    """The try-on branch in a folder. Raises BadRequest: `checkpoint_part_missing` where a file is, `adapter_kind` for
    a folder of another kind, `adapter_family` for one that belongs to another checkpoint."""
    config = read_json(path, "config.json")
    if config.get("_class_name") != _KIND:
        raise BadRequest("adapter_kind", name=path.name)
    if not (path / _WEIGHTS).is_file():
        raise BadRequest("checkpoint_part_missing", name=path.name, part=_WEIGHTS)
    stored = Stored(open_tensors(path / _WEIGHTS))
    try:
        size = Size(int(config["width"]), int(config["height"]))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadRequest("checkpoint_broken", name=f"{path.name}/config.json") from fault
    if stored.find("piece.out.bias") != (model.unet.text,):
        raise BadRequest("adapter_family", name=path.name, model=model.name)
    return Garments(path, size, model.unet.text, stored)
