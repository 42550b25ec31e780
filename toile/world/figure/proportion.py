"""Proportions: how wide and deep the trunk of a build is. Lengths of a figure of 1.70 m."""

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Build

# The trunk from the crotch to the pit of the neck: half width, depth to the front and to the back of `SPINE`.
HEIGHTS = np.linspace(0.84, 1.40, 15)
SPINE = -0.005
_WOMAN = np.array((
    (0.154, 0.074, 0.080), (0.163, 0.082, 0.088), (0.166, 0.087, 0.092), (0.160, 0.089, 0.086),
    (0.146, 0.087, 0.076), (0.131, 0.083, 0.067), (0.121, 0.079, 0.063), (0.119, 0.079, 0.065),
    (0.123, 0.082, 0.072), (0.128, 0.086, 0.080), (0.133, 0.087, 0.088), (0.135, 0.082, 0.093),
    (0.131, 0.073, 0.095), (0.115, 0.058, 0.088), (0.076, 0.044, 0.070),
))  # fmt: skip
_MAN = np.array((
    (0.146, 0.077, 0.080), (0.154, 0.085, 0.086), (0.157, 0.090, 0.088), (0.154, 0.092, 0.084),
    (0.149, 0.093, 0.078), (0.144, 0.091, 0.073), (0.141, 0.089, 0.071), (0.142, 0.089, 0.074),
    (0.146, 0.092, 0.081), (0.151, 0.096, 0.090), (0.157, 0.098, 0.097), (0.160, 0.095, 0.102),
    (0.156, 0.085, 0.103), (0.138, 0.067, 0.095), (0.092, 0.049, 0.076),
))  # fmt: skip


def sections(build: Build) -> NDArray[np.float64]:
    """Half width, depth to the front and to the back of the bare trunk without bust and seat at even heights from
    the crotch to the pit of the neck, metres on a figure of 1.70 m, [15, 3]."""
    full, man = build.fullness - 1, build.frame
    rows = _WOMAN + (_MAN - _WOMAN) * man
    waist = np.exp(-(((HEIGHTS - 1.08) / 0.085) ** 2))[:, None]
    hips = np.exp(-(((HEIGHTS - 0.88) / 0.085) ** 2))[:, None]
    chest = np.clip((HEIGHTS - 1.18) / 0.08, 0, 1)[:, None]
    belly = np.exp(-(((HEIGHTS - 1.03) / 0.085) ** 2))
    grown = 1 + full * (0.64 + 0.36 * waist + 0.16 * hips - 0.10 * chest)
    rows = rows * grown * (1 + (build.waist - 1) * waist) * (1 + (build.hips - 1) * hips)
    rows = rows * (1 + 0.09 * (build.muscle - 0.3) * chest)
    rows[:, 1] += belly * (0.004 + 0.11 * max(full, 0) + 0.05 * max(build.waist - 1, 0))
    return np.asarray(rows)
