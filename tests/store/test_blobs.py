"""Blobs: named by what they hold, on the disk when they are said to be, and never outside their folder."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toile.errors import BadRequest
from toile.store.blobs import Blobs, open_blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return open_blobs(str(tmp_path / "blobs"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.binary(max_size=5000))
def test_what_was_put_can_be_got(blobs: Blobs, data: bytes) -> None:
    name = blobs.put(data)
    assert blobs.put(data) == name and blobs.get(name) == data and name in set(blobs.names())


def test_what_was_dropped_is_gone_from_the_disk(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"a shopper's photo")
    blobs.drop(name)
    blobs.drop(name)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    with pytest.raises(KeyError):
        blobs.get(name)


def test_half_a_blob_that_a_death_left_is_made_whole(blobs: Blobs, tmp_path: Path) -> None:
    name = blobs.put(b"0123456789")
    (tmp_path / "blobs" / name[:2] / name).write_bytes(b"0123")
    assert blobs.put(b"0123456789") == name and blobs.get(name) == b"0123456789"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "/x", "0" * 64])
def test_no_name_from_outside_leads_anywhere(blobs: Blobs, name: str) -> None:
    with pytest.raises(KeyError):
        blobs.get(name)


def test_only_folders_and_s3(tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as caught:
        open_blobs("ftp://somewhere")
    assert caught.value.code == "blobs_url"
