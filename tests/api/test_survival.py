"""kill -9 in the middle of a job: nothing that was accepted is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "TOILE_DATA": str(data)}
    command = [sys.executable, "-m", "toile.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(200):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/ready").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(40)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def wait(url: str, jobs: list[str], *states: str, seconds: float = 60) -> list[Any]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [httpx.get(f"{url}/v1/jobs/{job}").json() for job in jobs]
        if all(one["state"] in states for one in found):
            return found
        time.sleep(0.02)
    raise TimeoutError(found)


def test_jobs_survive_kill_9(tmp_path: Path, person: bytes, garment: bytes) -> None:
    port = find_port()
    url = f"http://127.0.0.1:{port}"
    with serving(tmp_path, port) as process:
        files = [("person", ("a.png", person)), ("garments", ("b.png", garment))]
        jobs = [httpx.post(f"{url}/v1/looks", files=files).json()["id"] for _ in range(4)]
        wait(url, jobs[:1], "running", "done", seconds=20)
        process.kill()
    with serving(tmp_path, port):
        done = wait(url, jobs, "done", "failed")
        assert [one["state"] for one in done] == ["done"] * 4
        looks = httpx.get(f"{url}/v1/looks").json()["looks"]
        assert sorted(one["job"] for one in looks) == sorted(jobs)  # none lost, none doubled
        assert max(one["attempts"] for one in done) > 1  # one was in the middle
