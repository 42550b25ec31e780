"""The recipe inside a picture file: written as JSON under one key, read back with suspicion."""

import json
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from PIL import Image

from toile.domain.recipe import Ingredient, Licence, Recipe
from toile.errors import BadRequest
from toile.pixels.image import load_header

KEY = "toile"
PARAMETERS = "parameters"  # where AUTOMATIC1111 keeps its text
_UNICODE = b"UNICODE\0"  # how it says that a comment in EXIF is UTF-16
_EXIF_IFD = 0x8769
_USER_COMMENT = 0x9286
_LARGEST = 1_000_000  # characters; a real recipe has a few thousand


def recipe_texts(recipe: Recipe) -> dict[str, str]:
    """What to give `output.save` as `texts`, so that `read_recipe` finds the recipe again."""
    return {KEY: json.dumps(asdict(recipe), ensure_ascii=True, separators=(",", ":"))}


def read_recipe(path: Path) -> Recipe:
    """The recipe in a saved look. Raises BadRequest where there is none, or where it has been damaged."""
    text = _find(path)
    if text is None:
        raise BadRequest("recipe_missing", name=path.name)
    try:
        return _build(json.loads(text[:_LARGEST]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadRequest("recipe_damaged", name=path.name) from None


def read_parameters(path: Path) -> str:
    """The text in which AUTOMATIC1111, or we, say how a picture was made. Raises BadRequest `parameters_missing`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with load_header(path) as image:
            try:
                text = image.info.get(PARAMETERS) or _unicode_comment(image)
            except (OSError, SyntaxError, ValueError, EOFError):
                raise BadRequest("photo_damaged", name=path.name) from None
    if not text:
        raise BadRequest("parameters_missing", name=path.name)
    return str(text)[:_LARGEST]


def _unicode_comment(image: Image.Image) -> str | None:
    raw = image.getexif().get_ifd(_EXIF_IFD).get(_USER_COMMENT)
    if not isinstance(raw, bytes) or not raw.startswith(_UNICODE):
        return None
    return raw.removeprefix(_UNICODE).decode("utf-16-be", "replace")


def _find(path: Path) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a hostile file's complaints are not the reader's
        with load_header(path) as image:
            try:
                text = image.info.get(KEY)
                return str(text) if text else _comment(image)
            except (OSError, SyntaxError, ValueError, EOFError):
                raise BadRequest("photo_damaged", name=path.name) from None


def _comment(image: Image.Image) -> str | None:
    raw = image.getexif().get_ifd(_EXIF_IFD).get(_USER_COMMENT)
    if not isinstance(raw, bytes) or not raw.startswith(b"ASCII\0\0\0{"):
        return None
    return raw[8:].decode("ascii", "replace")


def _build(data: Mapping[str, object]) -> Recipe:
    return Recipe(
        method=_text(data["method"]),
        ingredients=tuple(
            Ingredient(_text(row["role"]), _text(row["name"]), _text(row["sha256"]))
            for row in _rows(data["ingredients"])
        ),
        categories=tuple(_text(value) for value in _list(data["categories"])),
        settings={name: _setting(value) for name, value in _mapping(data["settings"]).items()},
        joints={name: _joint(value) for name, value in _mapping(data["joints"]).items()},
        versions={name: _text(value) for name, value in _mapping(data["versions"]).items()},
        licences=tuple(
            Licence(_text(row["part"]), _text(row["licence"]), bool(row["commercial"]))
            for row in _rows(data["licences"])
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return value


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a mapping was expected")
    return value


def _rows(value: object) -> list[dict[str, object]]:
    return [_mapping(row) for row in _list(value)]


def _setting(value: object) -> float | int | str | bool:
    if not isinstance(value, float | int | str | bool):
        raise TypeError("a plain value was expected")
    return value


def _joint(value: object) -> tuple[float, float, float]:
    x, y, confidence = (float(str(number)) for number in _list(value))
    return x, y, confidence
