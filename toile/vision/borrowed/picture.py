"""A picture made into what a network sees."""

from typing import TypeVar

import cv2
import numpy as np

from toile.compute.network import Tensor
from toile.domain.geometry import Size
from toile.pixels.arrays import RGB, Floats
from toile.vision.borrowed.recognise import Recognised
from toile.vision.borrowed.registry import Layout

Pixels = TypeVar("Pixels", RGB, Floats)


def as_input(rgb: RGB, network: Recognised) -> Tensor:
    """The picture, already of the network's size, normalised: [1, 3, h, w], or [1, h, w, 3] for channels last."""
    intake = network.model.intake
    channels = [("RGB").index(letter) for letter in intake.order]
    mean, std = (np.asarray(colour, np.float32) for colour in (intake.mean, intake.std))
    values = (rgb[..., channels] - mean) / std
    if network.layout is Layout.NCHW:
        values = values.transpose(2, 0, 1)
    return np.ascontiguousarray(values[None], np.float32)


def stretch(picture: Pixels, size: Size) -> Pixels:
    """The picture [H, W] or [H, W, C] at another size, whatever that does to its shape."""
    shrinks = size.width < picture.shape[1] or size.height < picture.shape[0]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized: Pixels = np.asarray(cv2.resize(picture, size, interpolation=way), picture.dtype)
    return resized
