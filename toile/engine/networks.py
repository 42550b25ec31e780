"""Networks: a model's U-Net, VAE, text encoders and ControlNets on this machine's processor, ready when first needed.

OpenVINO runs them; nothing of PyTorch is loaded. One row is run at a time: on a processor two together are no faster,
and so a picture is the same to the bit whoever else is being served.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

import numpy as np

from toile.compute.graph import Weights, choose_precision, compile_graph
from toile.compute.network import Network
from toile.engine.batcher import Row
from toile.engine.cache import Cache
from toile.engine.clip import build_text
from toile.engine.conditioning import Conditioning, Hint
from toile.engine.model import TEXTS, Control, Model, Prediction, read_control
from toile.engine.sigmas import span
from toile.engine.text import Text
from toile.engine.unet import Canvas, build_control, build_unet
from toile.engine.vae import build_decoder, build_encoder
from toile.engine.weights import Listing, Patch, Patched, Stored
from toile.errors import BadRequest
from toile.pixels.arrays import Floats

_OPEN = 4  # graphs kept ready; each holds its weights once more
_SMALL = (1, 8, 8)  # a canvas on which a network names its weights

Patches = Mapping[str, Mapping[str, tuple[Patch, ...]]]  # by part, by the name of the weights


@dataclass
class Networks:
    """The networks of one model, with the patches of one set of LoRAs. Owns compiled graphs; the least recently used
    go first."""

    model: Model
    cache: Cache
    patches: Patches = field(default_factory=dict)
    precision: str = ""
    _open: OrderedDict[Hashable, Network] = field(default_factory=OrderedDict)
    _weights: dict[Hashable, Weights] = field(default_factory=dict)
    _controls: dict[Path, Control] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.precision = self.precision or choose_precision()

    @property
    def warm(self) -> bool:
        """Whether anything is ready to run."""
        return bool(self._open)

    def __call__(self, rows: Sequence[Row]) -> Sequence[Floats]:
        """The denoised image [C, h, w] of every row, whose conditioning is a `Conditioning`."""
        return [self._denoise(row) for row in rows]

    def encode_text(self, number: int, skip: int, tokens: Floats) -> tuple[Floats, Floats]:
        """A text encoder's answer to the vectors [T, D] of a chunk: the layer `skip` from the end, and the last."""
        plan = self.model.texts[number]
        normed = len(self.model.texts) == 1
        network = self._ready(
            ("text", number, skip),
            lambda: build_text(self._source(TEXTS[number]), plan, 1, skip=skip, normed=normed),
        )
        said = self._run(network, {"tokens": tokens[None]})
        return said["hidden"][0], said["last"][0]

    def decode(self, latent: Floats) -> Floats:
        """A picture [3, H, W], -1..1, of a latent [C, h, w] as the decoder takes it."""
        _, height, width = latent.shape
        network = self._ready(
            ("decoder", height, width),
            lambda: build_decoder(self._source("vae"), self.model.vae, 1, height, width),
        )
        return np.asarray(self._run(network, {"latent": latent[None]})["picture"][0])

    def encode(self, picture: Floats) -> Floats:
        """The moments [2 C, h, w] of a picture [3, H, W], -1..1."""
        _, height, width = picture.shape
        network = self._ready(
            ("encoder", height, width),
            lambda: build_encoder(self._source("vae"), self.model.vae, 1, height, width),
        )
        return np.asarray(self._run(network, {"picture": picture[None]})["moments"][0])

    def _denoise(self, row: Row) -> Floats:
        """One row: the U-Net's answer made into a picture (Karras et al. 2022, arXiv 2206.00364, table 1)."""
        asked = row.conditioning
        assert isinstance(asked, Conditioning)
        scale = 1 / sqrt(row.sigma**2 + 1)
        x = np.asarray(row.x * np.float32(scale), np.float32)
        text = asked.text_at(row.done)
        time: Floats = np.array([span().time(row.sigma)], np.float32)
        given = {"time": time, "text": text.tokens[None], **_said_of_all(text, asked)}
        _, height, width = x.shape
        canvas = Canvas(1, height, width, len(text.tokens))
        hints = [hint for hint in asked.hints if hint.applies(row.done / row.steps, asked.negative)]
        control = self._hinted(hints, {**given, "x": x[None]}, canvas)
        seen = x if asked.masked is None else np.concatenate((x, asked.masked))
        given |= {"x": seen[None], **control}
        said = self._run(self._unet(canvas, bool(control)), given)["noise"][0]
        if self.model.prediction is Prediction.VELOCITY:
            return np.asarray(row.x * scale**2 - said * np.float32(row.sigma * scale), np.float32)
        return np.asarray(row.x - said * np.float32(row.sigma), np.float32)

    def _unet(self, canvas: Canvas, controlled: bool) -> Network:
        canvas = Canvas(canvas.batch, canvas.height, canvas.width, canvas.tokens, controlled)
        return self._ready(
            ("unet", canvas), lambda: build_unet(self._source("unet"), self.model.unet, canvas)
        )

    def _hinted(
        self, hints: Sequence[Hint], given: Mapping[str, Floats], canvas: Canvas
    ) -> dict[str, Floats]:
        """What ControlNets add to the U-Net's layers, all of them together; empty where there are none."""
        total: dict[str, Floats] = {}
        for hint in hints:
            control = self.control(hint.path)
            network = self._ready(
                ("control", hint.path, canvas),
                lambda control=control: build_control(  # type: ignore[misc]
                    self._control_source(control), control.unet, canvas, self.model.vae.factor
                ),
            )
            said = self._run(network, {**given, "hint": hint.picture[None]})
            for number, name in enumerate(said):
                share = np.float32(hint.share(number, len(said)))
                total[name] = total[name] + share * said[name] if name in total else share * said[name]
        return total

    def control(self, path: Path) -> Control:
        """A ControlNet. Raises BadRequest where it is none, or none for this model (`control_family`)."""
        if path not in self._controls:
            found = read_control(path)
            if (found.unet.text, found.unet.widths) != (self.model.unet.text, self.model.unet.widths):
                raise BadRequest("control_family", name=path.name, model=self.model.name)
            self._controls[path] = found
        return self._controls[path]

    @staticmethod
    def _run(network: Network, given: Mapping[str, Floats]) -> dict[str, Floats]:
        said: dict[str, Floats] = network(
            *(np.ascontiguousarray(given[name], np.float32) for name in network.inputs)
        )
        return said

    def _ready(self, key: Hashable, build: Callable[[], object]) -> Network:
        """The graph of that key, made if it is not there."""
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        while len(self._open) >= _OPEN:
            self._open.popitem(last=False)
        self._open[key] = compile_graph(build(), self.precision)
        return self._open[key]

    def _source(self, part: str) -> Weights:
        """A part's weights, as this processor computes in them, patched."""
        if part not in self._weights:
            listing = Listing()
            self._list(part, listing)
            self._weights[part] = self._prepared(part, self.model.sources[part], listing)
        return self._weights[part]

    def _control_source(self, control: Control) -> Weights:
        if control.path not in self._weights:
            listing = Listing()
            build_control(listing, control.unet, Canvas(*_SMALL), self.model.vae.factor)
            self._weights[control.path] = self._prepared("control", control.source, listing)
        return self._weights[control.path]

    def _prepared(self, part: str, source: Stored, listing: Listing) -> Weights:
        ready = self.cache.widened(part, source, listing.asked)
        patches = self.patches.get(part, {})
        return Patched(ready, patches) if patches else ready

    def _list(self, part: str, listing: Listing) -> None:
        """Let a part name its weights."""
        if part == "unet":
            build_unet(listing, self.model.unet, Canvas(*_SMALL))
        elif part == "vae":
            factor = self.model.vae.factor
            build_encoder(listing, self.model.vae, 1, 8 * factor, 8 * factor)
            build_decoder(listing, self.model.vae, *_SMALL)
        else:
            build_text(listing, self.model.texts[TEXTS.index(part)], 1)


def _said_of_all(text: Text, asked: Conditioning) -> dict[str, Floats]:
    """What SDXL is told of the whole picture."""
    if text.pooled is None:
        return {}
    return {"pooled": text.pooled[None], "sizes": np.array([asked.sizes], np.float32)}
