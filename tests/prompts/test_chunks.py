"""Chunks: 75 tokens each, cut at commas where one is near."""

from hypothesis import given
from hypothesis import strategies as st

from toile.prompts.attention import BREAK, ENDS, Span
from toile.prompts.chunks import LENGTH, Chunk, Embedding, Vocabulary, cut_chunks

WORDS = Vocabulary()
COMMA = WORDS.comma


def tokens_of(text: str) -> list[int]:
    """One token a letter."""
    return [COMMA if letter == "," else 1000 + ord(letter) % 1000 for letter in text]


def own(chunk: Chunk) -> list[int]:
    """A chunk's tokens without start, end and padding."""
    return [token for token in chunk.tokens[1:-1] if token != WORDS.pad]


def cut(text: str, weight: float = 1.0) -> tuple[Chunk, ...]:
    return cut_chunks([Span(text, weight)], tokens_of)


def test_the_empty_prompt_is_one_chunk_of_padding() -> None:
    (chunk,) = cut("")
    assert chunk.tokens == (WORDS.start, *[WORDS.pad] * LENGTH, WORDS.end)
    assert set(chunk.weights) == {1.0} and len(chunk.weights) == LENGTH + 2


def test_what_does_not_fit_goes_into_the_next_chunk() -> None:
    first, second = cut("a" * 80, 1.3)
    assert len(own(first)) == 75 and len(own(second)) == 5
    assert second.weights[1:6] == (1.3,) * 5 and second.weights[6] == 1.0


def test_what_follows_a_near_comma_moves_on_together() -> None:
    first, second = cut("a" * 60 + "," + "b" * 30)
    assert own(first)[-1] == COMMA and len(own(first)) == 61
    assert own(second) == tokens_of("b" * 30)


def test_a_comma_further_back_than_twenty_tokens_does_not_count() -> None:
    first, _ = cut("a" * 40 + "," + "b" * 50)
    assert len(own(first)) == 75


def test_a_comma_that_does_not_fit_begins_the_next_chunk() -> None:
    first, second = cut("a" * 75 + ",b")
    assert len(own(first)) == 75 and own(second) == tokens_of(",b")


def test_the_end_stands_behind_the_words_and_padding_behind_the_end() -> None:
    words = Vocabulary(pad=0)
    (chunk,) = cut_chunks([Span("ab", 1.1)], tokens_of, words)
    assert chunk.tokens == (words.start, *tokens_of("ab"), words.end, *[0] * 73)
    assert chunk.weights == (1.0, 1.1, 1.1, *[1.0] * 74)
    (full,) = cut_chunks([Span("a" * 75, 1.0)], tokens_of, words)
    assert full.tokens == (words.start, *tokens_of("a" * 75), words.end)


def test_an_embedding_moves_on_with_what_follows_the_comma() -> None:
    learned = Embedding("xy", tuple(tokens_of("xy")), 4)
    known = {learned.tokens[0]: [learned]}
    first, second = cut_chunks([Span("a" * 60 + ",bxy" + "c" * 20, 1.0)], tokens_of, embeddings=known)
    assert not first.fixes and [fix.at for fix in second.fixes] == [2]
    assert second.tokens[1:6] == (*tokens_of("b"), 0, 0, 0, 0)


def test_an_embedding_larger_than_a_chunk_stays_the_words_it_is_named_by() -> None:
    learned = Embedding("xy", tuple(tokens_of("xy")), LENGTH + 1)
    (chunk,) = cut_chunks([Span("xy", 1.0)], tokens_of, embeddings={learned.tokens[0]: [learned]})
    assert not chunk.fixes and own(chunk) == tokens_of("xy")


def test_break_ends_a_chunk() -> None:
    first, second = cut_chunks([Span("ab", 1.0), Span(BREAK, ENDS), Span("c", 1.0)], tokens_of)
    assert (own(first), own(second)) == (tokens_of("ab"), tokens_of("c"))


def test_an_embedding_takes_the_place_of_its_name_and_is_not_divided() -> None:
    learned = Embedding("xy", tuple(tokens_of("xy")), 8)
    known = {learned.tokens[0]: [learned]}
    (chunk,) = cut_chunks([Span("axyb", 1.2)], tokens_of, embeddings=known)
    assert chunk.fixes[0].at == 2 and chunk.tokens[2:10] == (0,) * 8
    assert chunk.tokens[10] == tokens_of("b")[0] and chunk.weights[2:10] == (1.2,) * 8
    first, second = cut_chunks([Span("a" * 70 + "xy", 1.0)], tokens_of, embeddings=known)
    assert len(own(first)) == 70 and second.fixes[0].at == 1


@given(text=st.text(alphabet="abc,", max_size=400), backtrack=st.integers(0, 40))
def test_all_tokens_are_there_in_order(text: str, backtrack: int) -> None:
    chunks = cut_chunks([Span(text, 1.0)], tokens_of, backtrack=backtrack)
    assert [token for chunk in chunks for token in own(chunk)] == tokens_of(text)
    assert all(len(chunk.tokens) == len(chunk.weights) == LENGTH + 2 for chunk in chunks)
