"""Text: what a model's text encoders make of a prompt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from toile.compute.layers import widen
from toile.engine.clip import PROJECTION, TOKENS
from toile.engine.emphasis import Emphasis, weigh
from toile.engine.model import TEXTS, Model
from toile.engine.tensors import open_tensors
from toile.errors import BadRequest
from toile.pixels.arrays import Floats
from toile.prompts.attention import Span, read_attention
from toile.prompts.chunks import Chunk, Embedding, cut_chunks

Encode = Callable[[int, int, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Text:
    """What a prompt says to the U-Net: `tokens` [T, D], T a multiple of 77; `pooled` [P] of the whole (SDXL)."""

    tokens: Floats
    pooled: Floats | None = None


@dataclass(frozen=True)
class Learned:
    """A textual inversion (Gal et al. 2022, arXiv 2208.01618): a word of its own, and its `vectors` [N, D] for each of
    a model's text encoders."""

    name: str
    vectors: tuple[Floats, ...]


def read_learned(path: Path, model: Model) -> Learned:
    """A textual inversion from a .safetensors file; its word is the file's name.

    Raises BadRequest: as `read_header`, and `embedding_strange` for one that was not made for such a model.
    """
    tensors = open_tensors(path)
    names = list(tensors.header.tensors)
    keys = ["clip_l", "clip_g"] if "clip_g" in names else names[:1]
    vectors = tuple(np.atleast_2d(widen(tensors.read(key))) for key in keys if key in names)
    if tuple(one.shape[-1] for one in vectors) != tuple(text.wide for text in model.texts):
        raise BadRequest("embedding_strange", name=path.name, model=model.name)
    return Learned(path.stem, vectors)


@dataclass(frozen=True)
class Reader:
    """Reads prompts for a model. `encode(number, skip, tokens [77, D])` is a text encoder: what it says in the layer
    `skip` from the end, and in the last one."""

    model: Model
    encode: Encode
    learned: Sequence[Learned] = field(default_factory=tuple)

    def read(
        self, prompt: str, *, skip: int = 1, emphasis: Emphasis = Emphasis.ORIGINAL, negative: bool = False
    ) -> Text:
        """What the encoders say. `skip`: layers from the end, 1 the last (SDXL always has the last but one). An empty
        negative prompt says nothing at all to SDXL."""
        spans = (Span(prompt, 1.0),) if emphasis is Emphasis.NONE else read_attention(prompt)
        said = [self._read(number, spans, skip, emphasis) for number in range(len(self.model.texts))]
        tokens = np.concatenate([text.tokens for text in said], -1)
        pooled = next((text.pooled for text in said if text.pooled is not None), None)
        if pooled is not None and negative and not prompt:
            return Text(np.zeros_like(tokens), np.zeros_like(pooled))
        return Text(tokens, pooled)

    def _read(self, number: int, spans: Sequence[Span], skip: int, emphasis: Emphasis) -> Text:
        """One encoder's."""
        tokenizer, plan = self.model.tokenizers[number], self.model.texts[number]
        chunks = cut_chunks(
            spans, tokenizer, tokenizer.vocabulary(None if plan.quick else 0), self._embeddings(number)
        )
        hidden, pooled = [], None
        for chunk in chunks:
            layer, last = self.encode(number, 2 if self.model.xl else skip, self._vectors(number, chunk))
            hidden.append(weigh(layer, np.array(chunk.weights, np.float32), emphasis))
            if plan.projection and pooled is None:
                # Where the words end: there the encoder sums them up.
                at = chunk.tokens.index(tokenizer.end) if tokenizer.end in chunk.tokens else -1
                matrix = self.model.sources[TEXTS[number]](PROJECTION, (plan.projection, plan.wide))
                pooled = widen(matrix) @ last[at]
        return Text(np.concatenate(hidden), pooled)

    def _vectors(self, number: int, chunk: Chunk) -> Floats:
        """The vectors [77, D] of a chunk's tokens, with those of textual inversions in their places."""
        plan = self.model.texts[number]
        table = self.model.sources[TEXTS[number]](TOKENS, (plan.vocabulary, plan.wide))
        known = np.minimum(chunk.tokens, plan.vocabulary - 1)
        vectors = widen(table[known])
        for fix in chunk.fixes:
            learned = next(one for one in self.learned if one.name == fix.embedding.name).vectors[number]
            vectors[fix.at : fix.at + len(learned)] = learned
        return vectors

    def _embeddings(self, number: int) -> Mapping[int, Sequence[Embedding]]:
        """Textual inversions by the first token of their names, the longest name first."""
        found: dict[int, list[Embedding]] = {}
        for one in self.learned:
            tokens = self.model.tokenizers[number](one.name)
            if tokens:
                found.setdefault(tokens[0], []).append(Embedding(one.name, tokens, len(one.vectors[number])))
        return {first: sorted(some, key=lambda one: -len(one.tokens)) for first, some in found.items()}
