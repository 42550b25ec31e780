"""Chunks: a prompt of any length in pieces of 75 tokens, each of which the text encoder reads on its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from toile.prompts.attention import BREAK, ENDS, Span

LENGTH = 75  # tokens of a chunk, without those for its start and end
BACKTRACK = 20  # tokens, how far back a comma may be for the rest to move on together


@dataclass(frozen=True)
class Vocabulary:
    """What a tokenizer calls the `start` and `end` of a text, what fills a chunk up behind its end (`pad`; 0 for
    OpenCLIP), and the `comma`."""

    start: int = 49406
    end: int = 49407
    pad: int = 49407
    comma: int = 267


@dataclass(frozen=True)
class Embedding:
    """A learned word: the `tokens` that spell its name, and how many `vectors` take their place."""

    name: str
    tokens: tuple[int, ...]
    vectors: int


@dataclass(frozen=True)
class Fix:
    """In a chunk, from the token `at` on (its start is 0), stand the vectors of an embedding."""

    at: int
    embedding: Embedding


@dataclass(frozen=True)
class Chunk:
    """`tokens` and `weights`, `LENGTH` + 2 each."""

    tokens: tuple[int, ...]
    weights: tuple[float, ...]
    fixes: tuple[Fix, ...] = ()


@dataclass
class _Filling:
    """The chunk that is being filled, and where its last comma is."""

    tokens: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    comma: int | None = None

    def close(self, words: Vocabulary) -> Chunk:
        spare = LENGTH - len(self.tokens)
        return Chunk(
            # The end is where the words end: encoders pool there.
            (words.start, *self.tokens, words.end, *[words.pad] * spare),
            (1.0, *self.weights, *[1.0] * spare, 1.0),
            tuple(self.fixes),
        )

    def rest_after_comma(self) -> "_Filling":
        """Take what follows the last comma away, for the next chunk."""
        assert self.comma is not None
        cut = self.comma + 1
        rest = _Filling(self.tokens[cut:], self.weights[cut:])
        rest.fixes = [Fix(fix.at - cut, fix.embedding) for fix in self.fixes if fix.at > cut]
        self.tokens, self.weights = self.tokens[:cut], self.weights[:cut]
        self.fixes = [fix for fix in self.fixes if fix.at <= cut]
        return rest


def cut_chunks(
    spans: Sequence[Span],
    tokenize: Callable[[str], Sequence[int]],
    words: Vocabulary | None = None,
    embeddings: Mapping[int, Sequence[Embedding]] | None = None,
    backtrack: int = BACKTRACK,
) -> tuple[Chunk, ...]:
    """The spans as chunks; at least one. `embeddings`: by their first token, the longest name first; one is never
    divided, and one of more than `LENGTH` vectors is not taken. `backtrack` 0: commas are like other tokens."""
    words, embeddings = words or Vocabulary(), embeddings or {}
    chunks: list[Chunk] = []
    filling = _Filling()
    for span in spans:
        if span.text == BREAK and span.weight == ENDS:
            chunks.append(filling.close(words))
            filling = _Filling()
            continue
        tokens = tuple(tokenize(span.text))
        position = 0
        while position < len(tokens):
            token, full = tokens[position], len(filling.tokens) == LENGTH
            if token == words.comma:
                if full:
                    chunks.append(filling.close(words))
                    filling = _Filling()
                filling.comma = len(filling.tokens)
            elif full:
                near = filling.comma is not None and LENGTH - filling.comma <= backtrack
                rest = filling.rest_after_comma() if near else _Filling()
                chunks.append(filling.close(words))
                filling = rest
            learned = _find(embeddings, tokens, position)
            count = learned.vectors if learned else 1
            if len(filling.tokens) + count > LENGTH:
                chunks.append(filling.close(words))
                filling = _Filling()
            if learned:
                filling.fixes.append(Fix(len(filling.tokens) + 1, learned))
            filling.tokens += [0] * count if learned else [token]
            filling.weights += [span.weight] * count
            position += len(learned.tokens) if learned else 1
    if filling.tokens or not chunks:
        chunks.append(filling.close(words))
    return tuple(chunks)


def _find(
    embeddings: Mapping[int, Sequence[Embedding]], tokens: Sequence[int], position: int
) -> Embedding | None:
    """The embedding whose name stands there."""
    for one in embeddings.get(tokens[position], ()):
        if tuple(tokens[position : position + len(one.tokens)]) == one.tokens and one.vectors <= LENGTH:
            return one
    return None
