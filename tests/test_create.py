"""`toile create` as a user meets it."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.checkpoints import PLANS, write_adapter, write_control, write_folder
from toile.cli import main
from toile.pixels.metadata import read_parameters


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("create")
    write_folder(PLANS["sd15", "tiny"], path / "data/models/checkpoints/tiny")
    write_control(PLANS["sd15", "tiny"], path / "control")
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(0, 256, (96, 64, 3), np.uint8)).save(path / "init.png")
    mask = np.zeros((96, 64), np.uint8)
    mask[20:50, 10:40] = 255
    Image.fromarray(mask).save(path / "mask.png")
    return path


@pytest.fixture(autouse=True)
def data(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOILE_DATA", str(root / "data"))


def create(*typed: str, output: Path) -> int:
    return main(["create", *typed, "--steps", "3", "--seed", "1", "-o", str(output)])


def pixels(path: Path) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.asarray(Image.open(path))


def test_a_picture_says_what_it_is_and_can_be_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = tmp_path / "a.png", tmp_path / "b.png"
    assert (
        create("a red hat", "--negative", "blue", "--size", "64x96", "--sampler", "Euler a", output=first)
        == 0
    )
    page = capsys.readouterr().out
    assert "64 × 96" in page and "Euler a" in page and "tiny (Stable Diffusion 1.5)" in page
    said = read_parameters(first)
    assert said.startswith("a red hat\nNegative prompt: blue\nSteps: 3, Sampler: Euler a,")
    assert main(["create", "--from", str(first), "-o", str(again)]) == 0
    assert np.array_equal(pixels(first), pixels(again))
    assert main(["create", "--from", str(first), "--cfg", "2", "-o", str(again)]) == 0
    assert not np.array_equal(pixels(first), pixels(again))


def test_several_pictures_are_numbered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert create("a hat", "--size", "64x64", "--count", "2", "--json", output=tmp_path / "a.png") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["output"]).name for row in rows] == ["a-1.png", "a-2.png"]
    assert [row["seed"] for row in rows] == [1, 2] and all(Path(row["output"]).exists() for row in rows)


def test_a_picture_to_begin_with_is_needed_again(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, again = tmp_path / "a.png", tmp_path / "b.png"
    control = ("--control", f"pose:{root / 'init.png'}:{root / 'control'}")
    init, mask = ("--init", str(root / "init.png")), ("--mask", str(root / "mask.png"))
    assert create("a hat", *init, *mask, "--denoise", "0.8", "--mask-blur", "2", output=first) == 0
    assert np.array_equal(pixels(first)[:10], pixels(root / "init.png")[:10])
    assert create("a hat", *init, *mask, *control, output=again) == 0
    for language, word in (("en", "picture to begin with"), ("zh", "起点图片")):
        assert main(["recipe", str(again), "--lang", language]) == 0
        page = capsys.readouterr().out
        assert word in page and "ControlNet" in page and "tiny" in page
    assert main(["create", "--from", str(first), "-o", str(again)]) == 2
    assert "--init" in capsys.readouterr().err
    assert main(["create", "--from", str(again), *init, *mask, "-o", str(first)]) == 2
    assert "--control" in capsys.readouterr().err
    assert main(["create", "--from", str(again), *init, *mask, *control, "-o", str(tmp_path / "c.png")]) == 0
    assert np.array_equal(pixels(again), pixels(tmp_path / "c.png"))
    assert main(["create", "--from", str(first), *init, *mask, "-o", str(again)]) == 0
    assert np.array_equal(pixels(first), pixels(again))
    assert main(["create", "--from", str(first), "--init", str(first), "-o", str(again)]) == 2
    assert "is not the one" in " ".join(capsys.readouterr().err.split())


def test_a_picture_can_stand_in_the_prompt(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adapter = write_adapter(PLANS["sd15", "tiny"], root / "adapter/ip.safetensors")
    plain = ("a hat", "--size", "64x64")
    said = f"{root / 'init.png'}:{adapter}"
    assert create(*plain, output=tmp_path / "a.png") == 0
    assert create(*plain, "--image-prompt", f"{said}:0.6", output=tmp_path / "b.png") == 0
    assert create(*plain, "--image-prompt", f"{said}:0", output=tmp_path / "c.png") == 0
    a, b, c = (pixels(tmp_path / f"{name}.png") for name in "abc")
    assert not np.array_equal(a, b) and np.array_equal(a, c)
    assert "IP-Adapter: " in read_parameters(tmp_path / "b.png")
    assert main(["create", "--from", str(tmp_path / "b.png"), "-o", str(tmp_path / "d.png")]) == 2
    assert "--image-prompt" in capsys.readouterr().err


def test_another_checkpoint_can_take_over(root: Path, tmp_path: Path) -> None:
    other = root / "data/models/checkpoints/tuned"
    write_folder(PLANS["sd15", "tiny"], other, seed=7)
    plain = ("a hat", "--size", "64x64", "--checkpoint", "tiny")
    first, refined, again = (tmp_path / f"{name}.png" for name in "abc")
    assert create(*plain, output=first) == 0
    assert create(*plain, "--refiner", "tuned", "--refiner-switch", "0.5", output=refined) == 0
    assert not np.array_equal(pixels(first), pixels(refined))
    assert "Refiner: tuned [" in read_parameters(refined) and "Refiner switch at: 0.5" in read_parameters(
        refined
    )
    assert main(["create", "--from", str(refined), "--checkpoint", "tiny", "-o", str(again)]) == 0
    assert np.array_equal(pixels(refined), pixels(again))


def test_a_mask_can_be_soft(root: Path, tmp_path: Path) -> None:
    given = ("--init", str(root / "init.png"), "--mask", str(root / "mask.png"), "--denoise", "0.9")
    hard, soft, again = (tmp_path / f"{name}.png" for name in "abc")
    assert create("a hat", *given, "--mask-blur", "8", output=hard) == 0
    assert create("a hat", *given, "--mask-blur", "8", "--soft", output=soft) == 0
    assert not np.array_equal(pixels(hard), pixels(soft))
    assert "Soft inpainting enabled: True" in read_parameters(soft)
    assert main(["create", "--from", str(soft), *given[:4], "-o", str(again)]) == 0
    assert np.array_equal(pixels(soft), pixels(again))


def test_networks_for_faces_and_upscaling_are_looked_for_before_any_work(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create("a hat", "--size", "64x64", "--restore-faces", "GFPGAN", output=tmp_path / "a.png") == 2
    assert "faces" in capsys.readouterr().err
    (root / "data/models/upscalers").mkdir()
    (root / "data/models/upscalers/4x-Sharp.pth").write_bytes(b"nothing")
    hires = ("--hires", "2x", "--hires-upscaler")
    assert create("a hat", "--size", "64x64", *hires, "5x-Other", output=tmp_path / "a.png") == 2
    assert "Nearest, 4x-Sharp" in " ".join(capsys.readouterr().err.split())


def test_styles_are_joined_to_the_prompt(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "data/styles.csv").write_text("name,prompt,negative_prompt\nfilm,film of {prompt},blur\n")
    output = tmp_path / "a.png"
    assert create("a hat", "--size", "64x64", "--style", "film", output=output) == 0
    assert read_parameters(output).startswith("film of a hat\nNegative prompt: blur\n")
    assert create("a hat", "--style", "opera", output=output) == 2
    assert "film" in capsys.readouterr().err


def test_a_picture_can_grow(root: Path, tmp_path: Path) -> None:
    init = ("--init", str(root / "init.png"), "--mask-blur", "2", "--denoise", "0.9")
    assert create("a hat", *init, "--outpaint", "left:32,bottom:16", output=tmp_path / "a.png") == 0
    made, old = pixels(tmp_path / "a.png"), pixels(root / "init.png")
    assert made.shape == (112, 96, 3)
    assert np.array_equal(made[:80, 45:], old[:80, 13:])  # beyond the blur of the mask
    assert made[:, :20].std() > 5
    assert create("a hat", *init, "--outpaint", "16", output=tmp_path / "a.png") == 0
    assert pixels(tmp_path / "a.png").shape == (128, 96, 3)


def test_hires_and_control_and_preview(root: Path, tmp_path: Path) -> None:
    control = f"pose:{root / 'init.png'}:{root / 'control'}"
    plain = ("a hat", "--size", "64x64", "--hires", "1.5x", "--preview", str(tmp_path / "p.png"))
    assert create(*plain, output=tmp_path / "a.png") == 0
    assert create(*plain, "--control", control, output=tmp_path / "b.png") == 0
    assert create(*plain, "--control", f"{control}:0.0", output=tmp_path / "c.png") == 0
    a, b, c = (pixels(tmp_path / f"{name}.png") for name in "abc")
    assert a.shape == (96, 96, 3) and not np.array_equal(a, b) and np.array_equal(a, c)
    assert pixels(tmp_path / "p.png").shape == (12, 12, 3)


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ([], 2, "PROMPT is missing"),
        (["a", "--checkpoint", "nobody"], 2, "no checkpoint nobody"),
        (["a", "--size", "wide"], 2, "512x768"),
        (["a", "--size", "64x9000000"], 2, "4096"),
        (["a", "--seed", "-1"], 2, "--seed"),
        (["a", "--cfg", "nan"], 2, "--cfg"),
        (["a", "--sampler", "Eulr"], 2, "Euler"),
        (["a", "--mask", "mask.png"], 2, "--init"),
        (["a", "--hires", "9x"], 2, "4x"),
        (["a", "--outpaint", "128"], 2, "--init"),
        (["a", "--image-prompt", "a.png"], 2, "IMAGE:ADAPTER"),
        (["a", "--outpaint", "up:3"], 2, "left:128"),
        (["a", "--control", "pose"], 2, "KIND:IMAGE:MODEL"),
        (["a", "--control", "nose:a.png:b"], 2, "KIND:IMAGE:MODEL"),
        (["a", "-o", "picture.gif"], 2, ".png"),
        (["--from", "mask.png"], 2, "does not say"),
        (["a", "--init", "nothing.png"], 2, "nothing.png"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_is_explained(
    typed: list[str], code: int, said: str, language: str, root: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(root)
    assert main(["create", *typed, "--lang", language]) == code
    page = " ".join(capsys.readouterr().err.split())
    assert page and "Traceback" not in page and not (root / "picture.png").exists()
    if language == "en":
        assert said in page
