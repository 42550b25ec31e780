"""Who may speak to the service."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80", "["]
)
def test_a_name_that_leads_here_is_not_enough(client: TestClient, host: str) -> None:
    refused = client.get("/v1/jobs", headers={"Host": host})
    assert refused.status_code == 403 and refused.json()["code"] == "host_refused"


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1:7860", "[::1]:7860"])
def test_the_machine_itself_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/v1/jobs", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9999", "http://["])
def test_pages_of_other_sites_are_refused(client: TestClient, origin: str) -> None:
    refused = client.post("/v1/looks", headers={"Origin": origin})
    assert refused.status_code == 403 and refused.json()["code"] == "origin_refused"


def test_its_own_pages_are_answered(client: TestClient) -> None:
    assert client.get("/v1/jobs", headers={"Origin": "http://localhost"}).status_code == 200


def test_every_route_is_behind_the_guard(client: TestClient) -> None:
    """Whatever routes there are: the table is walked."""
    paths = client.get("/v1/openapi.json").json()["paths"]
    assert len(paths) > 5
    for path, methods in paths.items():
        for method in methods:
            answer = client.request(method, path, headers={"Host": "evil.example"})
            assert answer.status_code == 403, (method, path)


def test_more_than_nine_photos_are_too_many(client: TestClient) -> None:
    files = [("garments", (f"{n}.png", b"x")) for n in range(12)]
    assert client.post("/v1/looks", files=files).status_code in (400, 413, 422)
