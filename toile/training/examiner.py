"""The examiner: a small network that says what a picture of the world shows, so that a painter's pictures can be held
against what was asked for. It asks coarsely: what can be seen at the size that mannequins are painted at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.compute.layers import Layers
from toile.domain.geometry import Size
from toile.domain.scene import SCENES
from toile.prompts.wording import BASES, ENGLISH, SLEEVES
from toile.training.autoencoder import as_input
from toile.training.captions import Shown
from toile.training.form import Form
from toile.training.learner import Learner
from toile.training.views import View
from toile.world.sample import FRAMINGS

_WIDTHS = (24, 48, 96, 128, 128)  # of levels, each half as fine as the one before
FEATURES = 128
_EPS = 1e-5
_BLURRED = 0.5  # of pictures, so that what comes from a VAE is known too
_GRAIN = 0.04

_HAIR: Mapping[str, str] = {
    **dict.fromkeys(("black", "dark brown"), "dark"),
    **dict.fromkeys(("brown", "auburn"), "brown"),
    **dict.fromkeys(("red",), "red"),
    **dict.fromkeys(("dark blond", "blond", "platinum"), "blond"),
    **dict.fromkeys(("grey", "white"), "grey"),
}
_SKIN: Mapping[str, str] = {
    **dict.fromkeys(("very fair", "fair", "light"), "light"),
    **dict.fromkeys(("olive", "tan"), "medium"),
    **dict.fromkeys(("brown", "dark brown", "deep"), "dark"),
}
_POSES: Mapping[str, str] = {"sitting": "seated", "back": "from behind", "side": "from the side"}
_LEGS = ("skirt", "shorts")  # what a cut's last word is, where it is not trousers
_STRIPED = ("stripes",)
_CHECKED = ("tartan", "gingham", "check", "houndstooth")


_COLOURS = (
    "white", "beige", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red", "grey", "black",
)  # fmt: skip
_PRINTS = ("plain", "striped", "checked", "other")
QUESTIONS: Mapping[str, Sequence[str]] = {
    "gender": ("woman", "man"),
    "hair": tuple(dict.fromkeys(_HAIR.values())),
    "skin": tuple(dict.fromkeys(_SKIN.values())),
    "pose": ("seated", "from behind", "from the side", "from the front"),
    "scene": tuple(SCENES),
    "framing": tuple(FRAMINGS),
    "kind": ("dress", "skirt", "shorts", "trousers"),
    "top print": _PRINTS,
    "bottom print": _PRINTS,
    "top colour": _COLOURS,
    "bottom colour": _COLOURS,
    "sleeves": tuple(word for word, _ in SLEEVES.values()),
}


def grade(shown: Shown) -> dict[str, str]:
    """What there is to be seen of a picture, coarsely: kinds, colours and prints of garments, sleeves, gender, hair,
    skin, pose, scene and framing. A question that has no clear answer has none."""
    words = {name: pair[ENGLISH] for name, pair in shown.person.items()}
    found = {
        "gender": words.get("gender", ""),
        "hair": "" if words.get("hair") == "bald head" else _HAIR.get(words.get("hair colour", ""), ""),
        "skin": _SKIN.get(words.get("skin", ""), ""),
        "pose": _POSES.get(shown.pose, "from the front") if shown.pose else "",
        "scene": shown.scene,
        "framing": shown.framing,
        "kind": _name_kind(shown),
    }
    for garment, colours, print_ in shown.garments:
        category = garment["category"][ENGLISH]
        if category in ("top", "dress") and _covered(shown):
            continue
        place = "bottom" if category == "bottom" else "top"
        found[f"{place} print"] = _name_print(print_)
        if print_ == "plain" and colours:
            found[f"{place} colour"] = BASES.get(colours[0], colours[0])
        if place == "top" and "sleeves" in garment:
            found["sleeves"] = garment["sleeves"][ENGLISH]
    return {name: answer for name, answer in found.items() if answer}


def _covered(shown: Shown) -> bool:
    """Whether something is worn over the rest."""
    return any(garment["category"][ENGLISH] == "outerwear" for garment, _, _ in shown.garments)


def _name_kind(shown: Shown) -> str:
    """What is worn below: a dress counts as one."""
    for garment, _, _ in shown.garments:
        category, cut = garment["category"][ENGLISH], garment["cut"][ENGLISH]
        if category == "dress":
            return "dress"
        if category == "bottom":
            return next((leg for leg in _LEGS if cut.endswith(leg)), "trousers")
    return ""


def _name_print(print_: str) -> str:
    if print_ == "plain":
        return "plain"
    if any(word in print_ for word in _STRIPED):
        return "striped"
    return "checked" if any(word in print_ for word in _CHECKED) else "other"


def build(size: Size, form: Form, random: torch.Generator) -> Learner:
    """The untrained examiner of pictures of that size."""
    return Learner({"examiner": lambda g: _write(g, 1, size, form)}, random)


def _write(g: Layers, batch: int, size: Size, form: Form) -> Any:
    """Input `picture` [B, 3, H, W], -1..1; outputs `said` [B, `form.width`] and `features` [B, D]."""
    y = g.conv(g.input("picture", (batch, 3, size.height, size.width)), "conv_in", _WIDTHS[0])
    for number, wide in enumerate(_WIDTHS):
        name = f"level.{number}"
        # One group: with more, norms forget colours.
        y = g.conv(g.silu(g.group_norm(y, f"{name}.norm", 1, _EPS)), f"{name}.conv", wide, stride=2)
        y = g.add(y, g.conv(g.silu(g.group_norm(y, f"{name}.inner_norm", 1, _EPS)), f"{name}.inner", wide))
    y = g.reshape(g.silu(g.group_norm(y, "norm", 1, _EPS)), (0, -1))
    features = g.silu(g.linear(y, "features", FEATURES))
    return g.finish({"said": g.linear(features, "said", form.width), "features": features}, "examiner")


@dataclass(frozen=True)
class Examined:
    """What is said of B pictures [B, `form.width`], and what it was read from [B, `FEATURES`]."""

    said: Tensor
    features: Tensor


def examine(learner: Learner, form: Form, pictures: Tensor) -> Examined:
    """What the examiner says of pictures -1..1 [B, 3, H, W]."""
    batch, _, height, width = pictures.shape
    out = learner(partial(_write, batch=batch, size=Size(width, height), form=form), {"picture": pictures})
    return Examined(out["said"], out["features"])


def learn(learner: Learner, form: Form, view: View, random: torch.Generator) -> dict[str, Tensor]:
    """The loss of one step."""
    said = examine(learner, form, _disturb(as_input(view.person), random)).said
    filled = form.fill(grade(one) for one in view.shown).to(said.device)
    return {"examiner": form.miss(said, filled)}


def _disturb(pictures: Tensor, random: torch.Generator) -> Tensor:
    """Some of them blurred, all of them grainy and a little brighter or darker."""
    count, device = len(pictures), pictures.device
    draws = torch.rand((2, count, 1, 1, 1), generator=random, device=device)
    soft = F.interpolate(F.avg_pool2d(pictures, 2), scale_factor=2.0, mode="bilinear", align_corners=False)
    mixed = torch.where(draws[0] < _BLURRED, soft, pictures)
    grain = _GRAIN * torch.randn(pictures.shape, generator=random, device=device)
    return mixed + grain + 0.08 * (draws[1] - 0.5)
