"""Hair, skin and clothes by a parsing network of six classes, joined with what the skeleton knows.

The network tells materials: hair, skin of the body, skin of the face, clothes, the rest. It does not tell an arm from
a leg or a top from trousers; there our own parsing and the nearest bone divide what the network found.
"""

import cv2
import numpy as np

from toile.compute.network import Tensor, open_network
from toile.domain.body import BodyPose, Region
from toile.domain.geometry import Size
from toile.pixels.arrays import RGB, Floats, Mask
from toile.pixels.upscale import upscale_along_edges
from toile.vision.anatomy import PARTS, describe
from toile.vision.borrowed.picture import as_input, stretch
from toile.vision.borrowed.recognise import Recognised
from toile.vision.borrowed.registry import CLASSES
from toile.vision.parsing import Parsing
from toile.vision.skeleton import Skeleton, skeleton_of

WORK = 448  # pixels on the long side where clothes and skin are divided
BACKGROUND, HAIR, BODY, FACE, CLOTHES, OTHERS = range(len(CLASSES))
_CLOTH = (Region.TOP, Region.BOTTOM, Region.DRESS, Region.SHOES)
_REACH = 0.04  # of the long side: how far our own division of the clothes is continued


class SelfieClasses:
    """Asks a parsing network for the six classes of `registry.CLASSES`."""

    def __init__(self, network: Recognised) -> None:
        self._network = network

    def __call__(self, rgb: RGB) -> Floats:
        """Shares of the six classes in `rgb` [H, W, 3]: [6, H, W], adding up to 1, borders on the picture's edges."""
        network = self._network
        answer = open_network(network.path)(as_input(stretch(rgb, network.size), network))[
            network.answers[0]
        ][0]
        maps = answer if answer.shape[0] == len(CLASSES) else answer.transpose(2, 0, 1)
        large = upscale_along_edges(as_shares(maps), rgb, radius=2)
        return np.asarray(large / np.maximum(large.sum(axis=0), 1e-6), np.float32)


def as_shares(maps: Tensor) -> Floats:
    """Shares [C, h, w] that add up to 1 as they are, everything else as logits: the softmax is left out of the file."""
    if float(maps.min()) >= -1e-3 and float(np.abs(maps.sum(axis=0) - 1).max()) < 1e-2:
        return np.clip(maps, 0, 1)
    powers = np.exp(maps - maps.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0), np.float32)


def merge(shares: Floats, own: Parsing, alpha: Mask, pose: BodyPose) -> Parsing:
    """Our labels with the network's materials: a parsing of the person whose outline is `alpha` [H, W].

    `shares` [6, H, W] are the network's, `own` is our parsing. Face skin and hair are taken as they are; skin of the
    body goes to the nearest part of it; clothes are divided as ours are, continued a little way; where the network sees
    ground inside the outline, ours stays.
    """
    kept = _proportions({region: own.soft.get(region, np.zeros_like(alpha)) for region in Region if region})
    soft = {region: shares[BACKGROUND] * share for region, share in kept.items()}
    soft[Region.HAIR] = soft[Region.HAIR] + shares[HAIR]
    soft[Region.SKIN] = soft[Region.SKIN] + shares[FACE]
    for region, part in zip(PARTS, _divide_skin(alpha, pose), strict=True):
        soft[region] = soft[region] + shares[BODY] * part
    for region, part in zip(_CLOTH, _divide_cloth(own, alpha, pose), strict=True):
        soft[region] = soft[region] + shares[CLOTHES] * part
    shoe = kept[Region.SHOES]
    soft[Region.SHOES] = soft[Region.SHOES] + shares[OTHERS] * shoe
    soft[Region.OTHER] = soft[Region.OTHER] + shares[OTHERS] * (1 - shoe)
    soft = {region: np.asarray(share * alpha, np.float32) for region, share in soft.items()}
    stack = np.stack(list(soft.values()))
    rest = np.maximum(1 - stack.sum(axis=0), 1e-6)
    table = np.array([Region.BACKGROUND, *soft], np.uint8)
    labels = table[np.argmax(np.concatenate((rest[None], stack)), axis=0)]
    clear = float((stack.max(axis=0) * alpha).sum() / max(float((alpha * alpha).sum()), 1.0))
    return Parsing(labels, soft, min(clear, 1.0))


def _proportions(shares: dict[Region, Mask]) -> dict[Region, Mask]:
    """The shares of every pixel made to add up to 1 where there are any."""
    total = np.maximum(np.sum(list(shares.values()), axis=0), 1e-6)
    return {region: np.asarray(share / total, np.float32) for region, share in shares.items()}


def _divide_skin(alpha: Mask, pose: BodyPose) -> Floats:
    """To which part of the body skin belongs, in the order of PARTS [4, H, W]; adds up to 1."""
    return _enlarge(describe(*_at_work(alpha, pose)).parts, alpha)


def _divide_cloth(own: Parsing, alpha: Mask, pose: BodyPose) -> Floats:
    """Of what piece cloth is, in the order of _CLOTH [4, H, W]; adds up to 1.

    As ours where we see any, as the nearest of ours a little beside, by height further away.
    """
    skeleton, (height, width) = _at_work(alpha, pose)
    above = describe(skeleton, (height, width)).trunk < 1
    guess = np.stack((above, ~above, np.zeros_like(above), np.zeros_like(above))).astype(np.float32)
    ours = np.stack([own.soft.get(region, np.zeros_like(alpha)) for region in _CLOTH])
    small = np.stack([stretch(share, Size(width, height)) for share in ours])
    reach = _REACH * max(height, width)
    near = np.stack([np.asarray(cv2.GaussianBlur(share, (0, 0), reach), np.float32) for share in small])
    mixed = small + np.float32(0.05) * near + np.float32(1e-5) * guess
    return _enlarge(np.asarray(mixed / mixed.sum(axis=0), np.float32), alpha)


def _at_work(alpha: Mask, pose: BodyPose) -> tuple[Skeleton, tuple[int, int]]:
    """The skeleton at the working size, and that size."""
    factor = min(1.0, WORK / max(alpha.shape))
    height, width = (max(8, round(side * factor)) for side in alpha.shape)
    return skeleton_of(pose).scaled(factor), (height, width)


def _enlarge(maps: Floats, alpha: Mask) -> Floats:
    size = Size(alpha.shape[1], alpha.shape[0])
    return np.stack([stretch(share, size) for share in maps])
