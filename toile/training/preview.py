"""Previews: what the mannequin's networks paint by now, for who watches the training."""

from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from toile.engine.catalogue import SAMPLERS
from toile.engine.denoise import Denoise, Denoised
from toile.engine.naive import run
from toile.engine.sigmas import make, span
from toile.engine.unet import build_unet
from toile.engine.vae import build_decoder
from toile.pixels.output import save
from toile.training import mannequin
from toile.training.autoencoder import Spread
from toile.training.learner import Learner
from toile.training.mannequin import Lesson
from toile.training.plan import Plan

STEPS = 8


@torch.no_grad()
def paint(
    painter: Learner,
    plan: Plan,
    lesson: Lesson,
    random: torch.Generator,
    steps: int = STEPS,
    cfg: float = 1.0,
) -> Tensor:
    """Latents [B, C, h, w] of what a lesson shows and says, from noise."""
    silent = torch.zeros_like(lesson.script.ids)
    text = mannequin.read_text(painter, plan, lesson.script.ids)
    pieces = mannequin.read_piece(painter, plan, lesson.piece)
    nothing = mannequin.read_text(painter, plan, silent) if cfg != 1 else text
    levels = make("Normal", steps)
    count = len(lesson.latent)

    def ask(x: Tensor, sigma: float, said: Tensor, weight: Tensor) -> Tensor:
        given = {
            "x": torch.cat((x / (sigma**2 + 1) ** 0.5, lesson.masked), dim=1),
            "time": torch.full((count,), span().time(sigma), device=x.device),
            "text": said,
            "image": pieces,
            "image_weight": weight[:, None, None],
        }
        v = painter(lambda g: build_unet(g, plan.unet, plan.canvas(count)), given)["noise"]
        denoised: Tensor = x / (sigma**2 + 1) - v * (sigma / (sigma**2 + 1) ** 0.5)
        return denoised

    def denoise(asked: Denoise) -> Denoised:
        seen = ask(asked.x, asked.sigma, text, lesson.given)
        against = ask(asked.x, asked.sigma, nothing, 0 * lesson.given) if cfg != 1 else seen
        mask = lesson.masked[:, :1]
        kept = (against + cfg * (seen - against)) * mask + lesson.latent * (1 - mask)
        return Denoised(kept, against)

    noise = torch.randn(lesson.latent.shape, generator=random, device=lesson.latent.device)
    sampling = SAMPLERS["Euler"].run(noise * levels[0], levels, lambda now, then: noise)
    return torch.as_tensor(run(sampling, denoise))


@torch.no_grad()
def show(vae: Learner, plan: Plan, spread: Spread, latent: Tensor) -> Tensor:
    """Pictures uint8 [B, 3, H, W] of latents."""
    count = len(latent)
    given = {"latent": latent * spread.deviation + spread.mean}
    picture = vae(lambda g: build_decoder(g, plan.vae, count, *plan.latent), given)["picture"]
    shown: Tensor = ((picture.clamp(-1, 1) + 1) * 127.5).round().byte()
    return shown


@torch.no_grad()
def measure_channels(vae: Learner, plan: Plan, latent: Tensor, deviation: Tensor) -> Tensor:
    """How much pictures change where a channel of their latents [B, C, h, w] changes by its `deviation` [1, C, 1, 1],
    to and fro from place to place: the root mean square of it, [1, C, 1, 1]."""
    count, channels, height, width = latent.shape
    rows = torch.arange(height, device=latent.device)[:, None] + torch.arange(width, device=latent.device)
    fro = (1 - 2 * (rows // 2 % 2)).float()

    def decode(some: Tensor) -> Tensor:
        write = partial(build_decoder, plan=plan.vae, batch=count, height=height, width=width)
        picture: Tensor = vae(write, {"latent": some})["picture"]
        return picture

    plain = decode(latent)
    found = torch.zeros_like(deviation)
    for channel in range(channels):
        moved = latent.clone()
        moved[:, channel] += deviation[0, channel] * fro
        found[0, channel] = (decode(moved) - plain).square().mean().sqrt()
    return found


def write_sheet(path: Path, *rows: Tensor) -> None:
    """A sheet of pictures uint8 [B, 3, H, W], a row of each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [torch.cat(tuple(row), dim=2) for row in rows]
    save(torch.cat(lines, dim=1).permute(1, 2, 0).contiguous().cpu().numpy(), path)
