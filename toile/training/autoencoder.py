"""The mannequin's VAE: what it learns by, and what others learn of its latents."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.engine.vae import build_decoder, build_encoder
from toile.training.learner import Learner
from toile.training.plan import Plan
from toile.training.views import View

_CROP = 64  # pixels of a side that the VAE is shown
_CLOTH = 3.0  # how much a pixel of cloth counts more than another
_REACH = 0.01  # how much a spread of latents beyond 1 costs
_SHAKEN = 0.05  # noise on latents, so that the decoder forgives


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
class Spread:
    """What is taken from a VAE's latents, and what they are then divided by, [1, C, 1, 1]."""

    mean: Tensor
    deviation: Tensor


class Encoder:
    """A trained VAE's encoder, its latents by a spread."""

    def __init__(self, vae: Learner, plan: Plan, spread: Spread) -> None:
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
