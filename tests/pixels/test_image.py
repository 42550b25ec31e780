"""Every sort of picture file, sound and hostile."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from toile.errors import BadRequest
from toile.pixels.arrays import RGB
from toile.pixels.image import MAX_MEGAPIXELS, digest, load

HEIGHT, WIDTH = 96, 80


@pytest.fixture
def colours() -> RGB:
    """Smooth colours, no symmetry: turned or mirrored, it is another picture."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.dstack([x * 3, y * 2, (x + y)]).astype(np.uint8)


def encoded(array: NDArray[Any], kind: str = "PNG", mode: str | None = None, **options: Any) -> bytes:
    image = Image.fromarray(array)
    file = io.BytesIO()
    (image.convert(mode) if mode else image).save(file, kind, **options)
    return file.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(BadRequest) as caught:
        load(data, "x.png")
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("WEBP", {"lossless": True}),
        ("PPM", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_a_lossless_file_gives_its_exact_pixels_whatever_the_format(
    colours: RGB, kind: str, options: dict[str, Any]
) -> None:
    photo = load(encoded(colours, kind, **options))
    assert (photo.rgb == colours).all()
    assert photo.alpha is None and photo.notes == ()
    assert photo.sha256 == digest(colours)


@pytest.mark.parametrize("kind", ["JPEG", "AVIF", "WEBP"])
def test_a_lossy_file_comes_close(colours: RGB, kind: str) -> None:
    photo = load(encoded(colours, kind, quality=95))
    assert np.abs(photo.rgb.astype(int) - colours).mean() < 3


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


# What a camera stored, so that a viewer who follows the EXIF standard's eight cases sees `colours`.
STORED: dict[int, Callable[[RGB], RGB]] = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}


@pytest.mark.parametrize("orientation", STORED)
def test_a_turned_photo_comes_upright(colours: RGB, orientation: int) -> None:
    stored = np.ascontiguousarray(STORED[orientation](colours))
    photo = load(encoded(stored, "PNG", exif=_exif(orientation)))
    assert (photo.rgb == colours).all()
    assert ("photo_turned" in photo.notes) == (orientation != 1)


def test_cmyk_is_converted(colours: RGB) -> None:
    file = io.BytesIO()
    Image.fromarray(colours).convert("CMYK").save(file, "JPEG", quality=95)
    photo = load(file.getvalue())
    assert np.abs(photo.rgb.astype(int) - colours).mean() < 4
    assert "photo_cmyk" in photo.notes


def test_sixteen_bit_grey_is_scaled_not_cut() -> None:
    ramp = np.linspace(0, 65535, WIDTH).astype(np.uint16)[None].repeat(HEIGHT, axis=0)
    for kind in ("PNG", "TIFF"):
        photo = load(encoded(ramp, kind))
        assert np.abs(photo.rgb[..., 1] - ramp / 257.0).max() <= 0.51
        assert "photo_deep" in photo.notes


