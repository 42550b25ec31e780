"""The examiner: what it asks of a picture, and that it can learn to answer."""

import torch

from toile.domain.geometry import Size
from toile.training import examiner
from toile.training.captions import Shown
from toile.training.form import Form
from toile.training.optimiser import Optimiser

TOP = {"category": ("top", "上装"), "cut": ("t-shirt", "T恤"), "sleeves": ("short-sleeved", "短袖")}
SKIRT = {"category": ("bottom", "下装"), "cut": ("pleated skirt", "百褶裙")}
COAT = {"category": ("outerwear", "外套"), "cut": ("coat", "大衣"), "sleeves": ("long-sleeved", "长袖")}
WOMAN = {
    "gender": ("woman", "女性"),
    "hair colour": ("auburn", "赤褐色"),
    "hair": ("bob", "波波头"),
    "skin": ("tan", "小麦色"),
}


def test_what_is_asked_can_be_seen() -> None:
    shown = Shown(
        WOMAN, [(TOP, ("navy",), "plain"), (SKIRT, ("red", "white"), "gingham")], "sitting", "park", "full"
    )
    assert examiner.grade(shown) == {
        "gender": "woman",
        "hair": "brown",
        "skin": "medium",
        "pose": "seated",
        "scene": "park",
        "framing": "full",
        "kind": "skirt",
        "top print": "plain",
        "top colour": "blue",
        "sleeves": "short-sleeved",
        "bottom print": "checked",  # and no colour: it has two
    }


def test_what_is_under_a_coat_is_not_asked() -> None:
    shown = Shown(WOMAN, [(TOP, ("navy",), "plain"), (COAT, ("camel",), "plain")])
    assert examiner.grade(shown)["top colour"] == "beige"
    assert examiner.grade(shown)["sleeves"] == "long-sleeved"


def test_every_answer_is_one_of_the_questions() -> None:
    for shown in (
        Shown(WOMAN, [(COAT, ("camel",), "tartan")], "back", "night", "half"),
        Shown(
            {"gender": ("man", "男性"), "hair": ("bald head", "光头"), "hair colour": ("black", "黑色")}, []
        ),
    ):
        assert all(one in examiner.QUESTIONS[name] for name, one in examiner.grade(shown).items())


def test_it_learns_what_is_there() -> None:
    """Red pictures from blue ones, in a few steps."""
    form = Form({"colour": ("blue", "red")})
    random = torch.Generator().manual_seed(1)
    net = examiner.build(Size(32, 32), form, random)
    optimiser = Optimiser(net)
    pictures = torch.zeros(8, 3, 32, 32)
    pictures[:4, 0], pictures[4:, 2] = 0.8, 0.8
    filled = form.fill([{"colour": "red"}] * 4 + [{"colour": "blue"}] * 4)
    for _ in range(20):
        form.miss(examiner.examine(net, form, pictures).said, filled).backward()  # type: ignore[no-untyped-call]  # torch's own
        optimiser.step(2e-3)
    said = examiner.examine(net, form, pictures)
    assert form.mark(said.said, filled) == {"colour": 1.0}
    assert said.features.shape == (8, examiner.FEATURES)
