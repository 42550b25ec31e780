"""Routes of creations: asking for pictures of a prompt, and having them."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Request, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from toile.api.caller import Creator, Reader, service_of
from toile.api.jobs import put_in_line
from toile.api.pictures import send_picture
from toile.api.wire import CreationList, CreationOut, JobOut, write_creation
from toile.creations import check_creation
from toile.domain.job import Kind
from toile.engine.request import SIDES
from toile.looks import take_in
from toile.store.creations import list_creations, read_creation

router = APIRouter(prefix="/v1/creations", tags=["creations"])
_LONGEST_KEY = 200
_LONGEST_PROMPT = 10_000  # letters
_LARGEST = 2048  # pixels of a side
_MOST_STEPS = 150
_MOST_PICTURES = 8


class Wanted(BaseModel):
    """What pictures are to be like. What is left out is as the checkpoint has it best."""

    model_config = ConfigDict(extra="forbid")

    prompt: Annotated[str, Field(max_length=_LONGEST_PROMPT, examples=["a woman in a red dress, studio"])]
    negative: Annotated[str, Field(max_length=_LONGEST_PROMPT, description="What is not wanted.")] = ""
    width: Annotated[int | None, Field(ge=SIDES[0], le=_LARGEST)] = None
    height: Annotated[int | None, Field(ge=SIDES[0], le=_LARGEST)] = None
    steps: Annotated[int | None, Field(ge=1, le=_MOST_STEPS)] = None
    cfg: Annotated[
        float | None, Field(ge=-30, le=30, description="How closely the prompt is followed; 1: loosely.")
    ] = None
    sampler: Annotated[str | None, Field(max_length=60, examples=["Euler a"])] = None
    schedule: Annotated[str | None, Field(max_length=60, examples=["Karras"])] = None
    seed: Annotated[int | None, Field(ge=0, lt=2**64, description="The same one makes the same picture.")] = (
        None
    )
    count: Annotated[int, Field(ge=1, le=_MOST_PICTURES)] = 1
    clip_skip: Annotated[int | None, Field(ge=1, le=12)] = None
    denoise: Annotated[
        float | None, Field(ge=0, le=1, description="How much of `picture` may change, of all.")
    ] = None
    checkpoint: Annotated[str | None, Field(max_length=200, description="By its name.")] = None


class Sent(Wanted):
    """The same as a form, with the pictures that are begun from."""

    picture: Annotated[UploadFile | None, File(description="A picture to begin from.")] = None
    mask: Annotated[UploadFile | None, File(description="White where the picture is painted anew.")] = None


@router.post("", status_code=202)
def ask_for_pictures(
    request: Request,
    response: Response,
    caller: Creator,
    sent: Annotated[Sent, Form(media_type="multipart/form-data")],
    idempotency_key: Annotated[str | None, Header(max_length=_LONGEST_KEY)] = None,
) -> JobOut:
    """Ask for pictures of a prompt, from noise, or from a `picture`, all of it or what the `mask` shows white. The job
    is in line when this answers; the same key makes it the same job."""
    service = service_of(request)
    wanted = sent.model_dump(exclude={"picture", "mask"}, exclude_none=True)
    uploads = {name: one for name, one in (("picture", sent.picture), ("mask", sent.mask)) if one}
    check_creation(wanted | dict.fromkeys(uploads, "sent"), service.models)
    taken = {
        name: take_in(one.file.read(), one.filename or "", service.blobs) for name, one in uploads.items()
    }
    wanted |= {name: asdict(upload) for name, (upload, _) in taken.items()}
    records = [write for _, write in taken.values()]
    return put_in_line(request, response, caller, Kind.CREATE, wanted, records, idempotency_key)


@router.get("")
def list_all(request: Request, caller: Reader) -> CreationList:
    """The caller's pictures, the latest first."""
    found = list_creations(service_of(request).database, caller.tenant)
    return CreationList(creations=[write_creation(one) for one in found])


@router.get("/{creation}")
def read_one(request: Request, caller: Reader, creation: str) -> CreationOut:
    """A picture's parameters and recipe."""
    return write_creation(read_creation(service_of(request).database, caller.tenant, creation))


@router.get("/{creation}/picture", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def read_picture(
    request: Request,
    caller: Reader,
    creation: str,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The picture, a PNG that carries its parameters and its recipe."""
    found = read_creation(service_of(request).database, caller.tenant, creation)
    return send_picture(request, found.picture, if_none_match)
