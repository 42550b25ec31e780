"""The mannequin's painter (text encoder, U-Net and try-on branch together) and its guide (the ControlNet for poses):
what they are shown, and what they learn by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.compute.layers import Layers, Node
from toile.domain.geometry import Size
from toile.engine.clip import TOKENS, build_text
from toile.engine.piece import build_piece
from toile.engine.sigmas import TRAINED, trained
from toile.engine.tokenizer import Tokenizer
from toile.engine.unet import build_control, build_unet
from toile.training.autoencoder import Encoder, as_input
from toile.training.captions import Shown, write_caption
from toile.training.form import Form, answer, answer_piece
from toile.training.learner import Learner
from toile.training.plan import LENGTH, Plan
from toile.training.views import View

_ASIDE = 0.2  # how much latents outside the mask count
_NOISES = 2  # of one view in a step: looking costs as much as learning
_EARLY = 0.7  # the power of a draw 0..1 that makes a time: much noise is drawn more often than little
_SAID_TWICE = 0.5  # of views whose garment is shown, in which it is said as well
_BLOBS = 4
_GAZES = 4  # heads by which a garment is read
_WHOLE = 0.5  # deviation of noise of the whole, beside white noise
_REGIONS = 0.4  # and of regions of four places
_QUIET = 0.1  # of views have no caption
_READING = 0.1  # how much it counts beside painting


@dataclass(frozen=True)
class Forms:
    """What is to be read from words, and from a garment's photograph."""

    words: Form
    piece: Form


def build_painter(plan: Plan, forms: Forms, random: torch.Generator) -> Learner:
    """Text encoder, U-Net and try-on branch, untrained, and the two ends by which forms are filled in, which only
    training uses."""
    return Learner(
        {
            "text": lambda g: (
                build_text(g, plan.text, 1),
                g.weight(TOKENS, (plan.text.vocabulary, plan.text.wide)),
            ),
            "unet": lambda g: build_unet(g, plan.unet, plan.canvas(1)),
            "piece": lambda g: build_piece(g, plan.unet.text, 1, plan.size.height, plan.size.width),
            "read_words": lambda g: _build_reader(
                g, forms.words, g.input("seen", (1, plan.text.wide)), "words"
            ),
            "read_piece": lambda g: _build_gaze(g, forms.piece, plan.unet.text, 1, plan.pieces),
        },
        random,
        zeros=("conv_out.weight", "conv_out.bias", "add_embedding.norm2.weight"),
    )


def _build_reader(g: Layers, form: Form, seen: Node, name: str) -> Any:
    """What is said [B, `form.width`] to a form by what is `seen` [B, D]."""
    return g.finish({"said": g.linear(seen, f"read_{name}", form.width)}, f"read_{name}")


def _build_gaze(g: Layers, form: Form, wide: int, batch: int, count: int) -> Any:
    """The same of `tokens` [B, N, D], of which it looks where it wants."""
    tokens = g.input("tokens", (batch, count, wide))
    wish = g.repeat(g.reshape(g.weight("read_gaze.places.weight", (1, wide)), (1, 1, wide)), batch)
    keys, values = g.linear(tokens, "read_gaze.keys", wide), g.linear(tokens, "read_gaze.values", wide)
    return _build_reader(g, form, g.first(g.attention(wish, keys, values, _GAZES)), "piece")


def build_guide(plan: Plan, random: torch.Generator, painter: Mapping[str, Tensor]) -> Learner:
    """The ControlNet: the first half of the U-Net's own weights, and zeros where it speaks."""
    inner = replace(plan.unet, channels=plan.unet.out)
    guide = Learner(
        {"control": lambda g: build_control(g, inner, plan.canvas(1, piece=False), plan.vae.factor)},
        random,
        zeros=tuple(f"{name}.{part}" for name in _SPEAKING for part in ("weight", "bias")),
    )
    own = guide.named()
    same = {name: painter[name] for name in own if name in painter and painter[name].shape == own[name].shape}
    # It is not shown the mask: of the first layer it has the part for the latent.
    same["conv_in.weight"] = painter["conv_in.weight"][:, : inner.channels]
    guide.fill(same)
    return guide


_SPEAKING = (
    "controlnet_cond_embedding.conv_out",
    "controlnet_mid_block",
    *(f"controlnet_down_blocks.{n}" for n in range(16)),
)


@dataclass(frozen=True)
class Lesson:
    """What the U-Net is shown of B views: `latent`, and `masked` (the mask, and the latent of the rest) [B, 1 + C, h,
    w]; `piece` [B, 3, H, W] and `given` [B], whether it is seen; `bones` [B, 3, H, W] 0..1; `script`, their captions;
    `weight` [B, 1, h, w]."""

    latent: Tensor
    masked: Tensor
    piece: Tensor
    given: Tensor
    bones: Tensor
    script: "Script"
    weight: Tensor


@dataclass(frozen=True)
class Script:
    """Captions of B views as the `ids` [B, T] of their tokens, and where they `end` [B]; what is `shown`, said or not,
    and the `number` of the garment alone."""

    ids: Tensor
    end: Tensor
    shown: tuple[Shown, ...]
    number: tuple[int, ...]


