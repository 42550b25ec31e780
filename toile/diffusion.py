"""Stable Diffusion from end to end: a checkpoint on disk and a request to pictures that say how they were made.

    from toile import Engine

    engine = Engine("models/dreamshaper.safetensors")
    for picture in engine.create("a woman in a red dress, studio", steps=25, seed=1, count=2):
        picture.save(f"{picture.seed}.png")

The command line and every later shell go through here.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from toile import settings
from toile.compute.backend import Backend, choose_backend
from toile.compute.guest import ask_guest
from toile.compute.memory import count_free
from toile.domain.look import Notice, Severity
from toile.domain.recipe import Ingredient, Licence, Recipe
from toile.engine.batcher import Batcher, Progress
from toile.engine.budget import plan_memory, plan_weights
from toile.engine.cache import Cache
from toile.engine.collection import find_checkpoint, find_file, list_networks
from toile.engine.grid import Axis, plan_grid
from toile.engine.kit import Kit
from toile.engine.latents import glance
from toile.engine.lora import Strength, merge, read_lora
from toile.engine.making import Made, Making, make
from toile.engine.model import Model, read_model
from toile.engine.names import AUTOMATIC, choose
from toile.engine.networks import Networks
from toile.engine.parameters import write_parameters
from toile.engine.prediction import Prediction
from toile.engine.relay import Relay
from toile.engine.request import Request
from toile.engine.text import Learned, Reader, read_learned
from toile.engine.upscalers import PIXELS, Upscale, by_network
from toile.errors import BadRequest, Cancelled, NotReady
from toile.faces import restore_face
from toile.pixels.arrays import RGB, Mask
from toile.pixels.image import digest
from toile.pixels.metadata import PARAMETERS, recipe_texts
from toile.pixels.output import encode, save
from toile.pixels.sheet import draw_grid
from toile.prompts import extras
from toile.prompts.extras import take_networks
from toile.prompts.infotext import Infotext, write_infotext
from toile.version import VERSION

METHOD = "diffusion"
_KEPT = 2  # sets of LoRAs whose networks stay ready
_GIGABYTE = 1e9
_FLOW_SCHEDULE = "Simple"  # evenly in time
_FREE = ("Apache-2.0", "MIT", "CC0-1.0")  # licences that let pictures be sold
_SEEDS = 2**32 - 2  # AUTOMATIC1111 draws from as many


@dataclass(frozen=True)
class Step:
    """How far the pictures are: the `picture`-th of `count` has had `done` of `steps` answers. `preview` makes a small
    picture [h, w, 3] of what there is by now."""

    picture: int
    count: int
    done: int
    steps: int
    preview: Callable[[], RGB]


@dataclass(frozen=True)
class Created:
    """A picture [H, W, 3], its `seed`, how it was made as AUTOMATIC1111 writes it (`parameters`) and as a recipe,
    what is worth saying, and how long all of it took in seconds."""

    rgb: RGB
    seed: int
    parameters: Infotext
    recipe: Recipe
    notices: tuple[Notice, ...]
    seconds: float

    def save(self, path: str | Path) -> Path:
        """Write the picture; a PNG says how it was made. Raises BadRequest where it cannot be written."""
        path = Path(path)
        save(self.rgb, path, texts=self.texts)
        return path

    @property
    def texts(self) -> dict[str, str]:
        """What a PNG of it says."""
        return {**recipe_texts(self.recipe), PARAMETERS: write_infotext(self.parameters)}

    def _repr_png_(self) -> bytes:
        """For notebooks."""
        return encode(self.rgb, ".png")


class Engine:
    """Makes pictures with one checkpoint. Networks are made ready when they are first needed, and stay so.

    `data`: where caches, LoRAs (`models/lora`), embeddings (`models/embeddings`) and a tokenizer for single files
    (`models/tokenizer`) are; by default Toile's data folder. `device`: `cpu`, `cuda`, `mps`, or `auto` for the best
    that is there. `compiles`: networks that are run often on a card are compiled, for long batches. Not for several
    threads at once.
    """

    def __init__(
        self,
        checkpoint: str | Path,
        *,
        data: Path | None = None,
        device: str = "auto",
        compiles: bool = False,
        clock: Callable[[], float] = time.perf_counter,
        draw_seed: Callable[[], int] = lambda: secrets.randbelow(_SEEDS),
    ) -> None:
        """Raises BadRequest for a checkpoint that is none or not whole, NotReady where a tokenizer is missing."""
        self._data = data or settings.read().data
        self._clock, self._draw_seed = clock, draw_seed
        self._cache = Cache(self._data / "cache")
        self._device, self._compiles = device, compiles
        self.model: Model = read_model(Path(checkpoint), [self._data / "models" / "tokenizer"])
        self._networks: OrderedDict[object, Networks] = OrderedDict()
        self._refiner: Networks | None = None

    @property
    def usual(self) -> Mapping[str, Any]:
        """The fields of a request that the checkpoint has a say in: `size`; for some `steps`, `cfg` and `sampler`."""
        return {"size": self.model.native, **self.model.limits.usual}

    def create(
        self,
        prompt: str = "",
        *,
        request: Request | None = None,
        tell: Callable[[Step], None] = lambda step: None,
        **fields: Any,
    ) -> tuple[Created, ...]:
        """Pictures of a prompt; `fields` are those of `Request`, but that the size, and the steps, guidance and sampler
        of a checkpoint that says so, are its own where none are given. `tell` hears of every step; an exception of its
        own stops the work.

        Raises BadRequest for a request that makes no sense, NotReady where there is not enough memory.
        """
        began = self._clock()
        if request is None:
            fields = {**self.usual, **fields}
        fields |= {"prompt": prompt} if prompt else {}
        asked = replace(request or Request(), **fields)
        asked = replace(asked, prompt=_clean(asked.prompt), negative=_clean(asked.negative))
        asked.check()
        choice = choose(asked.sampler, asked.schedule)
        if self.model.prediction is Prediction.FLOW and choice.schedule == AUTOMATIC:
            # The samplers' own schedules are made for other levels.
            asked = replace(asked, sampler=choice.sampler, schedule=_FLOW_SCHEDULE)
        self.model.limits.check(asked.rounded)
        if asked.hires:
            self.model.limits.check(asked.hires.grow(asked.rounded))
        if asked.seed is None:
            asked = replace(asked, seed=self._draw_seed())
        plain, networks, hashes, notices = self._open(asked)
        if asked.restore_faces:
            self._find_face_network(asked.restore_faces)  # said before any work is done
        refiner = self._refine(asked)
        self._check_memory(asked)
        after = Kit(refiner, Reader(refiner.model, refiner.encode_text)) if refiner else None
        reader = Reader(self.model, networks.encode_text, self._learn(plain))
        kit = Kit(networks, reader, refiner=after, upscalers={**PIXELS, **self._find_upscalers()})
        asks = Relay(networks, refiner) if refiner else networks
        made = _run([make(plain, number, kit) for number in range(asked.count)], asks, self.model, tell)
        made = [self._restore(one, asked) for one in made]
        return tuple(self._finish(one, asked, hashes, notices, self._clock() - began) for one in made)

    def create_grid(
        self,
        request: Request,
        axes: Sequence[Axis],
        *,
        tell: Callable[[Step], None] = lambda step: None,
    ) -> tuple[RGB, ...]:
        """What becomes of a request when up to three of its values change: the first axis over the columns of a sheet
        [H, W, 3], the second over its rows, the third over sheets. AUTOMATIC1111's X/Y/Z plot.

        Raises as `create` and `plan_grid`, before the first picture where it can.
        """
        seed = self._draw_seed() if request.seed is None else request.seed
        cells = plan_grid(replace(request, seed=seed, count=1), axes)
        made = {_three(cell.values): self.create(request=cell.request, tell=tell)[0].rgb for cell in cells}
        x, y, z = (list(dict.fromkeys(values[place] for values in made)) for place in range(3))
        names = _three([f"{axis.name}: " for axis in axes])
        columns, rows = ([names[place] + value for value in some] for place, some in enumerate((x, y)))
        return tuple(draw_grid([[made[a, b, c] for a in x] for b in y], columns, rows) for c in z)

    def _open(self, asked: Request) -> tuple[Request, Networks, Mapping[str, str], tuple[Notice, ...]]:
        """The request without the tags of its prompts, the networks with what they name, and the hashes of that."""
        prompt, named = take_networks(asked.prompt)
        negative, _ = take_networks(asked.negative)
        notices: list[Notice] = []
        wanted: dict[Path, Strength] = {}
        for network in named:
            if network.kind not in ("lora", "lyco"):
                notices.append(Notice("network_unknown", Severity.WARNING, {"kind": network.kind}))
                continue
            said = extras.read_lora(network)
            path = find_file(self._data / "models" / "lora", said.name)
            if path is None:
                values = {"name": said.name, "folder": self._data / "models" / "lora"}
                notices.append(Notice("lora_missing", Severity.WARNING, values))
            else:
                wanted[path] = Strength(said.text, said.unet)
        hashes = {path.stem: self._cache.hash(path) for path in wanted}
        key = tuple(sorted((hashes[path.stem], one.text, one.unet) for path, one in wanted.items()))
        if key not in self._networks:
            patches = merge(read_lora(path, self.model, strength) for path, strength in wanted.items())
            while len(self._networks) >= _KEPT:
                self._networks.popitem(last=False)
            self._networks[key] = Networks(self.model, self._cache, self._backend(), patches)
        self._networks.move_to_end(key)
        return (
            replace(asked, prompt=prompt, negative=negative),
            self._networks[key],
            hashes,
            (*notices, *self._list_unknown(prompt, negative)),
        )

    def _list_unknown(self, prompt: str, negative: str) -> Iterator[Notice]:
        """What the checkpoint was not taught, said by name."""
        words = self.model.limits.find_unknown(f"{prompt} {negative}")
        if words:
            yield Notice(
                "words_unknown", Severity.WARNING, {"words": ", ".join(words), "name": self.model.name}
            )

    def _refine(self, asked: Request) -> Networks | None:
        """The networks of the checkpoint that takes over; the last one stays ready."""
        if asked.refiner is None or asked.refiner.switch == 1:
            return None
        path = find_checkpoint(str(asked.refiner.path), self._data / "models" / "checkpoints")
        if self._refiner is None or self._refiner.model.checkpoint.path != path:
            model = read_model(path, [self._data / "models" / "tokenizer"])
            same = [(one.vae.channels, one.vae.factor, one.vae.scale) for one in (model, self.model)]
            if same[0] != same[1] or model.prediction is not self.model.prediction:
                raise BadRequest("refiner_family", name=model.name, model=self.model.name)
            self._refiner = Networks(model, self._cache, self._backend())
        return self._refiner

    def _find_upscalers(self) -> dict[str, Upscale]:
        """The networks in the folder of upscalers, by name."""
        files = list_networks(self._data / "models" / "upscalers")
        return {path.stem: by_network(self._guest(path)) for path in files}

    def _find_face_network(self, name: str) -> Path:
        folder = self._data / "models" / "faces"
        files = {path.stem: path for path in list_networks(folder)}
        if name not in files:
            raise BadRequest("face_model_unknown", name=name, folder=folder, known=", ".join(files) or "-")
        return files[name]

    def _backend(self) -> Backend:
        return choose_backend(self._device, compiles=self._compiles)

    def _guest(self, path: Path) -> Callable[[RGB], RGB]:
        """A network of others' making, on the device where ours are."""
        device = self._backend().name.split()[0]
        return lambda rgb: ask_guest(path, rgb, device)

    def _restore(self, made: Made, asked: Request) -> Made:
        if not asked.restore_faces:
            return made
        rgb = restore_face(made.rgb, self._guest(self._find_face_network(asked.restore_faces)))
        if rgb is None:
            notice = Notice("face_unseen", Severity.WARNING, {})
            return replace(made, notices=(*made.notices, notice))
        return replace(made, rgb=rgb)

    def _learn(self, asked: Request) -> tuple[Learned, ...]:
        """The textual inversions that a prompt names."""
        said = f"{asked.prompt} {asked.negative}".lower()
        folder = self._data / "models" / "embeddings"
        files = sorted(path for path in folder.glob("*") if path.suffix.lower() == ".safetensors")
        return tuple(read_learned(path, self.model) for path in files if path.stem.lower() in said)

    def _check_memory(self, asked: Request) -> None:
        """Raises NotReady `memory_short` where the networks that are not ready yet, and a picture of that size, will
        not fit."""
        if any(networks.backend.warm for networks in self._networks.values()):
            return
        need, free = plan_memory(self.model, asked), count_free()
        if self._refiner and asked.refiner and not self._refiner.backend.warm:
            need += plan_weights(self._refiner.model)
        if need > free:
            rounded = [round(size / _GIGABYTE, 1) for size in (need, free)]
            raise NotReady("memory_short", name=self.model.name, need=rounded[0], free=rounded[1])

    def _licence(self) -> Licence:
        """Only who trained a checkpoint can say under which terms."""
        said = self.model.limits.licence
        return Licence(self.model.name, said or "unknown", said in _FREE)

    def _list_pictures(self, asked: Request) -> Iterator[Ingredient]:
        """The pictures and the other networks that a request names."""
        if asked.start:
            yield Ingredient("start", "init", digest(asked.start.rgb))
        if asked.start and asked.inpaint:
            yield Ingredient("mask", "mask", _hash_mask(asked.inpaint.mask))
        for unit in asked.controls:
            yield Ingredient("control", unit.path.stem, self._hash_network(unit.path))
            yield Ingredient("hint", unit.path.stem, digest(unit.rgb))
        if asked.refiner and self._refiner:
            yield Ingredient("refiner", self._refiner.model.name, self._hash_model(self._refiner.model))
        if asked.image:
            yield Ingredient("adapter", asked.image.path.stem, self._hash_network(asked.image.path))
            yield Ingredient("image", "image", digest(asked.image.rgb))

    def _hash_model(self, model: Model) -> str:
        """Of a single file, or of the U-Net in a folder."""
        path = model.checkpoint.path
        return self._cache.hash(path if model.checkpoint.single else model.checkpoint.parts["unet"])

    def _hash_network(self, path: Path) -> str:
        """Of a file, or of the weights in a folder."""
        return self._cache.hash(min(path.glob("*.safetensors")) if path.is_dir() else path)

    def _finish(
        self,
        made: Made,
        asked: Request,
        hashes: Mapping[str, str],
        notices: tuple[Notice, ...],
        seconds: float,
    ) -> Created:
        own = self._hash_model(self.model)
        refined = self._hash_model(self._refiner.model) if asked.refiner and self._refiner else ""
        parameters = write_parameters(asked, made.seed, made.variation, self.model.name, own, hashes, refined)
        ingredients = (
            Ingredient("checkpoint", self.model.name, own),
            *(Ingredient("lora", name, value) for name, value in hashes.items()),
            *self._list_pictures(asked),
        )
        recipe = Recipe(
            METHOD,
            ingredients,
            (),
            {"prompt": asked.prompt, "negative": asked.negative, **parameters.fields},
            {},
            {"toile": VERSION},
            (self._licence(),),
        )
        return Created(made.rgb, made.seed, parameters, recipe, (*notices, *made.notices), seconds)


