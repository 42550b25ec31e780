"""Picture files out. Whether a place can be written is asked before the work starts, not after."""

import errno
import io
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Mask

# What a file name's ending means, and whether the pixels survive it exactly.
_SUFFIXES = {
    ".png": ("PNG", True),
    ".jpg": ("JPEG", False),
    ".jpeg": ("JPEG", False),
    ".webp": ("WEBP", False),
}
_OPTIONS: dict[str, dict[str, int]] = {
    # PNG 3 saves in a third of level 6's time for 2 % more bytes. 92 and 4:4:4 keep fabric crisp.
    "PNG": {"compress_level": 3},
    "JPEG": {"quality": 92, "subsampling": 0},
    "WEBP": {"quality": 92, "method": 4},
}
_EXIF_IFD = 0x8769
_USER_COMMENT = 0x9286
_COMMENT_IS_ASCII = b"ASCII\0\0\0"
_ROOM = 4_000_000  # bytes that must be free before work starts


def is_lossless(path: Path) -> bool:
    """Whether a picture saved under this name keeps every bit."""
    return _SUFFIXES.get(path.suffix.lower(), ("", False))[1]


def check_output(path: Path) -> None:
    """Raise BadRequest unless a picture can be written to `path`; leaves nothing behind."""
    if path.is_dir():
        raise BadRequest("output_is_folder", path=path, example=path / "look.png")
    if path.suffix.lower() not in _SUFFIXES:
        raise BadRequest("output_suffix", path=path, allowed=", ".join(_SUFFIXES))
    if path.exists() and not os.access(path, os.W_OK):
        raise BadRequest("output_unwritable", path=path, reason=os.strerror(errno.EACCES))
    check_folder(path.parent)


def check_folder(folder: Path) -> None:
    """Raise BadRequest unless files can be written into this existing folder."""
    if not folder.exists():
        raise BadRequest("output_no_folder", folder=folder)
    if not folder.is_dir():
        raise BadRequest("output_not_folder", path=folder)
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"toile")
        free = shutil.disk_usage(folder).free
    except OSError as fault:
        raise explain(folder, fault) from None
    if free < _ROOM:
        raise BadRequest("output_no_space", path=folder)


def make_folder(folder: Path) -> None:
    """The folder, made where it is missing, or BadRequest."""
    if folder.exists() and not folder.is_dir():
        raise BadRequest("output_not_folder", path=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise explain(folder, fault) from None
    check_folder(folder)


def save(rgb: RGB, path: Path, *, alpha: Mask | None = None, texts: Mapping[str, str] | None = None) -> None:
    """Write a picture [H, W, 3] under `path`; its ending chooses the format. All of the file or none of it.

    `alpha` [H, W] 0..1 makes it transparent (PNG and WebP). `texts` by key go into PNG as iTXt, into JPEG and
    WebP as EXIF (UserComment, the text of the first key only). Raises BadRequest where it cannot be written.
    """
    check_output(path)
    put(encode(rgb, path.suffix.lower(), alpha=alpha, texts=texts), path)


def encode(
    rgb: RGB,
    suffix: str,
    *,
    alpha: Mask | None = None,
    texts: Mapping[str, str] | None = None,
    quality: int | None = None,
) -> bytes:
    """The bytes of a picture file of the kind that `suffix` names; `quality` 1..100 where it is lossy."""
    kind, _ = _SUFFIXES[suffix]
    image = Image.fromarray(rgb)
    if alpha is not None and kind != "JPEG":
        image.putalpha(Image.fromarray((alpha * 255).round().astype("uint8")))
    options: dict[str, object] = dict(_OPTIONS[kind])
    if quality is not None:
        options["quality"] = quality
    if texts and kind == "PNG":
        chunks = PngImagePlugin.PngInfo()
        for key, text in texts.items():
            chunks.add_text(key, text)  # as Latin letters where they do, which older readers want
        options["pnginfo"] = chunks
    elif texts:
        exif = Image.Exif()
        comment = next(iter(texts.values())).encode("ascii", "backslashreplace")
        exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = _COMMENT_IS_ASCII + comment
        options["exif"] = exif
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def put_grey(values: NDArray[np.uint8] | NDArray[np.uint16], path: Path) -> None:
    """Write numbers [H, W] as a greyscale PNG of 8 or 16 bits: labels, masks, depths."""
    check_output(path)
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG", **_OPTIONS["PNG"])
    put(file.getvalue(), path)


def put(data: bytes, path: Path) -> None:
    """Write a whole file or none of it: beside its place first, then renamed."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise explain(path, fault) from None


def explain(path: Path, fault: OSError) -> BadRequest:
    """The refusal that fits what the system said about writing to `path`."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return BadRequest("output_no_space", path=path)
    return BadRequest("output_unwritable", path=path, reason=fault.strerror or str(fault))
