"""Limits: what a checkpoint says of itself that it can do, in `toile.json` beside its parts. Most say nothing, and then
anything may be asked of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from toile.domain.geometry import Size
from toile.engine.checkpoint import read_json
from toile.errors import BadRequest
from toile.prompts.attention import read_attention
from toile.prompts.conjunction import split_conjunction

FILE = "toile.json"
_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*|[\u4e00-\u9fff]+")
_LONGEST = 12  # signs of a Chinese word
_MOST = 8  # words that are named
_USUAL: Mapping[str, Callable[[Any], int | float | str]] = {"steps": int, "cfg": float, "sampler": str}


@dataclass(frozen=True)
class Limits:
    """`sizes` that it was trained for; `words` that it was taught; `glance` [C, 3]: what a latent's channels look like;
    `usual`: `steps`, `cfg` and `sampler` that it paints best with; its `licence`. Each empty where it does not say."""

    sizes: tuple[Size, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)
    glance: tuple[tuple[float, float, float], ...] = ()
    usual: Mapping[str, int | float | str] = field(default_factory=dict)
    licence: str = ""

    def check(self, size: Size) -> None:
        """Raises BadRequest `size_untrained`."""
        if self.sizes and size not in self.sizes:
            known = ", ".join(f"{one.width}x{one.height}" for one in self.sizes)
            raise BadRequest("size_untrained", width=size.width, height=size.height, known=known)

    def find_unknown(self, prompt: str) -> tuple[str, ...]:
        """The words of a prompt that it was not taught, as they occur; a few at most."""
        if not self.words:
            return ()
        parts = split_conjunction(prompt)
        text = " ".join(span.text for part in parts for span in read_attention(part.text)).lower()
        found: dict[str, None] = {}
        for word in _WORD.findall(text):
            found |= dict.fromkeys(self._strange(word))
            if len(found) >= _MOST:
                break
        return tuple(found)[:_MOST]

    def _strange(self, word: str) -> Sequence[str]:
        """What of a word is not known: of an English one its parts; of a Chinese one what no known word covers."""
        if word.isascii():
            if word in self.words:
                return ()
            return [part for part in re.split(r"[-']", word) if part not in self.words and len(part) > 1]
        rest, at = "", 0
        pieces: list[str] = []
        while at < len(word):
            length = next(
                (
                    n
                    for n in range(min(_LONGEST, len(word) - at), 0, -1)
                    if word[at : at + n] in self._chinese
                ),
                0,
            )
            if length:
                pieces, rest = [*pieces, *([rest] if rest else [])], ""
                at += length
            else:
                rest, at = rest + word[at], at + 1
        return [*pieces, *([rest] if rest else [])]

    @cached_property
    def _chinese(self) -> frozenset[str]:
        return frozenset(word for word in self.words if not word.isascii())


def read_limits(path: Path) -> Limits:
    """What the checkpoint in a folder says. Raises BadRequest `checkpoint_broken` for what makes no sense."""
    if not (path / FILE).is_file():
        return Limits()
    said: Mapping[str, Any] = read_json(path, FILE)
    try:
        sizes = tuple(Size(int(width), int(height)) for width, height in said.get("sizes", ()))
        words = frozenset(str(word) for word in said.get("words", ()))
        glance = tuple((float(r), float(g), float(b)) for r, g, b in said.get("glance", ()))
        usual = {
            name: read(said["usual"][name]) for name, read in _USUAL.items() if name in said.get("usual", {})
        }
    except (TypeError, ValueError) as fault:
        raise BadRequest("checkpoint_broken", name=FILE) from fault
    return Limits(sizes, words, glance, usual, str(said.get("licence", "")))
