"""Fabric coordinates follow the part of the body they are on."""

from dataclasses import replace

import numpy as np
import pytest

from toile.domain.garment import Pattern
from toile.domain.geometry import Size
from toile.domain.persona import Build
from toile.domain.pose import DISPLAY, Limb
from toile.world import cloth, table
from toile.world.body import stand
from toile.world.fabric import FabricSpec
from toile.world.material import coordinates
from toile.world.render import frame, trace
from toile.world.shape import vector
from toile.world.wardrobe import draw_garment


def sleeve_direction(out: float) -> tuple[float, float]:
    """The direction in the picture in which v grows on the left upper arm, for an arm that far out, and the
    arm's own: degrees from straight down."""
    limb = Limb(out, 0)
    pose = replace(DISPLAY, left_arm=(limb, limb, limb))
    fabric = FabricSpec(Pattern.STRIPES, ((250, 250, 250), (20, 30, 80)))
    garment = replace(draw_garment(1, "long-sleeved top"), fabric=fabric)
    figure = stand(Build(), pose)
    surface = cloth.dress(figure, [garment])[0]
    camera = frame(Size(96, 128), 0.8, 1.55, 4.0, 1.2)
    samples = trace([surface], camera, vector(0, 0, 1), 0.5, floor=False).samples
    names = [loft.part for loft in surface.lofts]
    rows, columns = np.nonzero(
        (samples[..., table.SURFACE] == 0) & (samples[..., table.LOFT] == names.index("left arm"))
    )
    hits = samples[rows, columns].astype(np.float32)
    _, v, _ = coordinates(surface, hits, hits[:, table.LOFT].astype(np.int64))
    plane = np.stack((columns, rows, np.ones_like(rows)), axis=1)
    slope = np.linalg.lstsq(plane, v, rcond=None)[0]
    arm = figure.joints["left_elbow"] - figure.joints["left_shoulder"]
    return float(np.degrees(np.arctan2(slope[0], slope[1]))), float(np.degrees(np.arctan2(arm[0], -arm[1])))


@pytest.mark.parametrize("out", [15.0, 35.0, 60.0])
def test_stripes_on_a_sleeve_turn_with_the_arm(out: float) -> None:
    stripes, arm = sleeve_direction(out)
    assert stripes == pytest.approx(arm, abs=4)
