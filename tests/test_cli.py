"""The command line as a user meets it: words, exit codes, never a traceback."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toile.cli import VERBS, find_verb, main
from toile.commands.verb import Option, Verb, choice, number, parse, whole
from toile.errors import BadRequest
from toile.messages import CATALOGUE


def test_help_lists_every_verb_and_names_the_first_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    page = capsys.readouterr().out
    assert all(verb in page for verb in VERBS) and "toile try PERSON.jpg" in page


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verb_explains_itself(verb: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help", "--lang", language]) == 0
    page = capsys.readouterr().out
    assert f"toile {verb}" in page
    assert all(option.name in page for option in find_verb(verb).options)
    assert ("用法" in page) == (language == "zh")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_has_its_words(verb: str) -> None:
    found = find_verb(verb)
    assert found.name == verb and found.help in CATALOGUE
    assert {option.help for option in found.options} <= set(CATALOGUE)


def test_brackets_are_shown_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create", "--help"]) == 0
    assert "[a:b:0.5]" in capsys.readouterr().out


def test_help_is_quick() -> None:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "toile.cli", "--help"], capture_output=True, check=True)
    # 0.13 s on a free core; the margin is for a machine that is busy with other tests.
    assert time.perf_counter() - began < 1.5 and b"toile" in done.stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["ttry"], "toile try"),
        (["zzz"], "toile --help"),
        (["try"], "PERSON is missing"),
        (["try", "a.jpg"], "no garment"),
        (["try", "a.jpg", "b.jpg", "--lenght", "1"], "--length"),
        (["try", "a.jpg", "b.jpg", "--zzzzz"], "no option --zzzzz"),
        (["try", "a.jpg", "b.jpg", "--length"], "--length needs a value"),
        (["try", "a.jpg", "b.jpg", "--length", "x"], "0.7 to 1.4"),
        (["try", "a.jpg", "b.jpg", "--length", "nan"], "0.7 to 1.4"),
        (["try", "a.jpg", "b.jpg", "--fit", "9"], "0.7 to 1.4"),
        (["try", "a.jpg", "b.jpg", "--tuck", "--over"], "exclude each other"),
        (["try", "a.jpg", "b.jpg", "-o"], "--output needs a value"),
        (["recipe", "a.png", "b.png"], "one word too many"),
        (["recipe", "none.png"], "There is no file none.png"),
        (["recipe", "--json=1", "x"], "--help"),
        (["--zzz"], "no option --zzz"),
        (["try", "--lang"], "language"),
        (["try", "--lang", "fr"], "language"),
    ],
)
def test_a_slip_is_explained_with_the_next_step(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2
    caught = capsys.readouterr()
    assert said in " ".join(caught.err.split()) and "Traceback" not in caught.err and caught.out == ""


def test_errors_speak_chinese_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["recipe", "none.png", "--lang=zh"]) == 2
    assert "找不到文件" in capsys.readouterr().err
    monkeypatch.setenv("TOILE_LANGUAGE", "zh")
    assert main(["recipe", "none.png"]) == 2
    assert "找不到文件" in capsys.readouterr().err


def test_with_json_an_error_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", "none.png", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "photo_missing" and error["message"] and error["next_step"]


def test_a_bug_gives_one_line_and_keeps_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("a wheel came off")

    monkeypatch.setenv("TOILE_DATA", str(tmp_path))
    monkeypatch.setattr("toile.commands.recipe.VERB", Verb("recipe", "help_recipe", broken))
    assert main(["recipe"]) == 1
    assert "a wheel came off" in capsys.readouterr().err
    assert "broken" in (tmp_path / "last-error.txt").read_text()
    assert main(["recipe", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_stopping_is_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("toile.commands.recipe.VERB", Verb("recipe", "help_recipe", stopped))
    assert main(["recipe"]) == 130


def test_a_reader_that_has_seen_enough_is_not_an_error() -> None:
    command = f"{sys.executable} -m toile.cli doctor | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr and "Error" not in done.stderr


def test_a_poor_terminal_gets_question_marks_not_a_crash() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toile.cli", "--help", "--lang", "zh"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0 and b"?" in done.stdout


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("toile 0.")


def test_the_doctor_reports_in_both_shapes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--lang", "zh"]) == 0
    assert "处理器" in capsys.readouterr().out
    assert main(["doctor", "--json"]) == 0
    assert all(row["text"] for row in json.loads(capsys.readouterr().out))


def test_arguments_and_options_may_be_mixed() -> None:
    verb = find_verb("try")
    for typed in (
        ["p.jpg", "a.jpg", "b.jpg", "--top", "t.jpg", "-o", "x.png"],
        ["--top", "t.jpg", "p.jpg", "a.jpg", "-o", "x.png", "b.jpg"],
        ["-o", "x.png", "p.jpg", "--top=t.jpg", "a.jpg", "b.jpg"],
    ):
        found = parse(verb, typed)
        assert (found.person, found.garment, found.top, found.output) == (
            "p.jpg", ["a.jpg", "b.jpg"], ["t.jpg"], "x.png"
        )  # fmt: skip


def test_readers_take_what_fits_and_refuse_the_rest() -> None:
    assert (
        number(0, 2)("--n", "1.5") == 1.5
        and whole(1, 9)("--n", "3") == 3
        and choice("a", "b")("--n", "b") == "b"
    )
    for read, typed in ((number(0, 2), "3"), (whole(1, 9), "2.5"), (whole(1, 9), "0"), (choice("a"), "c")):
        with pytest.raises(BadRequest):
            read("--n", typed)


def test_a_repeated_option_keeps_every_value_and_forgets_them_afterwards() -> None:
    verb = Verb("x", "help_try", lambda *_: 0, (Option("--top", "help_top", value="FILE", many=True),))
    assert parse(verb, ["--top", "a", "--top", "b"]).top == ["a", "b"]
    assert parse(verb, []).top == []
