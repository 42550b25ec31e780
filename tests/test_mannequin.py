"""`toile try --method mannequin`, and `toile create` with the checkpoint that ships, as users meet them."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from toile.cli import main
from toile.diffusion import Engine
from toile.domain.geometry import Size
from toile.engine.collection import MANNEQUIN
from toile.mannequin import ENLARGED, Brief, paint
from toile.pixels.metadata import read_recipe
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import CAST
from toile.world.sample import shoot_product

MOST = 28 * 2**20  # bytes of a checkpoint
SHARD = 15 * 2**20


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garments")
    for name, cut, seed in (("tee", "t-shirt", 52), ("skirt", "flared skirt", 10)):
        photo = shoot_product(draw_garment(seed, cut), Size(246, 328), "white", seed=seed)
        Image.fromarray(photo.rgb).save(folder / f"{name}.png")
    return folder


def test_the_checkpoint_is_small_enough_to_ship() -> None:
    sizes = [path.stat().st_size for path in MANNEQUIN.rglob("*") if path.is_file()]
    assert sum(sizes) <= MOST and max(sizes) < SHARD


def test_a_prompt_alone_makes_a_picture_after_the_base_install(tmp_path: Path) -> None:
    """With no checkpoint named and none in the data folder, the one that ships is taken, at its own size."""
    said = (
        "a tall woman with short red hair wearing a striped long sleeve tee and blue jeans, walking in a park"
    )
    assert main(["create", said, "--seed", "1", "-o", str(tmp_path / "a.png")]) == 0
    native = Engine(MANNEQUIN).model.native
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == tuple(native)
        assert np.asarray(picture).std() > 15
    recipe = read_recipe(tmp_path / "a.png")
    assert (recipe.licences[0].licence, recipe.licences[0].commercial) == ("Apache-2.0", True)


def test_what_it_was_not_taught_is_said_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["create", "a dragon in a red dress", "--steps", "1", "-o", str(tmp_path / "a.png")]) == 0
    assert "dragon" in capsys.readouterr().out
    assert main(["create", "a woman", "--size", "512x512", "-o", str(tmp_path / "a.png")]) == 2


def test_a_persona_wears_a_garment(photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["try", "--persona", "Mei", str(photos / "tee.png"), "--scene", "park", "--pose", "walking"]
    assert main([*typed, "--seed", "3", "--json", "-o", str(tmp_path / "look.png")]) == 0
    said = json.loads(capsys.readouterr().out)
    native = Engine(MANNEQUIN).model.native
    assert said["size"] == [ENLARGED * native.width, ENLARGED * native.height]
    assert "t-shirt" in said["prompt"] and "in a park" in said["prompt"] and "walking" in said["prompt"]
    assert "words_unknown" not in [notice["code"] for notice in said["notices"]]
    recipe = read_recipe(tmp_path / "look.png")
    assert recipe.method == "mannequin" and recipe.categories == ("top",)
    assert {one.role for one in recipe.ingredients} >= {"checkpoint", "adapter", "image", "garment"}


def test_the_garment_that_is_shown_has_a_say(photos: Path) -> None:
    """The same seed and words, with a photograph and without."""
    from toile.mannequin import look_at
    from toile.pixels.image import load
    from toile.tryon.fit import GarmentPhoto

    engine = Engine(MANNEQUIN)
    photo = load(photos / "tee.png")
    garment = look_at(GarmentPhoto(photo.rgb, photo.sha256), engine.model.native)
    brief = Brief(seed=1, steps=4)
    shown, _ = paint(brief, CAST["Mei"], [garment], engine)
    plain, words = paint(brief, CAST["Mei"], [], engine)
    assert not np.array_equal(shown.rgb, plain.rgb) and "t-shirt" not in words.positive


def test_of_two_garments_the_one_that_is_shown_is_named_and_it_is_said_in_chinese(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [
        "try",
        "--persona",
        "random:7,男",
        str(photos / "skirt.png"),
        str(photos / "tee.png"),
        "--lang",
        "zh",
    ]
    assert main([*typed, "--steps", "1", "-o", str(tmp_path / "look.png")]) == 0
    page = capsys.readouterr().out
    assert "模型看到的是 tee.png" in page and "半身裙" in page


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["--method", "mannequin", "anna.jpg", "shirt.jpg"], "takes no photo of a person"),
        (["--persona", "Mei"], "no garment"),
        (["--persona", "Nobody", "shirt.jpg"], "no persona called Nobody"),
        (["--persona", "Mei", "shirt.jpg", "--tuck"], "--tuck is for the draft"),
        (["--persona", "Mei", "shirt.jpg", "--method", "draft"], "not a persona"),
        (["anna.jpg", "shirt.jpg", "--scene", "park"], "--scene is for the mannequin"),
        (["--persona", "Mei", "{tee}", "--scene", "moon"], "moon"),
        (["--persona", "Mei", "{tee}", "--pose", "flying"], "flying"),
    ],
)
def test_what_cannot_be_done_is_said(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: list[str], code: str
) -> None:
    typed = [word.replace("{tee}", str(photos / "tee.png")) for word in typed]
    assert main(["try", *typed, "-o", str(tmp_path / "look.png")]) == 2
    assert code in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "look.png").exists()
