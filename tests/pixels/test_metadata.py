"""A recipe goes into a picture and comes out the same; a damaged one is refused."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.recipe import Ingredient, Licence, Recipe
from toile.errors import BadRequest
from toile.pixels.metadata import read_recipe, recipe_texts
from toile.pixels.output import save

PICTURE = np.zeros((70, 70, 3), np.uint8)
# Surrogates cannot be encoded in any file; JSON carries everything else.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
RECIPES = st.builds(
    Recipe,
    method=TEXT,
    ingredients=st.lists(st.builds(Ingredient, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    categories=st.lists(TEXT, max_size=3).map(tuple),
    settings=st.dictionaries(TEXT, NUMBERS | st.integers() | TEXT | st.booleans(), max_size=4),
    joints=st.dictionaries(TEXT, st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=4),
    versions=st.dictionaries(TEXT, TEXT, max_size=3),
    licences=st.lists(st.builds(Licence, TEXT, TEXT, st.booleans()), max_size=2).map(tuple),
)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
@given(recipe=RECIPES)
def test_a_recipe_comes_back_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, recipe: Recipe
) -> None:
    path = tmp_path_factory.mktemp("look") / f"look{suffix}"
    save(PICTURE, path, texts=recipe_texts(recipe))
    assert read_recipe(path) == recipe


def refusal(path: Path) -> str:
    with pytest.raises(BadRequest) as caught:
        read_recipe(path)
    return caught.value.code


def test_a_picture_without_a_recipe(tmp_path: Path) -> None:
    save(PICTURE, tmp_path / "a.png")
    save(PICTURE, tmp_path / "a.jpg")
    assert refusal(tmp_path / "a.png") == refusal(tmp_path / "a.jpg") == "recipe_missing"


@pytest.mark.parametrize(
    "text", ["{", "[]", "3", "{}", '{"method": 1}', "[" * 100_000, '{"method": "draft", "ingredients": {}}']
)
def test_a_damaged_recipe(tmp_path: Path, text: str) -> None:
    save(PICTURE, tmp_path / "a.png", texts={"toile": text})
    assert refusal(tmp_path / "a.png") == "recipe_damaged"


def test_a_file_that_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("no")
    assert refusal(tmp_path / "a.png") == "photo_not_image"
