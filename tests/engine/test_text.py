"""What prompts say: chunks, weights, and the tokens of another library."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.checkpoints import write_tokenizer
from toile.compute.backend import Processor
from toile.engine.cache import Cache
from toile.engine.emphasis import Emphasis
from toile.engine.model import read_model
from toile.engine.networks import Networks
from toile.engine.text import Reader
from toile.engine.tokenizer import Tokenizer
from toile.errors import BadRequest

Make = Callable[[str], Path]


@pytest.fixture
def read(folder: Make, tmp_path: Path) -> Reader:
    networks = Networks(read_model(folder("sd15")), Cache(tmp_path / "cache"), Processor("f32"))
    return Reader(networks.model, networks.encode_text)


@pytest.fixture
def read_xl(folder: Make, tmp_path: Path) -> Reader:
    networks = Networks(read_model(folder("sdxl")), Cache(tmp_path / "cache"), Processor("f32"))
    return Reader(networks.model, networks.encode_text)


def test_every_75_tokens_are_a_chunk_of_their_own(read: Reader) -> None:
    once, twice = read.read("a " * 75), read.read("a " * 76)
    assert once.tokens.shape == (77, 64) and twice.tokens.shape == (154, 64)
    assert np.array_equal(twice.tokens[:77], once.tokens)
    assert read.read("a BREAK b").tokens.shape == (154, 64) and once.pooled is None


def test_weights_multiply_and_the_mean_stays(read: Reader) -> None:
    plain, heavy = read.read("a red hat"), read.read("a (red:1.5) hat")
    assert heavy.tokens.mean() == pytest.approx(plain.tokens.mean(), rel=1e-3)
    raw = read.read("a (red:1.5) hat", emphasis=Emphasis.NO_NORM).tokens
    changed = np.flatnonzero(np.abs(raw - plain.tokens).max(axis=1) > 1e-6)
    tokens = len(read.model.tokenizers[0]("red"))
    assert list(changed) == list(range(2, 2 + tokens))
    assert np.allclose(raw[changed], 1.5 * plain.tokens[changed], rtol=1e-5)
    assert np.array_equal(read.read("a (red:1.5) hat", emphasis=Emphasis.IGNORE).tokens, plain.tokens)
    brackets = read.read("a (red:1.5) hat", emphasis=Emphasis.NONE).tokens
    assert not np.allclose(brackets, plain.tokens) and not np.allclose(brackets, raw)


def test_layers_can_be_left_out(read: Reader) -> None:
    assert not np.allclose(read.read("a hat").tokens, read.read("a hat", skip=2).tokens)
    assert read.read("a hat", skip=99).tokens.shape == (77, 64)  # never more than there are


def test_two_encoders_speak_side_by_side(read_xl: Reader) -> None:
    said = read_xl.read("a hat")
    assert said.tokens.shape == (77, 128) and said.pooled is not None and said.pooled.shape == (64,)
    assert np.array_equal(said.tokens, read_xl.read("a hat", skip=2).tokens)  # it always has the last but one


def test_no_negative_prompt_is_nothing_at_all_to_the_larger_models(read: Reader, read_xl: Reader) -> None:
    nothing = read_xl.read("", negative=True)
    assert not nothing.tokens.any() and nothing.pooled is not None and not nothing.pooled.any()
    assert read_xl.read("").tokens.any() and read.read("", negative=True).tokens.any()


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(write_tokenizer(tmp_path_factory.mktemp("tokenizer"), 1024))


@pytest.mark.filterwarnings("ignore")
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40))
def test_tokens_are_those_of_transformers(tokenizer: Tokenizer, text: str) -> None:
    from transformers import CLIPTokenizer

    theirs = CLIPTokenizer.from_pretrained(tokenizer.folder, model_max_length=77)
    assert list(tokenizer(text)) == theirs(text, add_special_tokens=False).input_ids


def test_a_folder_that_holds_no_tokenizer_of_clips_is_refused(tmp_path: Path) -> None:
    folder = write_tokenizer(tmp_path / "tokenizer", 1024)
    for name, content in (("merges.txt", "a b c"), ("vocab.json", "{}"), ("vocab.json", "[")):
        (folder / name).write_text(content)
        with pytest.raises(BadRequest) as caught:
            Tokenizer(folder)("a")
        assert caught.value.code == "checkpoint_broken"
