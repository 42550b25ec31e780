"""Pictures of prompts over HTTP, by the checkpoint that ships."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from tests.api.test_looks import wait
from toile.pixels.metadata import read_recipe
from toile.service import Service


def ask(client: TestClient, files: Any = None, headers: Any = None, **fields: Any) -> Any:
    given = {"steps": 2, **fields}
    return client.post("/v1/creations", data=given, files=files, headers=headers)


def fetch(client: TestClient, job: str) -> list[Any]:
    done = wait(client, job)
    assert done["state"] == "done", done["cause"]
    return [client.get(f"/v1/creations/{one}").json() for one in done["result"]["creations"]]


def pixels(client: TestClient, creation: Any) -> Any:
    with Image.open(io.BytesIO(client.get(creation["picture"]).content)) as picture:
        return np.asarray(picture.convert("RGB"))


def png(rgb: Any) -> bytes:
    kept = io.BytesIO()
    Image.fromarray(rgb).save(kept, "PNG")
    return kept.getvalue()


def test_from_the_prompt_to_the_pictures(client: TestClient, tmp_path: Path) -> None:
    asked = ask(client, prompt="a woman in a red dress", seed=5, count=2)
    assert asked.status_code == 202 and asked.json()["kind"] == "create"
    first, second = fetch(client, asked.json()["id"])
    assert (first["seed"], second["seed"], second["place"]) == ("5", "6", 1)
    assert first["parameters"].startswith("a woman in a red dress\nSteps: 2, ")
    sent = client.get(first["picture"])
    (tmp_path / "a.png").write_bytes(sent.content)
    assert read_recipe(tmp_path / "a.png").method == "diffusion"
    assert pixels(client, first).shape == (128, 96, 3)
    assert not np.array_equal(pixels(client, first), pixels(client, second))
    again = client.get(first["picture"], headers={"If-None-Match": sent.headers["etag"]})
    assert again.status_code == 304
    assert {first["id"], second["id"]} <= {
        one["id"] for one in client.get("/v1/creations").json()["creations"]
    }


def test_progress_is_told_step_by_step(client: TestClient) -> None:
    job = ask(client, prompt="a man", steps=4).json()["id"]
    wait(client, job)
    told = client.get(f"/v1/jobs/{job}/events").text
    assert told.count('"stage": "painting"') >= 4


def test_the_seed_is_the_jobs_own_where_none_is_said(client: TestClient) -> None:
    jobs = [ask(client, prompt="a man", headers={"Idempotency-Key": key}).json()["id"] for key in "xyx"]
    assert jobs[0] == jobs[2] != jobs[1]
    one, other = (fetch(client, job)[0] for job in jobs[:2])
    assert one["seed"] != other["seed"]


def test_where_the_mask_is_black_a_picture_stays(client: TestClient) -> None:
    before = fetch(client, ask(client, prompt="a woman, white studio", seed=1).json()["id"])[0]
    rgb = pixels(client, before)
    mask = np.zeros_like(rgb)
    mask[64:] = 255
    files = {"picture": ("p.png", png(rgb)), "mask": ("m.png", png(mask))}
    after = fetch(client, ask(client, files, prompt="in black trousers", denoise=1, seed=2).json()["id"])[0]
    apart = np.abs(pixels(client, after).astype(int) - rgb).mean(axis=(1, 2))
    assert apart[:48].max() < 1 < apart[80:].mean()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"sampler": "Eular"}, "sampler_unknown"),
        ({"checkpoint": "/etc"}, "checkpoint_unknown"),
        ({"checkpoint": "../../secret"}, "checkpoint_unknown"),
        ({"steps": 100_000}, "request_invalid"),
        ({"width": 9000}, "request_invalid"),
        ({"hires": "2"}, "request_invalid"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(client: TestClient, fields: Any, code: str) -> None:
    refused = ask(client, prompt="a hat", **fields)
    assert refused.status_code == 422 and refused.json()["code"] == code and refused.json()["next"]


def test_a_mask_alone_is_refused(client: TestClient) -> None:
    files = {"mask": ("m.png", png(np.zeros((128, 96, 3), np.uint8)))}
    assert ask(client, files, prompt="a hat").json()["code"] == "mask_alone"


def test_it_stops_within_a_step(client: TestClient, service: Service) -> None:
    job = ask(client, prompt="a man", steps=150, count=8).json()["id"]
    while not service.jobs.read("local", job).progress:
        assert not service.jobs.read("local", job).state.is_over
    client.post(f"/v1/jobs/{job}/cancel")
    stopped = wait(client, job)
    assert stopped["state"] == "cancelled" and stopped["progress"] < 0.9