def prepare(
    view: View,
    plan: Plan,
    encode: Encoder,
    tokenizer: Tokenizer,
    random: torch.Generator,
    words: np.random.Generator,
) -> Lesson:
    """What the views are for this time: which part is painted, what is shown, what is said."""
    count, device = len(view.person), view.person.device
    draws = torch.rand((3, count), generator=random, device=device)
    kind, seen, silent = draws
    fits = view.agnostic.flatten(1).any(dim=1)
    agnostic, blobs = (kind > 0.55) & (kind <= 0.8) & fits, kind > 0.8
    mask = torch.ones_like(view.agnostic)
    mask = torch.where(agnostic[:, None, None, None], view.agnostic, mask)
    mask = torch.where(blobs[:, None, None, None], _blobs(count, plan.size, random, device), mask)
    given = view.worn & (seen < torch.where(agnostic, 0.85, torch.where(blobs, 0.3, 0.45)))
    told = [
        _told(one, number, bool(shown), words)
        for one, number, shown in zip(view.shown, view.number, given.tolist(), strict=True)
    ]
    script = write_script(view, told, silent, tokenizer, words)
    person = as_input(view.person)
    masked, small = encode.masked(person, mask)
    return Lesson(
        encode(person),
        torch.cat((small, masked), dim=1),
        as_input(view.piece),
        given.float(),
        view.bones.float() / 255,
        script,
        _ASIDE + (1 - _ASIDE) * small,
    )


def write_script(
    view: View, told: Sequence[Shown], silent: Tensor, tokenizer: Tokenizer, words: np.random.Generator
) -> Script:
    """Captions of what is told of views, and none where a draw `silent` [B] is low."""
    captions = [
        "" if quiet < _QUIET else write_caption(one, words)
        for one, quiet in zip(told, silent.tolist(), strict=True)
    ]
    ids = read_ids(tokenizer, captions).to(silent.device)
    end = (ids == tokenizer.vocabulary().end).int().argmax(dim=1)
    return Script(ids, end, view.shown, view.number)


def _told(shown: Shown, number: int, given: bool, words: np.random.Generator) -> Shown:
    """What is said where a garment is shown: half of the time nothing of it, so that the picture must be heeded."""
    if not given or words.random() < _SAID_TWICE:
        return shown
    return replace(shown, garments=[one for place, one in enumerate(shown.garments) if place != number])


def _blobs(count: int, size: Size, random: torch.Generator, device: torch.device) -> Tensor:
    """Masks as a brush leaves them, [B, 1, H, W]."""
    y = torch.linspace(0, 1, size.height, device=device)[:, None]
    x = torch.linspace(0, 1, size.width, device=device)
    places = torch.rand((4, count, _BLOBS, 1, 1), generator=random, device=device)
    wide, tall = 0.08 + 0.3 * places[2] ** 2, 0.06 + 0.3 * places[3] ** 2
    inside = ((x - places[0]) / wide) ** 2 + ((y - places[1]) / tall) ** 2 < 1
    return inside.any(dim=1, keepdim=True).float()


def read_ids(tokenizer: Tokenizer, captions: Sequence[str]) -> Tensor:
    """Captions as the numbers [B, T] of their tokens, cut where they are too long."""
    marks = tokenizer.vocabulary()
    rows = []
    for caption in captions:
        ids = [marks.start, *tokenizer(caption)[: LENGTH - 2], marks.end]
        rows.append([*ids, *[marks.pad] * (LENGTH - len(ids))])
    return torch.tensor(rows)


def read_text(learner: Learner, plan: Plan, ids: Tensor) -> Tensor:
    """What the text encoder says [B, T, D]."""
    table = learner.take(TOKENS, (plan.text.vocabulary, plan.text.wide))
    given = {"tokens": F.embedding(ids, table)}
    hidden: Tensor = learner(partial(build_text, plan=plan.text, batch=len(ids)), given)["hidden"]
    return hidden


def read_piece(learner: Learner, plan: Plan, piece: Tensor) -> Tensor:
    """The tokens [B, N, D] of garments' pictures."""
    height, width = plan.size.height, plan.size.width
    write = partial(build_piece, wide=plan.unet.text, batch=len(piece), height=height, width=width)
    tokens: Tensor = learner(write, {"piece": piece})["tokens"]
    return tokens


def learn_reading(
    learner: Learner, plan: Plan, forms: Forms, script: Script, piece: Tensor
) -> dict[str, Tensor]:
    """The losses of one step of reading, without painting."""
    text, pieces = read_text(learner, plan, script.ids), read_piece(learner, plan, piece)
    return _misread(learner, forms, script, text, pieces)


def learn_painter(
    learner: Learner, plan: Plan, forms: Forms, lesson: Lesson, random: torch.Generator
) -> dict[str, Tensor]:
    """The losses of one step: the velocity, at several noise levels of every view, and some reading."""
    noised = _noised(lesson, plan, random)
    text, pieces = read_text(learner, plan, lesson.script.ids), read_piece(learner, plan, lesson.piece)
    missed = _miss(learner, plan, lesson, noised, _many(text), pieces, {})
    misread = _misread(learner, forms, lesson.script, text, pieces)
    return {**missed, **{name: _READING * loss for name, loss in misread.items()}}