def _png16(array: NDArray[np.uint16]) -> bytes:
    """A PNG with 16 bits per colour, written by hand: Pillow cannot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = array.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in array)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def test_sixteen_bit_colour_is_scaled(colours: RGB) -> None:
    photo = load(_png16(colours.astype(np.uint16) * 257))
    assert (photo.rgb == colours).all()


def test_floating_point_tiff_is_scaled() -> None:
    ramp = np.linspace(0, 1, WIDTH, dtype=np.float32)[None].repeat(HEIGHT, axis=0)
    assert np.abs(load(encoded(ramp, "TIFF")).rgb[..., 0] - ramp * 255).max() <= 0.51


def test_palette_grey_and_one_bit_pictures_load(colours: RGB) -> None:
    assert load(encoded(colours, "PNG", "P")).rgb.shape == (HEIGHT, WIDTH, 3)
    grey = load(encoded(colours[..., 0])).rgb
    assert (grey == colours[..., :1]).all()
    assert set(np.unique(load(encoded(colours, "PNG", "1")).rgb)) == {0, 255}


def test_transparent_parts_are_kept_as_alpha_and_shown_on_white(colours: RGB) -> None:
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[:, 20:60] = 128
    alpha[:, 40:60] = 255
    photo = load(encoded(np.dstack([colours, alpha])))
    assert photo.alpha is not None and photo.alpha.dtype == np.float32
    assert np.abs(photo.alpha - alpha / 255).max() < 1e-6
    assert (photo.rgb[:, :20] == 255).all()
    assert (photo.rgb[:, 40:60] == colours[:, 40:60]).all()
    half = colours[:, 20:40] * (128 / 255) + 255 * (127 / 255)
    assert np.abs(photo.rgb[:, 20:40] - half).max() <= 0.51
    assert "photo_transparent" in photo.notes


def test_a_palette_with_one_transparent_colour_has_alpha(colours: RGB) -> None:
    image = Image.fromarray(colours).convert("P")
    file = io.BytesIO()
    image.save(file, "PNG", transparency=image.getpixel((0, 0)))
    assert load(file.getvalue()).alpha is not None


def test_an_alpha_channel_that_hides_nothing_is_no_alpha(colours: RGB) -> None:
    assert load(encoded(colours, "PNG", "RGBA")).alpha is None


def test_an_embedded_srgb_profile_keeps_the_exact_bits(colours: RGB) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = load(encoded(colours, icc_profile=profile))
    assert (photo.rgb == colours).all() and photo.notes == ()


def test_another_profile_is_converted(colours: RGB) -> None:
    wide = _profile_with_swapped_primaries()
    photo = load(encoded(colours, icc_profile=wide))
    assert "photo_profile" in photo.notes
    assert np.abs(photo.rgb[..., [1, 0, 2]].astype(int) - colours).max() <= 2


def _profile_with_swapped_primaries() -> bytes:
    """sRGB with its red and green primaries exchanged: converting must exchange the channels."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", raw[128:132])[0]
    places = {bytes(raw[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    raw[red : red + 4], raw[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(raw).replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))


def test_a_broken_profile_is_ignored_and_said(colours: RGB) -> None:
    photo = load(encoded(colours, icc_profile=b"nonsense" * 30))
    assert (photo.rgb == colours).all()
    assert "photo_profile_broken" in photo.notes


def test_zero_bytes() -> None:
    assert refusal(b"") == "photo_empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    assert refusal(data) == "photo_not_image"


def test_heic_gets_its_own_advice() -> None:
    assert refusal(b"\0\0\0\x18ftypheic" + b"\0" * 60) == "photo_heic"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "BMP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused_whatever_the_format(kind: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    data = encoded(noise, kind)
    assert refusal(data[: int(len(data) * share)]) in ("photo_damaged", "photo_not_image")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animated_picture_is_refused(colours: RGB, kind: str) -> None:
    frames = [Image.fromarray(np.roll(colours, i * 9, axis=1)) for i in range(3)]
    file = io.BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    assert refusal(file.getvalue()) == "photo_animated"


def _png_header(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + _IDAT


_IDAT = struct.pack(">I", 10) + b"IDAT" + b"\x78\x9c" + b"\0" * 12


@pytest.mark.parametrize("size", [(50_000, 50_000), (12_000, 10_000), (8_000, 7_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MAX_MEGAPIXELS * 1e6
    assert refusal(_png_header(*size)) == "photo_too_large"


def test_a_tiny_picture_is_refused() -> None:
    assert refusal(encoded(np.zeros((63, 200, 3), np.uint8))) == "photo_too_small"


def test_random_damage_never_escapes_as_another_error(colours: RGB) -> None:
    rng = np.random.default_rng(3)
    for kind in ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP"):
        data = encoded(colours, kind)
        for _ in range(40):
            broken = bytearray(data)
            for place in rng.integers(0, len(broken), 6):
                broken[place] = rng.integers(0, 256)
            try:
                load(bytes(broken))
            except BadRequest as error:
                assert error.code.startswith("photo_")


def test_paths_that_are_no_photo(tmp_path: Path) -> None:
    def code(path: Path | str) -> str:
        with pytest.raises(BadRequest) as caught:
            load(path)
        return caught.value.code

    assert code(tmp_path / "none.png") == "photo_missing"
    assert code(tmp_path) == "photo_is_folder"
    assert code("/dev/null") == "photo_not_regular"
    assert code(tmp_path / ("x" * 5000)) == "photo_unreadable"
    assert code("a\0b") == "photo_unreadable"


def test_a_photo_has_one_name_whatever_its_file(colours: RGB) -> None:
    assert load(encoded(colours, "PNG")).sha256 == load(encoded(colours, "TIFF")).sha256
    assert load(encoded(colours[::-1])).sha256 != load(encoded(colours)).sha256
    assert digest(colours.reshape(WIDTH, HEIGHT, 3)) != digest(colours)