def _hash_mask(mask: Mask) -> str:
    """As if it were a grey picture: what a file of it holds."""
    grey = np.rint(np.clip(mask, 0, 1) * 255).astype(np.uint8)
    return digest(np.repeat(grey[..., None], 3, axis=2))


def _three(some: Sequence[str]) -> tuple[str, str, str]:
    """Up to three values, the others empty."""
    first, second, third, *_ = (*some, "", "", "")
    return first, second, third


def _clean(prompt: str) -> str:
    """A prompt that can be written into a file: halves of letters and zeros are none."""
    return prompt.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _run(
    makings: Sequence[Making], networks: Networks | Relay, model: Model, tell: Callable[[Step], None]
) -> list[Made]:
    """All pictures of a request through one batcher."""
    made: dict[int, Made] = {}
    owners: dict[str, int] = {}

    def hear(progress: Progress) -> None:
        tell(
            Step(
                owners[progress.name] + 1,
                len(makings),
                progress.done,
                progress.steps,
                lambda: glance(progress.preview, xl=model.xl, own=model.limits.glance),
            )
        )

    def count_rows(kind: Any) -> int:
        _, (_, height, width) = kind
        return networks.count_rows(height, width)

    batcher = Batcher(networks, count_rows, hear)

    def advance(number: int, latent: Any) -> None:
        """Send a making what it waits for; and again, as long as its next pass is over at once."""
        while True:
            try:
                picture = makings[number].send(latent)
            except StopIteration as stop:
                made[number] = stop.value
                return
            owners[picture.name] = number
            outcome = batcher.add(picture)
            if outcome is None:
                return
            if outcome.error:
                raise outcome.error
            latent = outcome.latent

    for number in range(len(makings)):
        advance(number, None)
    while batcher.busy:
        for outcome in batcher.turn():
            if outcome.error:
                raise outcome.error
            advance(owners[outcome.name], outcome.latent)
    return [made[number] for number in range(len(makings))]


__all__ = ["BadRequest", "Cancelled", "Created", "Engine", "NotReady", "Request", "Step"]
