"""Looks as jobs: the photos that were uploaded, dressed by the draft, kept with recipe and checks."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import PurePath

from toile.domain.garment import Category
from toile.pixels.image import Photo, load
from toile.pixels.metadata import recipe_texts
from toile.pixels.output import encode
from toile.store.blobs import Blobs
from toile.store.database import Transaction
from toile.store.jobs import Attempt
from toile.store.looks import BlobRow, LookRow, record_blob, record_look
from toile.tryon.draft import Draft, Garment, Person
from toile.tryon.fit import GarmentPhoto, PersonPhoto, fit
from toile.tryon.look import Look
from toile.tryon.memory import Remembering
from toile.worker import Made, Tell

_PNG = "image/png"


@dataclass(frozen=True)
class Upload:
    """A photo as it is kept: upright, without what a camera writes beside it. `name` is the file's own."""

    sha256: str
    name: str
    category: str = ""


def take_in(data: bytes, name: str, blobs: Blobs) -> tuple[Upload, Callable[[Transaction, float], None]]:
    """Keep an uploaded photo; and what its row is written by. Raises BadRequest for what is no photo."""
    photo = load(data, PurePath(name.replace("\\", "/")).name or "photo")
    kept = _strip(photo)
    sha256 = blobs.put(kept)

    def record(transaction: Transaction, now: float) -> None:
        record_blob(transaction, BlobRow(sha256, len(kept), _PNG, now))

    return Upload(sha256, photo.name), record


def _strip(photo: Photo) -> bytes:
    """The pixels and nothing else."""
    return encode(photo.rgb, ".png", alpha=photo.alpha)


@dataclass(frozen=True)
class LookMaker:
    """Makes looks. What is seen in a photo is remembered for the next look."""

    clock: Callable[[], float]  # seconds since 1970
    watch: Callable[[], float]  # seconds, monotonic
    draw_id: Callable[[], str]
    method: Remembering[Person, Garment] = field(default_factory=lambda: Remembering(Draft()))

    def __call__(self, attempt: Attempt, blobs: Blobs, tell: Tell) -> Made:
        request = attempt.job.request
        tell(0.1, "photos")
        person = open_upload(Upload(**request["person"]), blobs)
        garments = [Upload(**one) for one in request["garments"]]
        photos = [(open_upload(one, blobs), one) for one in garments]
        tell(0.2, "dressing")
        look = fit(
            PersonPhoto(person.rgb, person.sha256, person.name),
            [
                GarmentPhoto(
                    photo.rgb,
                    photo.sha256,
                    photo.name,
                    photo.alpha,
                    Category(one.category) if one.category else None,
                )
                for photo, one in photos
            ],
            self.method,
            clock=self.watch,
        )
        tell(0.9, "saving")
        return self._keep(attempt, look, blobs)

    def _keep(self, attempt: Attempt, look: Look, blobs: Blobs) -> Made:
        data = encode(look.rgb, ".png", texts=recipe_texts(look.recipe))
        picture = blobs.put(data)
        name, now = self.draw_id(), self.clock()

        def record(transaction: Transaction) -> None:
            record_blob(transaction, BlobRow(picture, len(data), _PNG, now))
            checks, notices = ([asdict(one) for one in some] for some in (look.checks, look.notices))
            record_look(
                transaction,
                LookRow(
                    name,
                    attempt.job.tenant,
                    attempt.job.id,
                    picture,
                    asdict(look.recipe),
                    checks,
                    notices,
                    now,
                ),
            )

        return Made({"look": name}, record)


def open_upload(upload: Upload, blobs: Blobs) -> Photo:
    """A photo that was taken in."""
    return load(blobs.get(upload.sha256), upload.name)
