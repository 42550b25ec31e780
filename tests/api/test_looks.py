"""A look over HTTP, from the upload to the picture."""

import io
import time
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from toile.pixels.metadata import read_recipe


def ask(client: TestClient, person: bytes, garment: bytes, **headers: str) -> Any:
    files = [("person", ("anna.jpg", person)), ("garments", ("tee.png", garment))]
    return client.post("/v1/looks", files=files, headers=headers)


def wait(client: TestClient, job: str) -> Any:
    for _ in range(200):
        found = client.get(f"/v1/jobs/{job}").json()
        if found["state"] in ("done", "failed", "cancelled"):
            return found
        time.sleep(0.1)
    raise TimeoutError(found)


def test_from_the_upload_to_the_picture(
    client: TestClient, person: bytes, garment: bytes, tmp_path: Any
) -> None:
    asked = ask(client, person, garment)
    assert asked.status_code == 202 and asked.json()["state"] == "queued"
    assert asked.headers["location"] == f"/v1/jobs/{asked.json()['id']}"
    done = wait(client, asked.json()["id"])
    assert (done["state"], done["progress"], done["attempts"]) == ("done", 1.0, 1), done["cause"]
    look = client.get(f"/v1/looks/{done['result']['look']}").json()
    assert look["job"] == done["id"] and look["recipe"]["method"] == "draft" and look["checks"]
    sent = client.get(look["picture"])
    assert sent.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(sent.content)) as picture, Image.open(io.BytesIO(person)) as photo:
        assert picture.size == photo.size and not np.array_equal(np.asarray(picture), np.asarray(photo))
    (tmp_path / "look.png").write_bytes(sent.content)
    assert read_recipe(tmp_path / "look.png").method == "draft"
    again = client.get(look["picture"], headers={"If-None-Match": sent.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert look["id"] in [one["id"] for one in client.get("/v1/looks").json()["looks"]]


def test_what_happens_is_told_and_gone_on_from(client: TestClient, person: bytes, garment: bytes) -> None:
    job = ask(client, person, garment).json()["id"]
    told = client.get(f"/v1/jobs/{job}/events").text
    names = [line.removeprefix("event: ") for line in told.splitlines() if line.startswith("event: ")]
    assert names[:2] == ["queued", "running"] and names[-1] == "done" and "progress" in names
    numbers = [int(line.removeprefix("id: ")) for line in told.splitlines() if line.startswith("id: ")]
    assert numbers == sorted(set(numbers))
    later = client.get(f"/v1/jobs/{job}/events", headers={"Last-Event-ID": str(numbers[1])}).text
    assert [line for line in later.splitlines() if line.startswith("id: ")] == [
        f"id: {n}" for n in numbers[2:]
    ]


def test_asking_twice_with_one_key_is_one_job(client: TestClient, person: bytes, garment: bytes) -> None:
    first, again = (ask(client, person, garment, **{"Idempotency-Key": "k1"}).json() for _ in range(2))
    assert first["id"] == again["id"]
    other = ask(client, garment, person, **{"Idempotency-Key": "k1"})
    assert other.status_code == 409 and other.json()["code"] == "key_reused"


def test_a_poison_photo_fails_its_own_job_only(client: TestClient, person: bytes, garment: bytes) -> None:
    """A photo of nobody is one that only the worker finds out about."""
    nobody = io.BytesIO()
    Image.new("RGB", (240, 320), "white").save(nobody, "PNG")
    bad, good = ask(client, nobody.getvalue(), garment).json(), ask(client, person, garment).json()
    failed = wait(client, bad["id"])
    assert failed["state"] == "failed" and failed["cause"]["status"] == 422 and failed["cause"]["next"]
    assert wait(client, good["id"])["state"] == "done"


@pytest.mark.parametrize(
    ("person_bytes", "code"),
    [(b"", "photo_empty"), (b"GIF89a", "photo_not_image"), (b"\x89PNG\r\n\x1a\n broken", "photo_not_image")],
)
def test_what_is_no_photo_is_refused_at_once(
    client: TestClient, garment: bytes, person_bytes: bytes, code: str
) -> None:
    refused = ask(client, person_bytes, garment)
    assert refused.status_code == 422 and refused.json()["code"] == code
    assert refused.headers["content-type"] == "application/problem+json"


def test_errors_are_told_in_the_callers_language(client: TestClient) -> None:
    english = client.get("/v1/jobs/none").json()
    chinese = client.get("/v1/jobs/none", headers={"Accept-Language": "fr, zh-CN;q=0.9, en;q=0.5"}).json()
    assert (english["code"], english["status"]) == ("job_unknown", 404) and english["next"]
    assert chinese["detail"] == "没有任务 none。"
    assert client.get("/nowhere").json()["code"] == "route_unknown"
    assert client.put("/v1/looks").json()["code"] == "route_method"
    assert client.post("/v1/looks").json()["code"] == "request_invalid"


def test_it_says_how_it_is(client: TestClient) -> None:
    assert client.get("/health").status_code == client.get("/ready").status_code == 200
    assert client.get("/v1/version").json()["version"]
    assert client.get("/v1/openapi.json").json()["paths"]["/v1/looks"]["post"]
