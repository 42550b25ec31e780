"""What trousers hide."""

import numpy as np
import pytest

from toile.domain.persona import Build, Face
from toile.domain.pose import POSES
from toile.world.clothes.cover import bare
from toile.world.clothes.dress import measure
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.body import Figure, stand
from toile.world.part import Part


@pytest.fixture(scope="module")
def figure() -> Figure:
    return stand(Build(), Face(), POSES["arms-away"])


def heights(figure: Figure, cut: str) -> tuple[float, float]:
    """From where to where skin of hips and thighs is gone, along the middle, metres at rest."""
    skin = bare(figure, measure(figure), [draw_garment(1, cut)])
    whole = {tuple(face) for face in figure.skin.faces.tolist()}
    gone = np.array(sorted(whole - {tuple(face) for face in skin.faces.tolist()}))
    middle = figure.rest_vertices[gone].mean(axis=1)[:, 1]
    return float(middle.min()), float(middle.max())


def test_trousers_hide_the_crotch_and_no_more_than_they_cover(figure: Figure) -> None:
    low, high = heights(figure, "jeans")
    form = measure(figure)
    assert low < form.crotch * form.scale < high < form.waist * form.scale - 0.05


def test_thighs_below_shorts_stay(figure: Figure) -> None:
    short = draw_garment(1, "denim shorts")
    assert heights(figure, "denim shorts")[0] > short.hem * figure.scale + 0.05


def test_skirts_hide_nothing_and_arms_always_stay(figure: Figure) -> None:
    assert bare(figure, measure(figure), [draw_garment(1, "pencil skirt")]) is figure.skin
    skin = bare(figure, measure(figure), [draw_garment(1, "jeans")])
    for part in (Part.HAND, Part.FOREARM, Part.FINGERS):
        assert (skin.part == part).sum() == (figure.skin.part == part).sum()
