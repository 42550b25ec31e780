"""A chapter of a gallery on disk: its pictures one by one, and its sheets."""

from collections.abc import Callable
from pathlib import Path

from toile import gallery
from toile.gallery import Chapter
from toile.page import Words
from toile.pixels.output import encode, put


def keep_chapter(
    chapter: Chapter, folder: Path, stem: str, advance: Callable[[], None], workers: int = gallery.WORKERS
) -> list[tuple[str, Words]]:
    """Take a chapter and write it down. Addresses of its pictures beside the page, and words."""
    pictures, kept = [], []
    for number, picture in enumerate(gallery.take(chapter, workers)):
        address = f"pictures/{stem}-{number + 1:03d}.jpg"
        put(encode(picture.rgb, ".jpg", quality=90), folder / address)
        pictures.append(picture)
        kept.append((address, picture.words))
        advance()
    for sheet in range(0, len(pictures), gallery.SHEET):
        rgb = gallery.draw_sheet(pictures[sheet : sheet + gallery.SHEET])
        put(encode(rgb, ".jpg", quality=88), folder / f"{stem}-{sheet // gallery.SHEET + 1}.jpg")
    return kept
