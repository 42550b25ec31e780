"""Creations as jobs: pictures of a prompt, from noise or from a picture that was uploaded, kept with how they were
made.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from toile.diffusion import Created, Engine, Step
from toile.domain.geometry import Size
from toile.engine.collection import find_checkpoint, list_checkpoints
from toile.engine.names import choose
from toile.engine.request import Inpaint, Request, Start
from toile.errors import BadRequest
from toile.looks import Upload, open_upload
from toile.pixels.metadata import PARAMETERS
from toile.pixels.output import encode
from toile.store.blobs import Blobs
from toile.store.creations import CreationRow, record_creation
from toile.store.database import Transaction
from toile.store.jobs import Attempt
from toile.store.looks import BlobRow, record_blob
from toile.worker import Made, Tell

_PNG = "image/png"
_PAINTED = 0.95  # of a job's progress, when the last step is done


def check_creation(wanted: Mapping[str, Any], folder: Path) -> None:
    """Whether what was `wanted` can be meant, before it is put in line. Checkpoints are those of the `folder` and the
    one that ships, by their names alone. Raises BadRequest."""
    name = wanted.get("checkpoint")
    if name and name not in list_checkpoints(folder):
        raise BadRequest("checkpoint_unknown", name=name, known=", ".join(list_checkpoints(folder)))
    if wanted.get("mask") and not wanted.get("picture"):
        raise BadRequest("mask_alone")
    choose(wanted.get("sampler"), wanted.get("schedule"))
    _ask(wanted, {}).check()


def _ask(wanted: Mapping[str, Any], usual: Mapping[str, Any]) -> Request:
    """The request but for its pictures; what is not said is as `usual`."""
    names = ("prompt", "negative", "steps", "cfg", "sampler", "schedule", "seed", "count", "clip_skip")
    said = {name: wanted[name] for name in names if wanted.get(name) is not None}
    fields: dict[str, Any] = {**usual, **said}
    if wanted.get("width") or wanted.get("height"):
        size = fields.get("size", Request().size)
        fields["size"] = Size(wanted.get("width") or size.width, wanted.get("height") or size.height)
    return Request(**fields)


@dataclass(frozen=True)
class CreationMaker:
    """Makes pictures of prompts, one job at a time: a processor is not faster for two. The checkpoint that was used
    last stays ready. `data`: where models and caches are."""

    data: Path
    clock: Callable[[], float]  # seconds since 1970
    draw_id: Callable[[], str]
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _ready: dict[Path, Engine] = field(default_factory=dict)

    def __call__(self, attempt: Attempt, blobs: Blobs, tell: Tell) -> Made:
        wanted = attempt.job.request
        tell(0.0, "waiting")
        with self._turn:
            tell(0.0, "model")
            engine = self._open(wanted.get("checkpoint"))
            request = _with_pictures(_ask(wanted, engine.usual), wanted, blobs)
            if request.seed is None:
                request = replace(request, seed=_draw_seed(attempt.job.id))
            created = engine.create(request=request, tell=_listen(tell))
        tell(_PAINTED, "saving")
        return self._keep(attempt, created, blobs)

    def _open(self, named: str | None) -> Engine:
        path = find_checkpoint(named, self.data / "models" / "checkpoints")
        if path not in self._ready:
            self._ready.clear()
            self._ready[path] = Engine(path, data=self.data)
        return self._ready[path]

    def _keep(self, attempt: Attempt, created: tuple[Created, ...], blobs: Blobs) -> Made:
        now, job = self.clock(), attempt.job
        kept: list[tuple[BlobRow, CreationRow]] = []
        for place, one in enumerate(created):
            data = encode(one.rgb, ".png", texts=one.texts)
            blob = BlobRow(blobs.put(data), len(data), _PNG, now)
            notices = [asdict(notice) for notice in one.notices]
            kept.append(
                (
                    blob,
                    CreationRow(
                        self.draw_id(), job.tenant, job.id, place, blob.sha256, str(one.seed), one.texts[PARAMETERS],
                        asdict(one.recipe), notices, now,
                    ),
                )
            )  # fmt: skip

        def record(transaction: Transaction) -> None:
            for blob, row in kept:
                record_blob(transaction, blob)
                record_creation(transaction, row)

        return Made({"creations": [row.id for _, row in kept]}, record)


def _with_pictures(request: Request, wanted: Mapping[str, Any], blobs: Blobs) -> Request:
    """The request with the pictures that it begins from. The size is the picture's own, if none is said."""
    if not wanted.get("picture"):
        return request
    picture = open_upload(Upload(**wanted["picture"]), blobs).rgb
    if not (wanted.get("width") or wanted.get("height")):
        request = replace(request, size=Size(picture.shape[1], picture.shape[0]))
    denoise = wanted.get("denoise")
    request = replace(request, start=Start(picture, 0.75 if denoise is None else denoise))
    if not wanted.get("mask"):
        return request
    mask = open_upload(Upload(**wanted["mask"]), blobs).rgb
    return replace(request, inpaint=Inpaint(mask.astype(np.float32).mean(axis=2) / np.float32(255)))


def _draw_seed(job: str) -> int:
    """The job's own: whoever begins it again makes the same pictures."""
    return int.from_bytes(hashlib.sha256(job.encode()).digest()[:4], "big")


def _listen(tell: Tell) -> Callable[[Step], None]:
    def hear(step: Step) -> None:
        done = (step.picture - 1 + step.done / max(1, step.steps)) / step.count
        tell(round(_PAINTED * min(1.0, done), 4), "painting")

    return hear
