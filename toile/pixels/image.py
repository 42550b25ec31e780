"""Picture files in. Whatever they hold, what leaves here is upright 8-bit sRGB; nothing hostile gets far.

Size and frame count are judged from the header, before anything is decoded.
"""

import hashlib
import io
import stat
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Floats, Mask

MAX_MEGAPIXELS = 50
MAX_FILE_MEGABYTES = 256
MIN_SIDE = 64

# Only these decoders run. Anything that calls another program (EPS) stays out.
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF", "JPEG2000", "PPM")
# An iPhone's portrait JPEG (MPO) holds the photo and its depth: several pictures, but one photo.
_ONE_PHOTO = ("MPO",)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_DECODE_FAULTS = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error)
_ICC_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


@dataclass(frozen=True)
class Photo:
    """A photo as everything else sees it.

    `rgb` [H, W, 3] uint8 upright sRGB, transparent parts on white; `alpha` [H, W] 0..1 where the file had
    transparency; `sha256` of the decoded pixels; `notes`: message codes of what was done on the way in.
    """

    rgb: RGB
    alpha: Mask | None
    name: str
    sha256: str
    notes: tuple[str, ...] = ()


def load(source: Path | str | bytes, name: str = "") -> Photo:
    """Read a photo from a path or from the bytes of a file. Raises BadRequest for whatever is not one."""
    name = name or (Path(source).name if not isinstance(source, bytes) else "picture")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a hostile file's complaints are not the reader's
        with load_header(source, name) as image:
            _refuse_by_header(image, name)
            return _decode(image, name)


def load_header(source: Path | str | bytes, name: str = "") -> Image.Image:
    """An opened picture of which nothing but the header has been read. Raises BadRequest."""
    if not isinstance(source, bytes):
        name = name or Path(source).name
        source = _read(Path(source))
    if not source:
        raise BadRequest("photo_empty", name=name)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _open(source, name)


def digest(rgb: RGB, alpha: Mask | None = None) -> str:
    """SHA-256 of decoded pixels and their shape: the same photo in two file formats has one name."""
    state = hashlib.sha256(f"{rgb.shape}".encode())
    state.update(rgb.tobytes())
    if alpha is not None:
        state.update(np.round(alpha * 255).astype(np.uint8).tobytes())
    return state.hexdigest()


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise BadRequest("photo_is_folder", path=path)
        if not stat.S_ISREG(status.st_mode):
            raise BadRequest("photo_not_regular", path=path)
        if status.st_size > MAX_FILE_MEGABYTES * 1_000_000:
            raise BadRequest("photo_file_too_big", name=path.name, limit=MAX_FILE_MEGABYTES)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BadRequest("photo_missing", path=path) from None
    except (OSError, ValueError) as fault:  # ValueError: a null byte in the name
        reason = getattr(fault, "strerror", None) or str(fault)
        raise BadRequest("photo_unreadable", path=path, reason=reason) from None


def _open(data: bytes, name: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadRequest("photo_too_large", name=name, limit=MAX_MEGAPIXELS) from None
    except (UnidentifiedImageError, *_DECODE_FAULTS):
        code = "photo_heic" if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS else "photo_not_image"
        raise BadRequest(code, name=name) from None


def _refuse_by_header(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        raise BadRequest("photo_too_large", name=name, limit=MAX_MEGAPIXELS)
    if min(width, height) < MIN_SIDE:
        raise BadRequest("photo_too_small", name=name, width=width, height=height, least=MIN_SIDE)
    try:
        frames = int(getattr(image, "n_frames", 1))
    except _DECODE_FAULTS:
        raise BadRequest("photo_damaged", name=name) from None
    if frames > 1 and image.format not in _ONE_PHOTO:
        raise BadRequest("photo_animated", name=name, frames=frames)


def _decode(image: Image.Image, name: str) -> Photo:
    notes: list[str] = []
    try:
        image.load()
        upright = _turn(image, notes)
        alpha = _alpha(upright)
        rgb = _to_rgb(upright, image.info.get("icc_profile"), notes)
    except (MemoryError, *_DECODE_FAULTS):
        raise BadRequest("photo_damaged", name=name) from None
    if alpha is not None:
        notes.append("photo_transparent")
        rgb = _on_white(rgb, alpha)
    return Photo(rgb, alpha, name, digest(rgb, alpha), tuple(notes))


def _turn(image: Image.Image, notes: list[str]) -> Image.Image:
    try:
        turned = ImageOps.exif_transpose(image)
    except _DECODE_FAULTS:  # broken EXIF in a sound picture
        return image
    if image.getexif().get(0x0112, 1) in range(2, 9):
        notes.append("photo_turned")
    return turned


def _alpha(image: Image.Image) -> Mask | None:
    """[H, W] 0..1, or None where nothing is transparent."""
    if not image.has_transparency_data or image.mode.startswith("I;16"):
        return None
    alpha = np.asarray(image.convert("RGBA").getchannel("A"))
    return None if (alpha == 255).all() else (alpha / np.float32(255)).astype(np.float32)


def _to_rgb(image: Image.Image, profile: bytes | None, notes: list[str]) -> RGB:
    if image.mode.startswith("I") or image.mode == "F":
        notes.append("photo_deep")
        return _reduce_depth(np.asarray(image))
    if image.mode in ("P", "PA", "RGBA", "RGBa", "RGBX", "1"):
        image = image.convert("RGBA").convert("RGB")
    elif image.mode in ("LA", "La"):
        image = image.convert("LA").convert("L")
    if image.mode == "CMYK":
        notes.append("photo_cmyk")
    if profile:
        image = _to_srgb(image, profile, notes)
    return np.array(image.convert("RGB"), dtype=np.uint8)


def _reduce_depth(grey: NDArray[Any]) -> RGB:
    """[H, W] of any depth, full scale to 255. Full is 65535, or 1 where a TIFF holds floats."""
    full = 1.0 if grey.dtype.kind == "f" and grey.max(initial=0) <= 1.0 else 65535.0
    eight: Floats = np.nan_to_num(grey.astype(np.float32)) * np.float32(255 / full)
    level = np.clip(np.round(eight), 0, 255).astype(np.uint8)
    return np.repeat(level[..., None], 3, axis=2)


def _to_srgb(image: Image.Image, profile: bytes, notes: list[str]) -> Image.Image:
    """Colours from the embedded ICC profile to sRGB. A picture that is sRGB already keeps its exact bits."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _ICC_MODES.get(source.profile.xcolor_space.strip()) != image.mode:
            return image
        if "srgb" in (source.profile.profile_description or "").lower():
            return image
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, *_DECODE_FAULTS):
        notes.append("photo_profile_broken")
        return image
    notes.append("photo_profile")
    return converted or image


def _on_white(rgb: RGB, alpha: Mask) -> RGB:
    share = alpha[..., None]
    mixed = rgb.astype(np.float32) * share + np.float32(255) * (1 - share)
    return np.round(mixed).astype(np.uint8)
