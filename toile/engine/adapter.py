"""Pictures in the prompt: IP-Adapter (Ye et al. 2023, arXiv 2308.06721), its plain form of a few tokens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image

from toile.compute.layers import Layers, Values, Weights, widen
from toile.compute.listing import list_weights
from toile.engine.architecture import UNet, VisionEncoder, read_vision
from toile.engine.checkpoint import read_json
from toile.engine.clip import build_vision
from toile.engine.layout import Place
from toile.engine.model import Model
from toile.engine.tensors import open_tensors
from toile.engine.unet import Canvas, build_unet
from toile.engine.weights import Stored
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Floats

Run = Callable[[Callable[[Layers], Any], Mapping[str, Floats]], Mapping[str, Floats]]
ENCODER = "image_encoder"  # the folder beside an adapter that holds CLIP's image encoder
# What CLIP's pictures were normalised by: OpenAI's figures, https://github.com/openai/CLIP.
_MEAN, _SPREAD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
_PROJECTION = "image_proj.proj.weight"
_EPS = 1e-5


class Sighted(Protocol):
    """What puts a picture into a prompt. `vision`: the weights of the network that looks at it."""

    @property
    def vision(self) -> Stored: ...

    def write(self, g: Layers) -> Any:
        """The network that looks at pictures."""
        ...

    def weights(self, unet: Weights, plan: UNet) -> Weights:
        """A U-Net's weights, and those that are added to it."""
        ...

    def see(self, rgb: RGB | None, run: Run) -> Floats:
        """The tokens [N, D] of a picture [H, W, 3]; of none for the negative prompt."""
        ...


@dataclass(frozen=True)
class Adapter:
    """An adapter's file, how many `tokens` it makes of a picture, and the image encoder that goes with it."""

    path: Path
    tokens: int
    stored: Stored
    plan: VisionEncoder
    vision: Stored

    def weights(self, unet: Weights, plan: UNet) -> Weights:
        """A U-Net's weights, and those that the adapter adds to it."""
        own = Stored(self.stored.tensors, lambda name: Place(find_places(plan)[name]))

        def find(name: str, shape: tuple[int, ...]) -> Values:
            return own(name, shape) if "_ip." in name else unet(name, shape)

        return find

    def write(self, g: Layers) -> Any:
        """The image encoder's network."""
        return build_vision(g, self.plan, 1)

    def see(self, rgb: RGB | None, run: Run) -> Floats:
        """The tokens [N, D] of a picture [H, W, 3]; of none for the negative prompt."""
        if rgb is None:
            return self.project(np.zeros(self.plan.projection, np.float32))
        return self.project(run(self.write, {"picture": prepare(rgb, self.plan.side)[None]})["pooled"][0])

    def project(self, pooled: Floats) -> Floats:
        """What an image encoder says of a picture [P] as tokens [N, D] for the U-Net."""
        tensors = self.stored.tensors
        weight, bias = (widen(tensors.read(f"image_proj.proj.{part}")) for part in ("weight", "bias"))
        scale, shift = (widen(tensors.read(f"image_proj.norm.{part}")) for part in ("weight", "bias"))
        tokens = (weight @ pooled + bias).reshape(self.tokens, -1)
        spread = np.sqrt(tokens.var(axis=1, keepdims=True) + _EPS)
        return np.asarray((tokens - tokens.mean(axis=1, keepdims=True)) / spread * scale + shift, np.float32)


def read_adapter(path: Path, model: Model) -> Adapter:
    """The adapter in a .safetensors file, with the folder `image_encoder` beside it.

    Raises BadRequest: as `read_header`; `adapter_kind` for one of another form, `adapter_family` for one for another
    kind of checkpoint, `checkpoint_part_missing` where there is no image encoder.
    """
    tensors = open_tensors(path)
    shape = tensors.shapes.get(_PROJECTION)
    if shape is None or "image_proj.norm.weight" not in tensors.shapes:
        raise BadRequest("adapter_kind", name=path.name)
    wide = tensors.shapes["image_proj.norm.weight"][0]
    if wide != model.unet.text or not set(find_places(model.unet).values()) <= tensors.shapes.keys():
        raise BadRequest("adapter_family", name=path.name, model=model.name)
    folder = path.parent / ENCODER
    try:
        plan = read_vision(read_json(path.parent, f"{ENCODER}/config.json"))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadRequest("checkpoint_broken", name=f"{ENCODER}/config.json") from fault
    if not (folder / "model.safetensors").is_file():
        raise BadRequest("checkpoint_part_missing", name=path.name, part=f"{ENCODER}/model.safetensors")
    if plan.projection != shape[1]:
        raise BadRequest("adapter_family", name=path.name, model=ENCODER)
    vision = Stored(open_tensors(folder / "model.safetensors"))
    return Adapter(path, shape[0] // wide, Stored(tensors), plan, vision)


def find_places(plan: UNet) -> Mapping[str, str]:
    """Where an adapter's weights are. It counts a U-Net's attentions on the way down, up, and in the middle; the second
    of every block is its own."""
    names = [
        name
        for name in list_weights(lambda g: build_unet(g, plan, Canvas(1, 8, 8, image=1)))
        if "_ip." in name
    ]
    order = ("down", "up", "mid")
    blocks = sorted(
        dict.fromkeys(name.partition(".to_")[0] for name in names),
        key=lambda name: order.index(name.partition("_")[0]),
    )
    numbers = {block: 2 * number + 1 for number, block in enumerate(blocks)}
    return {name: _key(name, numbers) for name in names}


def _key(name: str, numbers: Mapping[str, int]) -> str:
    block, _, part = name.partition(".to_")
    return f"ip_adapter.{numbers[block]}.to_{part}"


def prepare(rgb: RGB, side: int) -> Floats:
    """A picture [H, W, 3] as CLIP sees it [3, side, side]: its middle, normalised."""
    height, width = rgb.shape[:2]
    share = side / min(height, width)
    size = (max(round(width * share), side), max(round(height * share), side))
    small = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC), np.float32)
    top, left = (size[1] - side) // 2, (size[0] - side) // 2
    middle = small[top : top + side, left : left + side] / np.float32(255)
    mean, spread = np.array(_MEAN, np.float32), np.array(_SPREAD, np.float32)
    return np.asarray(((middle - mean) / spread).transpose(2, 0, 1), np.float32)
