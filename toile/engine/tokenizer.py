"""The tokenizer of CLIP (Radford et al. 2021, arXiv 2103.00020, section 2.4): lower-cased byte pairs, words ending in
`</w>`."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from toile.errors import BadRequest
from toile.prompts.chunks import Vocabulary

FILES = ("vocab.json", "merges.txt")
_START, _END, _COMMA = "<|startoftext|>", "<|endoftext|>", ",</w>"
_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


@dataclass(frozen=True)
class Tokenizer:
    """A folder with `vocab.json` and `merges.txt`; read when it is first needed."""

    folder: Path

    def __call__(self, text: str) -> tuple[int, ...]:
        """The tokens of a text, without those for its start and end. Raises BadRequest `checkpoint_broken`."""
        return tuple(self._made[0].encode(text, add_special_tokens=False).ids)

    @property
    def end(self) -> int:
        """The token that ends a text."""
        return self._made[1][_END]

    def vocabulary(self, pad: int | None = None) -> Vocabulary:
        """What its marks are called; `pad`: the token to fill up with, by default that of the end."""
        _, known = self._made
        end = known[_END]
        return Vocabulary(known[_START], end, end if pad is None else pad, known.get(_COMMA, -1))

    @cached_property
    def _made(self) -> tuple[Any, dict[str, int]]:
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

        try:
            vocabulary = json.loads((self.folder / FILES[0]).read_text(encoding="utf-8"))
            lines = (self.folder / FILES[1]).read_text(encoding="utf-8").split("\n")
            merges = [_pair(line) for line in lines if line.strip() and not line.startswith("#version")]
            if not {_START, _END} <= vocabulary.keys():
                raise ValueError("not CLIP's")
            bytes_as_letters = models.BPE(
                vocab=vocabulary, merges=merges, unk_token=_END, end_of_word_suffix="</w>",
                continuing_subword_prefix="", fuse_unk=False,
            )  # fmt: skip
        except Exception as fault:  # the library raises its own and plain ones
            raise BadRequest("checkpoint_broken", name=f"{self.folder.name}/{FILES[0]}") from fault
        made = Tokenizer(bytes_as_letters)
        made.normalizer = normalizers.Sequence(
            [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
        )
        made.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(_WORDS), behavior="removed", invert=True),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
        return made, vocabulary


def _pair(line: str) -> tuple[str, str]:
    """Two pieces of words that are put together."""
    first, second = line.split()
    return first, second