def _misread(
    learner: Learner, forms: Forms, script: Script, text: Tensor, pieces: Tensor
) -> dict[str, Tensor]:
    """How far from right the forms are filled in: by where a caption ends, and by a garment's tokens."""
    words, piece = fill_forms(learner, forms, script, text, pieces)
    right = forms.words.fill(answer(one) for one in script.shown).to(text.device)
    alone = forms.piece.fill(
        answer_piece(one, number) for one, number in zip(script.shown, script.number, strict=True)
    ).to(text.device)
    return {"words": forms.words.miss(words, right), "piece": forms.piece.miss(piece, alone)}


def fill_forms(
    learner: Learner, forms: Forms, script: Script, text: Tensor, pieces: Tensor
) -> tuple[Tensor, Tensor]:
    """What is said to every question, by captions [B, T, D] and garments [B, N, D]."""
    ends = text[torch.arange(len(text), device=text.device), script.end]
    batch, count, wide = pieces.shape
    words = learner(
        lambda g: _build_reader(g, forms.words, g.input("seen", (batch, text.shape[2])), "words"),
        {"seen": ends},
    )
    piece = learner(lambda g: _build_gaze(g, forms.piece, wide, batch, count), {"tokens": pieces})
    return words["said"], piece["said"]


def learn_guide(
    guide: Learner, painter: Learner, plan: Plan, lesson: Lesson, random: torch.Generator
) -> dict[str, Tensor]:
    """The loss of one step of the ControlNet, which speaks to a U-Net that learns no more."""
    noised = _noised(lesson, plan, random)
    with torch.no_grad():
        text, pieces = read_text(painter, plan, lesson.script.ids), read_piece(painter, plan, lesson.piece)
    inner, many = replace(plan.unet, channels=plan.unet.out), _many(text)
    canvas = plan.canvas(len(many), piece=False)
    hints = guide(
        lambda g: build_control(g, inner, canvas, plan.vae.factor),
        {"x": noised.latent, "time": noised.time, "text": many, "hint": _many(lesson.bones)},
    )
    return _miss(painter, plan, lesson, noised, many, pieces, hints)


def _miss(
    painter: Learner,
    plan: Plan,
    lesson: Lesson,
    noised: "Noised",
    text: Tensor,
    pieces: Tensor,
    hints: Mapping[str, Tensor],
) -> dict[str, Tensor]:
    """How far the U-Net's answer is from what is to be said."""
    given = {
        "x": torch.cat((noised.latent, _many(lesson.masked)), dim=1),
        "time": noised.time,
        "text": text,
        "image": _many(pieces),
        "image_weight": _many(lesson.given)[:, None, None],
        **hints,
    }
    canvas = plan.canvas(len(noised.latent), controlled=bool(hints))
    said = painter(lambda g: build_unet(g, plan.unet, canvas), given)["noise"]
    weight = _many(lesson.weight)
    off = (weight * (said - noised.velocity).square()).sum()
    return {"velocity": off / (weight.sum() * plan.unet.out)}


@dataclass(frozen=True)
class Noised:
    """Latents with noise [B, C, h, w], as the U-Net is shown them, its `time` [B], and the `velocity` that is to be
    said."""

    latent: Tensor
    time: Tensor
    velocity: Tensor


def _noised(lesson: Lesson, plan: Plan, random: torch.Generator) -> Noised:
    """A lesson's latents at several noise levels (Salimans and Ho 2022, arXiv 2202.00512, appendix D)."""
    latent = _many(lesson.latent)
    device = latent.device
    draw = torch.rand(len(latent), generator=random, device=device) ** _EARLY
    time = (draw * TRAINED).long().clamp(max=TRAINED - 1)
    sigma = torch.tensor(trained(), device=device)[time][:, None, None, None]
    noise = draw_noise(latent, random)
    scale = (1 + sigma**2).rsqrt()
    return Noised((latent + sigma * noise) * scale, time.float(), (noise - sigma * latent) * scale)


def draw_noise(latent: Tensor, random: torch.Generator) -> Tensor:
    """Noise for latents [B, C, h, w], of single places and of whole regions. White noise alone leaves what a small
    picture is like as a whole to be read from the highest level, where sampling then finds the seed's instead of the
    words' (Lin et al. 2023, arXiv 2305.08891; Guttenberg 2023, "Diffusion with offset noise")."""
    count, channels, height, width = latent.shape
    noise = torch.randn(latent.shape, generator=random, device=latent.device)
    for share, shape in ((_WHOLE, (1, 1)), (_REGIONS, (height // 4, width // 4))):
        coarse = torch.randn((count, channels, *shape), generator=random, device=latent.device)
        noise = noise + share * F.interpolate(coarse, (height, width), mode="bilinear")
    return noise


def _many(rows: Tensor) -> Tensor:
    return rows.repeat(_NOISES, *[1] * (rows.dim() - 1))
