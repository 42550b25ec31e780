"""Deciding between subject and ground by a graph cut, with the same answer every time.

OpenCV's GrabCut starts its colour models with k-means on a global random generator, so a second call may differ
from the first. Here the models are made by splitting the colours along their main axis, which needs no chance.
"""

import cv2
import numpy as np

from toile.pixels.arrays import Floats, Labels, Mask

MODELS = 5  # Gaussians for each side, as GrabCut stores them
Samples = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def settle(colours: Floats, trimap: Labels, rounds: int = 2) -> Mask:
    """Rother, Kolmogorov, Blake: GrabCut, SIGGRAPH 2004, on a picture [H, W, 3] of Lab offsets from the ground.

    `trimap` [H, W] holds OpenCV's GC_* values. Returns 0/1, 1 for the subject.
    """
    scaled = np.clip(colours * np.float32(1.4) + np.float32(128), 0, 255).astype(np.uint8)
    ground = (trimap == cv2.GC_BGD) | (trimap == cv2.GC_PR_BGD)
    if not ground.any() or ground.all():
        return np.asarray(~ground, np.float32)
    pixels = scaled.astype(np.float64)
    models = [_model(pixels[ground]), _model(pixels[~ground])]
    labels, _, _ = cv2.grabCut(scaled, trimap.copy(), (0, 0, 1, 1), models[0], models[1], rounds, cv2.GC_EVAL)
    labels = np.asarray(labels)
    return np.asarray((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD), np.float32)


def _model(samples: Samples) -> Samples:
    """A mixture in GrabCut's layout [1, 65]: 5 weights, 5 means, 5 covariances."""
    samples = samples[:: max(1, len(samples) // 4000)]
    clusters = [samples]
    while len(clusters) < MODELS:
        widest = max(range(len(clusters)), key=lambda i: _spread(clusters[i]))
        clusters[widest : widest + 1] = _split(clusters[widest])
    weights = np.array([len(c) for c in clusters], dtype=np.float64) / len(samples)
    means = np.concatenate([c.mean(axis=0) for c in clusters])
    covariances = np.concatenate([_covariance(c).ravel() for c in clusters])
    return np.concatenate((weights, means, covariances))[None]


def _covariance(samples: Samples) -> Samples:
    centred = samples - samples.mean(axis=0)
    covariance: Samples = centred.T @ centred / len(samples) + np.eye(3) * 0.5
    return covariance


def _spread(samples: Samples) -> float:
    return float(np.linalg.eigvalsh(_covariance(samples))[-1]) * len(samples) if len(samples) > 1 else -1.0


def _split(samples: Samples) -> list[Samples]:
    """In two at the mean along the main axis (Orchard, Bouman: Color Quantization of Images, 1991)."""
    axis = np.linalg.eigh(_covariance(samples))[1][:, -1]
    along = (samples - samples.mean(axis=0)) @ axis
    upper = along > 0
    if upper.all() or not upper.any():  # all the same colour
        half = len(samples) // 2
        return [samples[:half], samples[half:]] if half else [samples, samples]
    return [samples[~upper], samples[upper]]
