"""The mannequin checkpoint: what its networks are made like, and what each of them learns by.

`toile train mannequin` trains them one after another (`mannequin_course`): the VAE, then text encoder, U-Net and
try-on branch together, then the ControlNet for poses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.domain.geometry import Size
from toile.engine.architecture import TextEncoder, UNet, Vae
from toile.engine.clip import TOKENS, build_text
from toile.engine.piece import FACTOR, build_piece
from toile.engine.sigmas import trained
from toile.engine.tokenizer import Tokenizer
from toile.engine.unet import Canvas, build_control, build_unet
from toile.engine.vae import build_decoder, build_encoder
from toile.training.captions import Shown, write_caption
from toile.training.learner import Learner
from toile.training.views import View

LENGTH = 77  # tokens of a caption
_CROP = 64  # pixels of a side that the VAE is shown
_CLOTH = 3.0  # how much a pixel of cloth counts more than another
_REACH = 0.01  # how much a spread of latents beyond 1 costs
_SHAKEN = 0.05  # noise on latents, so that the decoder forgives
_ASIDE = 0.2  # how much latents outside the mask count
_NOISES = 2  # of one view in a step: looking costs as much as learning
_EARLY = 0.7  # the power of a draw 0..1 that makes a time: much noise is drawn more often than little
_SAID_TWICE = 0.5  # of views whose garment is shown, in which it is said as well
_BLOBS = 4


@dataclass(frozen=True)
class Plan:
    """What a checkpoint is made like; pictures are of one `size`."""

    size: Size
    unet: UNet
    vae: Vae
    text: TextEncoder

    @property
    def latent(self) -> tuple[int, int]:
        """Height and width of a latent."""
        return self.size.height // self.vae.factor, self.size.width // self.vae.factor

    @property
    def pieces(self) -> int:
        """Tokens of a garment."""
        return self.size.height // FACTOR * (self.size.width // FACTOR)

    def canvas(self, batch: int, *, piece: bool = True, controlled: bool = False) -> Canvas:
        return Canvas(batch, *self.latent, LENGTH, controlled, self.pieces if piece else 0)


def build_vae(plan: Plan, random: torch.Generator) -> Learner:
    """The untrained VAE."""
    whole = (plan.size.height, plan.size.width)
    return Learner(
        {
            "encoder": lambda g: build_encoder(g, plan.vae, 1, *whole),
            "decoder": lambda g: build_decoder(g, plan.vae, 1, *plan.latent),
        },
        random,
    )


def build_painter(plan: Plan, random: torch.Generator) -> Learner:
    """Text encoder, U-Net and try-on branch, untrained."""
    return Learner(
        {
            "text": lambda g: (
                build_text(g, plan.text, 1),
                g.weight(TOKENS, (plan.text.vocabulary, plan.text.wide)),
            ),
            "unet": lambda g: build_unet(g, plan.unet, plan.canvas(1)),
            "piece": lambda g: build_piece(g, plan.unet.text, 1, plan.size.height, plan.size.width),
        },
        random,
        zeros=("conv_out.weight", "conv_out.bias"),
    )


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
class Code:
    """The best linear code of small squares of pictures: `weight` [C, 3, f, f] and `shift` [C], at unit spread. A VAE
    learns it first: what is to be decoded then means something from the first step on."""

    weight: Tensor
    shift: Tensor

    def __call__(self, picture: Tensor) -> Tensor:
        return F.conv2d(picture, self.weight, self.shift, stride=self.weight.shape[-1])


def find_code(pictures: Tensor, plan: Plan) -> Code:
    """The first principal components (Pearson 1901) of squares of pictures -1..1 [B, 3, H, W]."""
    factor, count = plan.vae.factor, plan.vae.channels
    squares = F.pixel_unshuffle(pictures, factor).permute(0, 2, 3, 1).flatten(0, 2)
    mean = squares.mean(dim=0)
    found = torch.linalg.eigh((squares - mean).T @ (squares - mean) / len(squares))
    axes, spread = found.eigenvectors[:, -count:], found.eigenvalues[-count:].clamp(min=1e-8).sqrt()
    return Code((axes / spread).T.reshape(count, 3, factor, factor).contiguous(), -(mean @ axes) / spread)


def learn_vae(
    learner: Learner, plan: Plan, view: View, cloth: Tensor, code: Code | None, random: torch.Generator
) -> dict[str, Tensor]:
    """Losses of one step: crops of people and of pieces, as they are and as they come back. `cloth` [B, H, W]: where
    people wear something. With a `code` it is that which is learnt, to be written and to be read."""
    whole = torch.cat((view.person, view.piece))
    worth = torch.cat((1 + (_CLOTH - 1) * cloth.float(), torch.full_like(cloth, 2, dtype=torch.float32)))[
        :, None
    ]
    top, left = (
        int(torch.randint(side - _CROP + 1, (1,), generator=random, device=random.device))
        if side > _CROP
        else 0
        for side in (plan.size.height, plan.size.width)
    )
    area = (..., slice(top, top + _CROP), slice(left, left + _CROP))
    picture, worth = as_input(whole[area]), worth[area]
    batch, _, height, width = picture.shape
    moments = learner(lambda g: build_encoder(g, plan.vae, batch, height, width), {"picture": picture})[
        "moments"
    ]
    own = moments[:, : plan.vae.channels]
    latent = own if code is None else code(picture)
    noisy = latent + _SHAKEN * torch.randn(latent.shape, generator=random, device=latent.device)
    factor = plan.vae.factor
    back = learner(
        lambda g: build_decoder(g, plan.vae, batch, height // factor, width // factor), {"latent": noisy}
    )["picture"]
    off = back - picture
    total = worth.sum() * 3
    edges = [
        (worth.narrow(axis, 1, side - 1) * off.diff(dim=axis).abs()).sum() / total
        for axis, side in ((2, height), (3, width))
    ]
    found = {"pixels": (worth * (off.abs() + 2 * off.square())).sum() / total, "edges": edges[0] + edges[1]}
    if code is None:
        return {**found, "reach": _REACH * (own.square().mean() - 1).relu()}
    return {**found, "code": (own - latent).square().mean()}


def as_input(rgb: Tensor) -> Tensor:
    """uint8 [B, 3, H, W] as a network sees it, -1..1."""
    return rgb.float() / 127.5 - 1


@dataclass(frozen=True)
class Lesson:
    """What the U-Net is shown of B views: `latent`, and `masked` (the mask, and the latent of the rest) [B, 1 + C, h,
    w]; `piece` [B, 3, H, W] and `given` [B], whether it is seen; `bones` [B, 3, H, W] 0..1; `ids` [B, T] of captions;
    `weight` [B, 1, h, w]."""

    latent: Tensor
    masked: Tensor
    piece: Tensor
    given: Tensor
    bones: Tensor
    ids: Tensor
    weight: Tensor


def prepare(
    view: View,
    plan: Plan,
    encode: "Encoder",
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
    captions = [
        "" if quiet < 0.1 else write_caption(one, words)
        for one, quiet in zip(told, silent.tolist(), strict=True)
    ]
    person = as_input(view.person)
    masked, small = encode.masked(person, mask)
    return Lesson(
        encode(person),
        torch.cat((small, masked), dim=1),
        as_input(view.piece),
        given.float(),
        view.bones.float() / 255,
        read_ids(tokenizer, captions).to(device),
        _ASIDE + (1 - _ASIDE) * small,
    )


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


class Encoder:
    """A trained VAE's encoder, at unit spread."""

    def __init__(self, vae: Learner, plan: Plan, spread: "Spread") -> None:
        self.vae, self._plan, self.spread = vae, plan, spread
        with torch.no_grad():
            shape = (1, 3, plan.size.height, plan.size.width)
            self._grey = self(torch.zeros(shape, device=vae.device))

    @torch.no_grad()
    def __call__(self, picture: Tensor) -> Tensor:
        """The latents [B, C, h, w] of pictures -1..1 [B, 3, H, W]."""
        batch, _, height, width = picture.shape
        said = self.vae(
            lambda g: build_encoder(g, self._plan.vae, batch, height, width), {"picture": picture}
        )["moments"][:, : self._plan.vae.channels]
        latent: Tensor = (said - self.spread.mean) / self.spread.deviation
        return latent

    def masked(self, picture: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The latents of pictures without what is under the mask [B, 1, H, W], and the mask at their size. Where all is
        masked, the answer is known."""
        small = F.interpolate(mask, self._plan.latent, mode="nearest")
        some = torch.nonzero((mask < 0.5).flatten(1).any(dim=1))[:, 0]
        latent = self._grey.repeat(len(picture), 1, 1, 1)
        if len(some):
            latent[some] = self((picture * (mask < 0.5))[some])
        return latent, small


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation of a VAE's latents, [1, C, 1, 1]."""

    mean: Tensor
    deviation: Tensor


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


def learn_painter(learner: Learner, plan: Plan, lesson: Lesson, random: torch.Generator) -> dict[str, Tensor]:
    """The loss of one step: the velocity, at several noise levels of every view."""
    text, pieces = read_text(learner, plan, lesson.ids), read_piece(learner, plan, lesson.piece)
    noisy, time, wanted, weight = _noised(lesson, plan, random)
    given = {
        **_given(lesson, noisy, time, text),
        "image": _many(pieces),
        "image_weight": _many(lesson.given)[:, None, None],
    }
    said = learner(lambda g: build_unet(g, plan.unet, plan.canvas(len(noisy))), given)["noise"]
    return {"velocity": (weight * (said - wanted).square()).sum() / (weight.sum() * plan.unet.out)}


def learn_guide(
    guide: Learner, painter: Learner, plan: Plan, lesson: Lesson, random: torch.Generator
) -> dict[str, Tensor]:
    """The loss of one step of the ControlNet, which speaks to a U-Net that learns no more."""
    with torch.no_grad():
        text, pieces = read_text(painter, plan, lesson.ids), read_piece(painter, plan, lesson.piece)
    noisy, time, wanted, weight = _noised(lesson, plan, random)
    given = _given(lesson, noisy, time, text)
    inner = replace(plan.unet, channels=plan.unet.out)
    canvas = plan.canvas(len(noisy), piece=False)
    hints = guide(
        lambda g: build_control(g, inner, canvas, plan.vae.factor),
        {**given, "x": noisy, "hint": _many(lesson.bones)},
    )
    more = {"image": _many(pieces), "image_weight": _many(lesson.given)[:, None, None]}
    whole = plan.canvas(len(noisy), controlled=True)
    said = painter(lambda g: build_unet(g, plan.unet, whole), {**given, **more, **hints})["noise"]
    return {"velocity": (weight * (said - wanted).square()).sum() / (weight.sum() * plan.unet.out)}


def _given(lesson: Lesson, noisy: Tensor, time: Tensor, text: Tensor) -> dict[str, Tensor]:
    return {"x": torch.cat((noisy, _many(lesson.masked)), dim=1), "time": time, "text": _many(text)}


def _noised(lesson: Lesson, plan: Plan, random: torch.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Latents with noise, the times of it, what is to be said of them, and what that counts."""
    latent = _many(lesson.latent)
    device = latent.device
    draw = torch.rand(len(latent), generator=random, device=device) ** _EARLY
    time = (draw * 1000).long().clamp(max=999)
    sigma = torch.tensor(trained(), device=device)[time][:, None, None, None]
    noise = torch.randn(latent.shape, generator=random, device=device)
    scale = (1 + sigma**2).rsqrt()
    return (
        (latent + sigma * noise) * scale,
        time.float(),
        (noise - sigma * latent) * scale,
        _many(lesson.weight),
    )


def _many(rows: Tensor) -> Tensor:
    return rows.repeat(_NOISES, *[1] * (rows.dim() - 1))
