"""The subject of a photo by a matting network, and what the rest of the product makes of such an outline."""

from dataclasses import replace

import numpy as np

from toile.compute.network import open_network
from toile.domain.geometry import Size
from toile.pixels.arrays import RGB, Floats, Mask
from toile.pixels.mask import grow, parts_by_size, shrink
from toile.vision.borrowed.picture import as_input, stretch
from toile.vision.borrowed.recognise import Recognised
from toile.vision.crowd import find_people
from toile.vision.cutout import Cutout
from toile.vision.fill import push_pull
from toile.vision.silhouette import WORK, Silhouette

_APART = 100.0  # dE, black from white: what a ground is from the subject that nobody takes for it
_SURE, _DECIDED = 0.95, 0.1  # share from which on a pixel is subject; how far from 0 or 1 a decision may be


class Matte:
    """Asks a matting network for the subject of a photo."""

    def __init__(self, network: Recognised) -> None:
        self._network = network

    def __call__(self, rgb: RGB) -> Mask:
        """How much of every pixel of `rgb` [H, W, 3] is subject: [H, W]. The network sees it stretched to a square."""
        network = self._network
        answer = open_network(network.path)(as_input(stretch(rgb, network.size), network))[network.answers[0]]
        share = as_share(answer.reshape(answer.shape[-2:]))
        return stretch(share, Size(rgb.shape[1], rgb.shape[0]))


def as_share(values: Floats) -> Floats:
    """Values 0..1 as they are, everything else as logits: some exports end in the sigmoid, others before it.

    No real photo's logits all lie in 0..1: its ground is far below.
    """
    if float(values.min()) >= -1e-3 and float(values.max()) <= 1 + 1e-3:
        return np.clip(values, 0, 1)
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float32)


def replace_cut(cutout: Cutout, rgb: RGB, alpha: Mask) -> Cutout:
    """The cut-out of a garment in `rgb` [H, W, 3] with somebody else's `alpha` [H, W] in the place of its own.

    Colours come from pixels that are surely inside, continued outward. What was said of the ground no longer counts;
    the confidence is how decided that alpha is.
    """
    inside = shrink((alpha > _SURE).astype(np.float32), 1.0)
    if not inside.any():
        return replace(cutout, alpha=alpha)
    bled = np.clip(np.rint(push_pull(rgb.astype(np.float32), inside)), 0, 255)
    foreground = np.where(inside[..., None] > 0.5, rgb, bled).astype(np.uint8)
    solid = (alpha > 0.5).astype(np.float32)
    left, top, right, bottom = (
        float(edge.mean()) for edge in (solid[:, 0], solid[0], solid[:, -1], solid[-1])
    )
    report = replace(
        cutout.report,
        touches=(left, top, right, bottom),
        area=float(solid.mean()),
        confidence=_decided(alpha),
        inliers=1.0,
        sigma=0.0,
        edges=0.0,
        contrast=_APART,
    )
    return Cutout(alpha, foreground, report)


def as_silhouette(alpha: Mask) -> Silhouette:
    """The largest figure in a network's `alpha` [H, W], and how many people it shows."""
    parts = parts_by_size(alpha, 0.0005)
    if not parts:
        return Silhouette(np.zeros_like(alpha), 0.0, (), 0)
    body = parts[0]
    alone = np.where(grow(body, 2.0) > 0.5, alpha, 0).astype(np.float32)
    factor = min(1.0, WORK / max(alpha.shape))
    height, width = (max(8, round(side * factor)) for side in alpha.shape)
    people = max(1, len(find_people(stretch((alpha > 0.5).astype(np.float32), Size(width, height)))))
    return Silhouette(alone, _decided(alone), (), people)


def _decided(alpha: Mask) -> float:
    """The share of the subject's pixels that the network was sure about, 0..1."""
    seen = alpha > _DECIDED
    return float((alpha[seen] > 1 - _DECIDED).mean()) if seen.any() else 0.0
