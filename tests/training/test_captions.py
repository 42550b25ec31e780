"""Captions: true, varied, in two languages; and the vocabulary that is learnt from them."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.engine.tokenizer import Tokenizer
from toile.training.captions import Shown, exchange, write_caption
from toile.training.tokens import learn_tokens

PERSON = {
    "gender": ("woman", "女性"), "age": ("young", "年轻"), "height": ("tall", "高个子"), "build": ("slim", "苗条"),
    "skin": ("fair", "白皙"), "hair": ("long wavy hair", "长卷发"), "hair colour": ("red", "红色"),
    "shoes": ("sneakers", "运动鞋"), "shoe colour": ("white", "白色"),
}  # fmt: skip
TEE = {"cut": ("t-shirt", "T恤"), "sleeves": ("long-sleeved", "长袖"), "neckline": ("crew neck", "圆领")}
JEANS = {"cut": ("jeans", "牛仔裤"), "length": ("regular-length", "常规长度")}
SHOWN = Shown(
    PERSON, [(TEE, ("navy", "white"), "stripes"), (JEANS, ("sky blue",), "plain")], "walking", "park", "full"
)
MANY = [write_caption(SHOWN, np.random.default_rng(number)) for number in range(400)]


def test_no_two_need_be_alike() -> None:
    assert len(set(MANY)) > 380
    chinese = [one for one in MANY if not one.isascii()]
    assert 100 < len(chinese) < 220


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (("woman", "lady", "female model"), ("man", "guy")),
        (("t-shirt", "tee"), ("dress", "hoodie")),
        (("park",), ("beach", "office")),
        (("navy", "blue"), ("yellow", "pink")),
        (("walking",), ("sitting",)),
        (("T恤",), ("连衣裙",)),
        (("公园",), ("海滩",)),
    ],
)
def test_what_is_said_is_true(words: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert sum(any(word in one.lower() or word in one for word in words) for one in MANY) > 60
    wrong = [rf"\b{other}\b" if other.isascii() else other for other in others]
    assert not any(re.search(pattern, one) for one in MANY for pattern in wrong)


def test_things_are_left_out_at_times() -> None:
    english = [one for one in MANY if one.isascii()]
    for word in ("hair", "park", "jeans", "walking"):
        assert 0.2 < np.mean([word in one for one in english]) < 0.95, word


def test_some_wordings_are_kept_for_measuring() -> None:
    held = [write_caption(SHOWN, np.random.default_rng(number), held_out=True) for number in range(200)]
    kept = ("an image showing", "fashion shot of", "who wears", "时尚摄影", "画面里是", "身着")
    assert any(any(words in one for words in kept) for one in held)
    assert not any(words in one for one in MANY for words in kept)


@given(st.integers(0, 2**32 - 1))
def test_a_seed_is_a_caption(seed: int) -> None:
    one, other = (write_caption(SHOWN, np.random.default_rng(seed)) for _ in range(2))
    assert one == other and not one.endswith((",", " ")) and "  " not in one


def test_only_whole_words_are_exchanged() -> None:
    random = np.random.default_rng(0)
    assert "guy" not in exchange("a woman in a plain dress", random, 1.0)
    assert exchange("a man, plain coat", random, 1.0) != "a man, plain coat"


def test_a_vocabulary_reads_what_it_was_learnt_from_in_few_tokens(tmp_path: Path) -> None:
    learn_tokens(MANY, 700, tmp_path)
    tokenizer = Tokenizer(tmp_path)
    assert tokenizer.end == 699 and tokenizer.vocabulary().start == 698
    lengths = [len(tokenizer(one)) for one in MANY]
    assert max(lengths) < 110 and np.mean(lengths) < 50
    assert max(max(tokenizer(one)) for one in MANY) < 700
    assert tokenizer("a dragon 恐龙 !?")  # letters that no caption has are there too
    from transformers import CLIPTokenizer

    theirs = CLIPTokenizer.from_pretrained(tmp_path)
    for caption in MANY[:60]:
        assert theirs(caption)["input_ids"][1:-1] == list(tokenizer(caption))
