"""Networks: a model's U-Net, VAE, text encoders and ControlNets, ready when first needed.

On a processor one row is run at a time: two together are no faster, and so a picture is the same to the bit whoever
else is being served. On a graphics card rows of one kind share a run.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from toile.compute.backend import Arrays, Backend
from toile.compute.layers import Layers, Weights
from toile.compute.listing import list_weights
from toile.engine import prediction
from toile.engine.adapter import Sighted, read_adapter
from toile.engine.batcher import Row
from toile.engine.cache import Cache
from toile.engine.clip import build_text
from toile.engine.conditioning import Conditioning, Hint
from toile.engine.garments import read_garments
from toile.engine.model import TEXTS, Control, Model, read_control
from toile.engine.text import Text
from toile.engine.unet import Canvas, build_control, build_unet
from toile.engine.vae import build_decoder, build_encoder
from toile.engine.weights import Patch, Patched, Stored
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Floats

# Bytes between a U-Net's layers for a place of the latent and a channel of its finest level: what is kept for the way
# up, and attention's four times as wide middle. A generous guess, to be measured on a card.
_BETWEEN = 400
_SIGHT = ("image", "image_weight")
_SMALL = (1, 8, 8)  # a canvas on which a network names its weights

# A part by name; a ControlNet by its path; an adapter's image encoder ("vision"), or the U-Net with an adapter.
Part = str | Path | tuple[str, Path]
Patches = Mapping[str, Mapping[str, tuple[Patch, ...]]]  # by part, by the name of the weights


@dataclass(frozen=True)
class _Asked:
    """A row on its way into the network: what is given, and which rows it can go with."""

    row: Row
    asked: Conditioning
    hints: tuple[Hint, ...]
    given: Mapping[str, Floats]  # without the batch

    @property
    def kind(self) -> Hashable:
        shapes = tuple((name, values.shape) for name, values in self.given.items())
        sight = self.asked.sight.path if self.asked.sight else None
        return shapes, sight, tuple((hint.path, hint.weight, hint.mode) for hint in self.hints)


@dataclass
class Networks:
    """The networks of one model, with the patches of one set of LoRAs."""

    model: Model
    cache: Cache
    backend: Backend
    patches: Patches = field(default_factory=dict)
    _weights: dict[Hashable, Weights] = field(default_factory=dict)
    _controls: dict[Path, Control] = field(default_factory=dict)
    _adapters: dict[Path, Sighted] = field(default_factory=dict)

    def __call__(self, rows: Sequence[Row]) -> Sequence[Floats]:
        """The denoised image [C, h, w] of every row, whose conditioning is a `Conditioning`."""
        asked = [self._prepare(row) for row in rows]
        if not self.backend.batches:
            return [self._denoise([one])[0] for one in asked]
        groups: dict[Hashable, list[int]] = {}
        for number, one in enumerate(asked):
            groups.setdefault(one.kind, []).append(number)
        found: dict[int, Floats] = {}
        for numbers in groups.values():
            said = self._denoise([asked[number] for number in numbers])
            found |= dict(zip(numbers, said, strict=True))
        return [found[number] for number in range(len(rows))]

    def count_rows(self, height: int, width: int) -> int:
        """How many rows of latents so large fit into one run."""
        return self.backend.count_rows(height * width * self.model.unet.widths[0] * _BETWEEN)

    def encode_text(self, number: int, skip: int, tokens: Floats) -> tuple[Floats, Floats]:
        """A text encoder's answer to the vectors [T, D] of a chunk: the layer `skip` from the end, and the last."""
        plan, normed = self.model.texts[number], not self.model.xl
        said = self._run(
            TEXTS[number],
            skip,
            lambda g: build_text(g, plan, 1, skip=skip, normed=normed),
            {"tokens": tokens[None]},
        )
        return said["hidden"][0], said["last"][0]

    def decode(self, latent: Floats) -> Floats:
        """A picture [3, H, W], -1..1, of a latent [C, h, w] as the decoder takes it."""
        shape = latent.shape[1:]
        plan = self.model.vae
        said = self._run(
            "vae", ("decoder", shape), lambda g: build_decoder(g, plan, 1, *shape), {"latent": latent[None]}
        )
        return np.asarray(said["picture"][0])

    def encode(self, picture: Floats) -> Floats:
        """The moments [2 C, h, w] of a picture [3, H, W], -1..1."""
        shape = picture.shape[1:]
        plan = self.model.vae
        said = self._run(
            "vae", ("encoder", shape), lambda g: build_encoder(g, plan, 1, *shape), {"picture": picture[None]}
        )
        return np.asarray(said["moments"][0])

    def adapter(self, path: Path) -> Sighted:
        """An IP-Adapter, or in a folder a try-on branch. Raises BadRequest where it is none, or none for this model."""
        if path not in self._adapters:
            read = read_garments if path.is_dir() else read_adapter
            self._adapters[path] = read(path, self.model)
        return self._adapters[path]

    def see(self, path: Path, rgb: RGB | None) -> Floats:
        """The tokens [N, D] that the adapter at a path makes of a picture [H, W, 3]; of none for the negative
        prompt."""
        return self.adapter(path).see(rgb, lambda write, given: self._run(("vision", path), 1, write, given))

    def control(self, path: Path) -> Control:
        """A ControlNet. Raises BadRequest where it is none, or none for this model (`control_family`)."""
        if path not in self._controls:
            found = read_control(path)
            if (found.unet.text, found.unet.widths) != (self.model.unet.text, self.model.unet.widths):
                raise BadRequest("control_family", name=path.name, model=self.model.name)
            self._controls[path] = found
        return self._controls[path]

    def _prepare(self, row: Row) -> _Asked:
        """What a row gives to the network."""
        asked = row.conditioning
        assert isinstance(asked, Conditioning)
        text = asked.text_at(row.done)
        x = prediction.scale(self.model.prediction, row.x, row.sigma)
        time: Floats = np.array(
            prediction.time(self.model.prediction, row.sigma, self.model.span), np.float32
        )
        given = {"x": x, "time": time, "text": text.tokens, **_said_of_all(text, asked)}
        if asked.masked is not None:
            given["masked"] = asked.masked
        share = row.done / row.steps
        if asked.sight and asked.sight.applies(share):
            given["image"] = asked.sight.tokens
            given["image_weight"] = np.full((1, 1), asked.sight.weight, np.float32)
        hints = tuple(hint for hint in asked.hints if hint.applies(share, asked.negative))
        return _Asked(row, asked, hints, given)

    def _denoise(self, some: Sequence[_Asked]) -> list[Floats]:
        """Rows of one kind, together."""
        given = {name: np.stack([one.given[name] for one in some]) for name in some[0].given}
        batch, _, height, width = given["x"].shape
        canvas = Canvas(batch, height, width, given["text"].shape[1])
        sights: dict[str, Floats] = {name: given.pop(name) for name in _SIGHT if name in given}
        hinted = self._hinted(some, given, canvas)
        if "masked" in given:
            given["x"] = np.concatenate((given["x"], given.pop("masked")), 1)
        sight = some[0].asked.sight if sights else None
        canvas = Canvas(batch, height, width, canvas.tokens, bool(hinted), len(sight.tokens) if sight else 0)
        plan = self.model.unet
        part: Part = ("unet", sight.path) if sight else "unet"
        whole: dict[str, Floats] = {**given, **hinted, **sights}
        said = self._run(part, canvas, lambda g: build_unet(g, plan, canvas), whole)["noise"]
        kind = self.model.prediction
        rows = [one.row for one in some]
        return [
            prediction.picture(kind, row.x, noise, row.sigma) for row, noise in zip(rows, said, strict=True)
        ]

    def _hinted(self, some: Sequence[_Asked], given: Arrays, canvas: Canvas) -> dict[str, Floats]:
        """What ControlNets add to the U-Net's layers, all of them together; empty where there are none."""
        total: dict[str, Floats] = {}
        factor = self.model.vae.factor
        for number, hint in enumerate(some[0].hints):
            control = self.control(hint.path)
            pictures = np.stack([one.hints[number].picture for one in some])
            said = self._run(
                control.path,
                canvas,
                partial(build_control, plan=control.unet, canvas=canvas, factor=factor),
                {**given, "hint": pictures},
            )
            for layer, name in enumerate(said):
                share = np.float32(hint.share(layer, len(said)))
                total[name] = total[name] + share * said[name] if name in total else share * said[name]
        return total

    def _run(self, part: Part, shape: Hashable, write: Callable[[Layers], object], given: Arrays) -> Arrays:
        return self.backend.run(part, shape, lambda: self._source(part), write, given)

    def _source(self, part: Part) -> Weights:
        """A part's weights as the back end wants them, patched."""
        if part not in self._weights:
            self._weights[part] = self._open(part)
        return self._weights[part]

    def _open(self, part: Part) -> Weights:
        if isinstance(part, tuple) and part[0] == "unet":
            return self._adapters[part[1]].weights(self._source("unet"), self.model.unet)
        source = self._stored(part)
        ready: Weights = source
        if self.backend.widens:
            name = part if isinstance(part, str) else "control" if isinstance(part, Path) else part[0]
            ready = self.cache.widened(name, source, list_weights(self._writer(part)))
        patches = self.patches.get(part, {}) if isinstance(part, str) else {}
        return Patched(ready, patches) if patches else ready

    def _stored(self, part: Part) -> Stored:
        """Where a part's weights are kept."""
        if isinstance(part, tuple):
            return self._adapters[part[1]].vision
        return self._controls[part].source if isinstance(part, Path) else self.model.sources[part]

    def _writer(self, part: Part) -> Callable[[Layers], object]:
        """Writes a part on a small canvas, for the names of its weights."""
        factor, vae = self.model.vae.factor, self.model.vae
        if isinstance(part, tuple):
            return self._adapters[part[1]].write
        if isinstance(part, Path):
            control = self._controls[part].unet
            return lambda g: build_control(g, control, Canvas(*_SMALL), factor)
        if part == "unet":
            return lambda g: build_unet(g, self.model.unet, Canvas(*_SMALL))
        if part == "vae":
            return lambda g: (
                build_encoder(g, vae, 1, 8 * factor, 8 * factor),
                build_decoder(g, vae, *_SMALL),
            )
        return lambda g: build_text(g, self.model.texts[TEXTS.index(part)], 1)


def _said_of_all(text: Text, asked: Conditioning) -> dict[str, Floats]:
    """What SDXL is told of the whole picture."""
    if text.pooled is None:
        return {}
    return {"pooled": text.pooled, "sizes": np.array(asked.sizes, np.float32)}
