"""Routes of looks: asking for one, and having it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Request, Response, UploadFile

from toile.api.caller import Creator, Reader, service_of
from toile.api.jobs import put_in_line
from toile.api.pictures import send_picture
from toile.api.wire import JobOut, LookList, LookOut, write_look
from toile.domain.garment import Category
from toile.domain.job import Kind
from toile.errors import BadRequest
from toile.looks import take_in
from toile.store.looks import list_looks, read_look

router = APIRouter(prefix="/v1/looks", tags=["looks"])
_MOST_GARMENTS = 8
_LONGEST_KEY = 200


@router.post("", status_code=202)
def ask_for_look(
    request: Request,
    response: Response,
    caller: Creator,
    person: Annotated[UploadFile, File(description="Photo of the person.")],
    garments: Annotated[Sequence[UploadFile], File(description="Photos of garments.")],
    categories: Annotated[
        Sequence[Category],
        Form(description="What the garments are, in their order; or none, and it is guessed."),
    ] = (),
    idempotency_key: Annotated[str | None, Header(max_length=_LONGEST_KEY)] = None,
) -> JobOut:
    """Ask for a look: the person of a photo in garments of others. The job is in line when this answers; the same key
    makes it the same job."""
    if len(garments) > _MOST_GARMENTS:
        raise BadRequest("garments_too_many", count=len(garments), most=_MOST_GARMENTS)
    if categories and len(categories) != len(garments):
        raise BadRequest("categories_count", count=len(categories), garments=len(garments))
    service = service_of(request)
    taken = [take_in(one.file.read(), one.filename or "", service.blobs) for one in (person, *garments)]
    uploads = [asdict(upload) for upload, _ in taken]
    for upload, category in zip(uploads[1:], categories, strict=False):
        upload["category"] = category.value
    wanted = {"person": uploads[0], "garments": uploads[1:]}
    records = [write for _, write in taken]
    return put_in_line(request, response, caller, Kind.LOOK, wanted, records, idempotency_key)


@router.get("")
def list_all(request: Request, caller: Reader) -> LookList:
    """The caller's looks, the latest first."""
    found = list_looks(service_of(request).database, caller.tenant)
    return LookList(looks=[write_look(look) for look in found])


@router.get("/{look}")
def read_one(request: Request, caller: Reader, look: str) -> LookOut:
    """A look with its recipe and checks."""
    return write_look(read_look(service_of(request).database, caller.tenant, look))


@router.get("/{look}/picture", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def read_picture(
    request: Request, caller: Reader, look: str, if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    """The picture, a PNG that carries its recipe."""
    found = read_look(service_of(request).database, caller.tenant, look)
    return send_picture(request, found.picture, if_none_match)
