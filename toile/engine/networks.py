"""Networks: a model's U-Net, VAE, text encoders and ControlNets, ready when first needed.

On a processor one row is run at a time: two together are no faster, and so a picture is the same to the bit whoever
else is being served. On a graphics card rows of one kind share a run.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

import numpy as np

from toile.compute.backend import Arrays, Backend
from toile.compute.layers import Layers, Weights
from toile.compute.listing import list_weights
from toile.engine.batcher import Row
from toile.engine.cache import Cache
from toile.engine.clip import build_text
from toile.engine.conditioning import Conditioning, Hint
from toile.engine.model import TEXTS, Control, Model, Prediction, read_control
from toile.engine.sigmas import span
from toile.engine.text import Text
from toile.engine.unet import Canvas, build_control, build_unet
from toile.engine.vae import build_decoder, build_encoder
from toile.engine.weights import Patch, Patched
from toile.errors import BadRequest
from toile.pixels.arrays import Floats

# Bytes between a U-Net's layers for a place of the latent and a channel of its finest level: what is kept for the way
# up, and attention's four times as wide middle. A generous guess, to be measured on a card.
_BETWEEN = 400
_SMALL = (1, 8, 8)  # a canvas on which a network names its weights

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
        return shapes, tuple((hint.path, hint.weight, hint.mode) for hint in self.hints)


@dataclass
class Networks:
    """The networks of one model, with the patches of one set of LoRAs."""

    model: Model
    cache: Cache
    backend: Backend
    patches: Patches = field(default_factory=dict)
    _weights: dict[Hashable, Weights] = field(default_factory=dict)
    _controls: dict[Path, Control] = field(default_factory=dict)

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
        plan, normed = self.model.texts[number], len(self.model.texts) == 1
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
        x = np.asarray(row.x * np.float32(1 / sqrt(row.sigma**2 + 1)), np.float32)
        time: Floats = np.array(span().time(row.sigma), np.float32)
        given = {"x": x, "time": time, "text": text.tokens, **_said_of_all(text, asked)}
        if asked.masked is not None:
            given["masked"] = asked.masked
        hints = tuple(hint for hint in asked.hints if hint.applies(row.done / row.steps, asked.negative))
        return _Asked(row, asked, hints, given)

    def _denoise(self, some: Sequence[_Asked]) -> list[Floats]:
        """Rows of one kind, together."""
        given = {name: np.stack([one.given[name] for one in some]) for name in some[0].given}
        batch, _, height, width = given["x"].shape
        canvas = Canvas(batch, height, width, given["text"].shape[1])
        hinted = self._hinted(some, given, canvas)
        if "masked" in given:
            given["x"] = np.concatenate((given["x"], given.pop("masked")), 1)
        canvas = Canvas(batch, height, width, canvas.tokens, bool(hinted))
        plan = self.model.unet
        said = self._run("unet", canvas, lambda g: build_unet(g, plan, canvas), {**given, **hinted})["noise"]
        return [self._picture(one.row, noise) for one, noise in zip(some, said, strict=True)]

    def _picture(self, row: Row, said: Floats) -> Floats:
        """The U-Net's answer made into a picture (Karras et al. 2022, arXiv 2206.00364, table 1)."""
        if self.model.prediction is Prediction.VELOCITY:
            scale = 1 / sqrt(row.sigma**2 + 1)
            return np.asarray(row.x * scale**2 - said * np.float32(row.sigma * scale), np.float32)
        return np.asarray(row.x - said * np.float32(row.sigma), np.float32)

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
                lambda g, control=control: build_control(g, control.unet, canvas, factor),  # type: ignore[misc]
                {**given, "hint": pictures},
            )
            for layer, name in enumerate(said):
                share = np.float32(hint.share(layer, len(said)))
                total[name] = total[name] + share * said[name] if name in total else share * said[name]
        return total

    def _run(
        self, part: str | Path, shape: Hashable, write: Callable[[Layers], object], given: Arrays
    ) -> Arrays:
        return self.backend.run(part, shape, lambda: self._source(part), write, given)

    def _source(self, part: str | Path) -> Weights:
        """A part's weights as the back end wants them, patched."""
        if part not in self._weights:
            source = self._controls[part].source if isinstance(part, Path) else self.model.sources[part]
            ready: Weights = source
            if self.backend.widens:
                name = "control" if isinstance(part, Path) else part
                ready = self.cache.widened(name, source, list_weights(self._writer(part)))
            patches = {} if isinstance(part, Path) else self.patches.get(part, {})
            self._weights[part] = Patched(ready, patches) if patches else ready
        return self._weights[part]

    def _writer(self, part: str | Path) -> Callable[[Layers], object]:
        """Writes a part on a small canvas, for the names of its weights."""
        factor, vae = self.model.vae.factor, self.model.vae
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
