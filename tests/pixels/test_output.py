"""Where a picture may go, and what arrives."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from toile.errors import BadRequest
from toile.pixels.image import load
from toile.pixels.output import check_output, encode, explain, is_lossless, make_folder, save

PICTURE = np.random.default_rng(5).integers(0, 256, (70, 90, 3), dtype=np.uint8)


def refusal(action: Callable[..., None], *arguments: object) -> str:
    with pytest.raises(BadRequest) as caught:
        action(*arguments)
    return caught.value.code


def test_png_keeps_every_bit(tmp_path: Path) -> None:
    save(PICTURE, tmp_path / "a.png")
    assert (load(tmp_path / "a.png").rgb == PICTURE).all()


@pytest.mark.parametrize("suffix", [".jpg", ".jpeg", ".webp", ".PNG"])
def test_the_ending_chooses_the_format(tmp_path: Path, suffix: str) -> None:
    save(PICTURE, tmp_path / f"a{suffix}")
    with Image.open(tmp_path / f"a{suffix}") as image:
        assert image.format == {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".PNG": "PNG"}[suffix]
    assert is_lossless(tmp_path / f"a{suffix}") == (suffix == ".PNG")


def test_alpha_survives(tmp_path: Path) -> None:
    alpha = np.linspace(0, 1, 90, dtype=np.float32)[None].repeat(70, axis=0)
    save(PICTURE, tmp_path / "a.png", alpha=alpha)
    read = load(tmp_path / "a.png").alpha
    assert read is not None and np.abs(read - alpha).max() < 0.003


def test_places_that_cannot_be_written_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file").write_text("x")
    assert refusal(check_output, tmp_path / "folder.png") == "output_is_folder"
    assert refusal(check_output, tmp_path / "none" / "a.png") == "output_no_folder"
    assert refusal(check_output, tmp_path / "file" / "a.png") == "output_not_folder"
    assert refusal(check_output, tmp_path / "a.tga") == "output_suffix"
    assert refusal(check_output, tmp_path / "a") == "output_suffix"
    assert refusal(make_folder, tmp_path / "file") == "output_not_folder"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.png"]


def test_a_read_only_place_is_refused() -> None:
    # /proc takes no files from anybody, root included.
    assert refusal(check_output, Path("/proc/look.png")) == "output_unwritable"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "output_no_space"),
        (errno.EDQUOT, "output_no_space"),
        (errno.EROFS, "output_unwritable"),
    ],
)
def test_a_full_disk_is_told_from_a_locked_one(number: int, code: str) -> None:
    assert explain(Path("a.png"), OSError(number, os.strerror(number))).code == code


def test_an_older_picture_is_replaced_whole(tmp_path: Path) -> None:
    save(PICTURE, tmp_path / "a.png")
    save(PICTURE[::-1], tmp_path / "a.png")
    assert (load(tmp_path / "a.png").rgb == PICTURE[::-1]).all()
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]


def test_the_text_goes_into_png_and_exif() -> None:
    png = Image.open(io.BytesIO(encode(PICTURE, ".png", texts={"toile": "{配方}"})))
    assert png.info["toile"] == "{配方}"
    for suffix in (".jpg", ".webp"):
        image = Image.open(io.BytesIO(encode(PICTURE, suffix, texts={"toile": '{"a": 1}'})))
        assert image.getexif().get_ifd(0x8769)[0x9286] == b'ASCII\0\0\0{"a": 1}'
