"""Tokens: a small vocabulary in CLIP's form (Radford et al. 2021, section 2.4), for English and Chinese captions."""

import json
from collections.abc import Iterable
from pathlib import Path

START, END = "<|startoftext|>", "<|endoftext|>"
_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"  # as CLIP cuts a text
_SUFFIX = "</w>"


def learn_tokens(captions: Iterable[str], size: int, folder: Path) -> None:
    """The pairs of letters that occur most (Sennrich et al. 2016, arXiv 1508.07909), until there are `size` tokens;
    written as transformers and the engine read it."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    made = Tokenizer(models.BPE(end_of_word_suffix=_SUFFIX))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=size - 2 - len(letters),
        show_progress=False,
        special_tokens=[],
        initial_alphabet=letters,
        end_of_word_suffix=_SUFFIX,
        min_frequency=2,
    )
    made.train_from_iterator(captions, trainer)
    said = json.loads(made.to_str())["model"]
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in said["merges"]]
    # Every letter may stand inside of a word or at its end, whether the captions have it or not.
    words = [*letters, *(letter + _SUFFIX for letter in letters)]
    words = list(dict.fromkeys([*words, *("".join(pair.split(" ")) for pair in merges)]))[: size - 2]
    known = set(words)
    merges = [pair for pair in merges if "".join(pair.split(" ")) in known]
    # What captions do not need stays free, so that the marks are where a text encoder of that size has them.
    free = [f"<|{number}|>" for number in range(size - 2 - len(words))]
    vocabulary = {word: number for number, word in enumerate([*words, *free, START, END])}
    _write(folder, vocabulary, merges)


def _write(folder: Path, vocabulary: dict[str, int], merges: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "vocab.json": json.dumps(vocabulary, ensure_ascii=False),
        "merges.txt": "\n".join(["#version: 0.2", *merges]) + "\n",
        "tokenizer_config.json": json.dumps(
            {
                "tokenizer_class": "CLIPTokenizer",
                "model_max_length": 77,
                "bos_token": START,
                "eos_token": END,
                "unk_token": END,
                "pad_token": END,
                "do_lower_case": True,
            },
            indent=1,
        ),
        "special_tokens_map.json": json.dumps(
            {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}, indent=1
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
