"""Errors as problem+json, in the language that the caller accepts."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from toile.api.wire import Problem
from toile.domain.job import Cause
from toile.errors import BadRequest, Cancelled, NotReady, ToileError
from toile.messages import Language, next_step, say

_MEDIA = "application/problem+json"
_STATUS: Mapping[type[ToileError], int] = {BadRequest: 422, NotReady: 503, Cancelled: 409}
_OF_CODES = {
    "job_unknown": 404,
    "look_unknown": 404,
    "creation_unknown": 404,
    "key_reused": 409,
    "key_missing": 401,
    "key_wrong": 401,
    "key_scope": 403,
}
_TITLES = {
    401: "Who are you",
    403: "Refused",
    404: "Not found",
    405: "Not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Cannot be done",
    503: "Not ready",
}


def add_handlers(app: FastAPI) -> None:
    """Answer every error as a problem."""
    app.add_exception_handler(ToileError, _answer_own)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_bug)


def choose_language(request: Request) -> Language:
    """The first of the caller's languages that we speak (RFC 9110, 12.5.4)."""
    said = request.headers.get("accept-language", "")
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(said.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weighed.append((-float(quality or 1), place, tag.lower()))
        except ValueError:
            continue
    for _, _, tag in sorted(weighed):
        short = tag.split("-")[0]
        if short in tuple(Language):
            return Language(short)
    return Language.ENGLISH


def write_problem(code: str, values: Mapping[str, object], status: int, language: Language) -> Problem:
    """A code of the message catalogue as a problem."""
    return Problem(
        title=_TITLES.get(status, "Error"),
        status=status,
        code=code,
        detail=say(code, language, **values),
        next=next_step(code, language, **values),
    )


def write_cause(cause: Cause | None, language: Language) -> Problem | None:
    """Why a job failed."""
    return write_problem(cause.code, cause.values, 500 if cause.ours else 422, language) if cause else None


def send_problem(problem: Problem) -> JSONResponse:
    """The answer that carries it."""
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else None
    return JSONResponse(problem.model_dump(), problem.status, headers, _MEDIA)


async def _answer_own(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ToileError)
    status = _OF_CODES.get(error.code) or next(
        (status for kind, status in _STATUS.items() if isinstance(error, kind)), 500
    )
    return send_problem(write_problem(error.code, error.values, status, choose_language(request)))


async def _answer_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path", "header"))
    values = {"field": place or "body", "reason": first["msg"]}
    return send_problem(write_problem("request_invalid", values, 422, choose_language(request)))


async def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = {404: "route_unknown", 405: "route_method"}.get(error.status_code, "request_refused")
    values = {"path": request.url.path, "method": request.method, "reason": error.detail}
    return send_problem(write_problem(code, values, error.status_code, choose_language(request)))


async def _answer_bug(request: Request, error: Exception) -> JSONResponse:
    return send_problem(write_problem("service_bug", {}, 500, choose_language(request)))
