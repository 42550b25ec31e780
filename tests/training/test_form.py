"""Forms: what is to be said of a picture, as one choice of few for each question."""

import pytest
import torch

from toile.training.captions import Shown
from toile.training.form import answer, answer_piece, draw_up

TEE = {
    "category": ("top", "上装"),
    "cut": ("t-shirt", "T恤"),
    "sleeves": ("short-sleeved", "短袖"),
    "neckline": ("crew neck", "圆领"),
}
SHOWN = Shown({"gender": ("woman", "女性")}, [(TEE, ("red", "white"), "stripes")], "walking", "park", "full")


def test_everything_that_is_seen_is_an_answer_and_what_is_not_worn_too() -> None:
    assert answer(SHOWN) == {
        "gender": "woman",
        "pose": "walking",
        "scene": "park",
        "framing": "full",
        "top cut": "t-shirt",
        "top sleeves": "short-sleeved",
        "top neckline": "crew neck",
        "top colour": "red",
        "top other": "white",
        "top print": "stripes",
        "bottom cut": "none",
        "dress cut": "none",
        "outerwear cut": "none",
    }
    assert answer_piece(SHOWN, 0)["print"] == "stripes"


def test_a_form_is_filled_by_number_and_what_it_does_not_know_is_left_out() -> None:
    form = draw_up([{"scene": "park", "hair": "red"}, {"scene": "beach"}, {"scene": "park"}])
    assert dict(form.questions) == {"hair": ("red",), "scene": ("beach", "park")}
    assert form.width == 3
    assert form.fill([{"scene": "park"}, {"scene": "moon", "hair": "red"}]).tolist() == [[-1, 1], [0, -1]]


def test_what_is_said_is_missed_by_the_mean_cross_entropy_of_known_answers() -> None:
    form = draw_up([{"a": "x"}, {"a": "y"}, {"b": "z"}, {"b": "w"}])
    filled = form.fill([{"a": "x"}, {"a": "y", "b": "w"}])
    said = torch.zeros(2, form.width)
    assert float(form.miss(said, filled)) == pytest.approx(float(torch.log(torch.tensor(2.0))))
    sure = 50 * torch.tensor([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0]])
    assert float(form.miss(sure, filled)) == pytest.approx(0, abs=1e-6)
    assert form.mark(sure, filled) == {"a": 1.0, "b": 1.0}
    assert form.mark(-sure, filled) == {"a": 0.0, "b": 0.0}


def test_nothing_known_costs_nothing() -> None:
    form = draw_up([{"a": "x"}, {"a": "y"}])
    assert float(form.miss(torch.ones(3, 2), form.fill([{}, {}, {}]))) == 0
