"""What this person's skin looks like: one colour model per photo, learned from where the joints say skin is."""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.pixels.arrays import Floats, Mask, Points

# Widening of the model for shading and for parts of the body that are paler or darker than the face, in Lab.
_SLACK = np.diag((10.0**2, 3.0**2, 3.5**2))


@dataclass(frozen=True)
class SkinColour:
    """A Gaussian in CIE Lab. `sure` 0..1: how much of the sample looked like skin at all."""

    mean: Floats  # [3]
    precision: Floats  # [3, 3]
    spread: float  # square root of the covariance's determinant
    sure: float

    def distance(self, lab: Floats) -> Mask:
        """Squared Mahalanobis distance [H, W] of every pixel of `lab` [H, W, 3] from this skin."""
        # Shade scales a colour towards black: chroma falls with lightness, and the model follows.
        scale = np.clip(lab[..., 0] * np.float32(1 / max(float(self.mean[0]), 1.0)), 0.35, 1.15)
        scale = cv2.pow(np.ascontiguousarray(scale), 0.7)
        dl = lab[..., 0] - self.mean[0]
        dl = np.where(dl < 0, np.float32(0.65) * dl, dl)  # shade goes further than light
        da, db = lab[..., 1] - self.mean[1] * scale, lab[..., 2] - self.mean[2] * scale
        p = self.precision
        square = p[0, 0] * dl * dl + p[1, 1] * da * da + p[2, 2] * db * db
        square += 2 * (p[0, 1] * dl * da + p[0, 2] * dl * db + p[1, 2] * da * db)
        return np.asarray(square, np.float32)

    def likelihood(self, lab: Floats) -> Mask:
        """Density [H, W] per unit of Lab volume for every pixel of `lab` [H, W, 3]."""
        density = np.exp(-0.5 * self.distance(lab)) / (15.75 * self.spread)
        return np.asarray(density, np.float32)

    def likeness(self, lab: Floats) -> Mask:
        """1 for what this skin may well look like, 0 for what it cannot [H, W]."""
        return np.asarray(np.clip((14 - self.distance(lab)) / 7, 0, 1), np.float32)


def could_be_skin(lab: Floats) -> Mask:
    """0..1 for every pixel [H, W] of `lab` [H, W, 3]: whether its colour lies where human skin does at all.

    Skin of every tone keeps a hue angle between red and yellow and a middling chroma.
    """
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    hit = _ramp(hue, 8, 28) * _ramp(-hue, -100, -86) * _ramp(chroma, 4, 9) * _ramp(-chroma, -60, -48)
    return (hit * _ramp(lab[..., 0], 6, 16)).astype(np.float32)


def learn_skin(lab: Floats, where: Mask) -> SkinColour:
    """The skin model from pixels of `lab` [H, W, 3] weighted by `where` [H, W] (face first, then neck, hands)."""
    weight = (where * (0.02 + could_be_skin(lab))).reshape(-1).astype(np.float64)
    colours = lab.reshape(-1, 3).astype(np.float64)
    chosen = weight > 0.02 * max(float(weight.max(initial=0.0)), 1e-9)
    if chosen.sum() < 12:
        return _model(np.array((65.0, 14.0, 17.0)), np.diag((16.0**2, 5.0**2, 6.0**2)), 0.0)
    colours, weight = colours[chosen], weight[chosen]
    mean = np.array([_median(colours[:, k], weight) for k in range(3)])
    cov = np.diag((12.0**2, 5.0**2, 5.0**2))
    for _ in range(4):
        away = colours - mean
        square = np.einsum("ni,ij,nj->n", away, np.linalg.inv(cov), away)
        w = weight / (1 + square / 3) ** 2
        mean = (w[:, None] * colours).sum(0) / w.sum()
        away = colours - mean
        cov = (w[:, None] * away).T @ away / w.sum() + np.diag((4.0, 1.0, 1.0))
    sure = float((where * could_be_skin(lab)).sum() / max(float(where.sum()), 1e-6))
    return _model(mean, cov + _SLACK, sure)


def _model(mean: Floats, cov: Floats, sure: float) -> SkinColour:
    return SkinColour(
        mean.astype(np.float32),
        np.linalg.inv(cov).astype(np.float32),
        float(np.sqrt(np.linalg.det(cov))),
        sure,
    )


def _median(values: Points, weight: Points) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _ramp(value: Floats, low: float, high: float) -> Floats:
    return np.asarray(np.clip((value - low) / (high - low), 0.0, 1.0), np.float32)
