"""Pictures as answers: they never change, so that whoever has one needs it no second time."""

from fastapi import Request, Response

from toile.api.caller import service_of


def send_picture(request: Request, sha256: str, known: str | None) -> Response:
    """The blob of that name as a PNG, or 304 where its tag is among those that are `known` (RFC 9110, 13.1.2)."""
    tag = f'"{sha256}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=31536000, immutable"}
    if known and tag in [one.strip() for one in known.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(service_of(request).blobs.get(sha256), media_type="image/png", headers=headers)
