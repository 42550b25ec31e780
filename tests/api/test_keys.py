"""Keys over HTTP: nothing is answered without one, and tenants do not know of each other."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from toile.api.app import create_app
from toile.domain.key import Scope
from toile.service import Service

OPEN = ("/health", "/ready", "/v1/version", "/v1/docs", "/v1/openapi.json")


@pytest.fixture(scope="module")
def closed(service: Service) -> Iterator[TestClient]:
    """The same service, where others may come from anywhere."""
    with TestClient(
        create_app(service, None), "http://shop.example", raise_server_exceptions=False
    ) as client:
        yield client


def bearer(service: Service, tenant: str, *scopes: Scope) -> dict[str, str]:
    return {"Authorization": f"Bearer {service.keys.create(tenant, tenant, scopes or list(Scope))}"}


def test_no_route_answers_without_a_key(closed: TestClient) -> None:
    """The table of routes is walked: a new one is closed, or this fails."""
    paths = closed.get("/v1/openapi.json").json()["paths"]
    walked = [(method, path) for path, methods in paths.items() for method in methods if path not in OPEN]
    assert len(walked) >= 8
    for method, path in walked:
        refused = closed.request(method, path)
        assert refused.status_code == 401, (method, path)
        assert refused.json()["code"] == "key_missing" and refused.headers["www-authenticate"] == "Bearer"
        wrong = closed.request(method, path, headers={"X-API-Key": f"tk_{'0' * 16}_{'a' * 43}"})
        assert wrong.json()["code"] == "key_wrong"


def test_a_key_that_reads_does_not_create(closed: TestClient, service: Service) -> None:
    headers = bearer(service, "ann", Scope.READ)
    assert closed.get("/v1/jobs", headers=headers).status_code == 200
    refused = closed.post("/v1/looks", headers=headers)
    assert refused.status_code == 403 and refused.json()["code"] == "key_scope"


def test_tenants_do_not_see_or_cancel_each_others_things(
    closed: TestClient, service: Service, person: bytes, garment: bytes
) -> None:
    ann, bob = bearer(service, "ann"), bearer(service, "bob")
    files = [("person", ("a.png", person)), ("garments", ("b.png", garment))]
    job = closed.post("/v1/looks", files=files, headers=ann).json()["id"]
    assert "event: done" in closed.get(f"/v1/jobs/{job}/events", headers=ann).text
    look = closed.get(f"/v1/jobs/{job}", headers=ann).json()["result"]["look"]
    for path in (
        f"/v1/jobs/{job}",
        f"/v1/jobs/{job}/events",
        f"/v1/looks/{look}",
        f"/v1/looks/{look}/picture",
    ):
        assert closed.get(path, headers=ann).status_code == 200, path
        assert closed.get(path, headers=bob).status_code == 404, path
    assert closed.post(f"/v1/jobs/{job}/cancel", headers=bob).status_code == 404
    assert not closed.get("/v1/jobs", headers=bob).json()["jobs"]
    assert not closed.get("/v1/looks", headers=bob).json()["looks"]
