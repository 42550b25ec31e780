"""The mesh that all bodies share."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from toile.domain.persona import Build, Face
from toile.world.figure import skeleton, template
from toile.world.part import Part


def test_the_template_is_symmetrical_enough_and_not_too_large() -> None:
    base = template.template()
    assert 60_000 < len(base.faces) <= 120_000
    for share in (0.1, 0.5, 0.9):
        left, right = (
            np.quantile(np.abs(base.vertices[s * base.vertices[:, 0] > 0.01, 0]), share) for s in (1, -1)
        )
        assert abs(left - right) < 0.004


def test_every_part_of_the_body_is_there() -> None:
    present = set(np.unique(template.template().part).tolist())
    assert present == {int(part) for part in Part if part <= Part.FOOT}


def test_parts_are_where_their_bones_are() -> None:
    base = template.template()
    middle = base.vertices[base.faces].mean(axis=1)
    at = skeleton.rest(template.AVERAGE).joints
    assert middle[base.part == Part.FOOT][:, 1].max() < at["left_knee"][1]
    assert middle[base.part == Part.FACE][:, 1].min() > at["neck_base"][1]
    hands = middle[np.isin(base.part, (Part.HAND, Part.FINGERS))]
    assert np.abs(hands[:, 0]).min() > at["left_elbow"][0]


def test_faces_stay_well_shaped_on_other_builds() -> None:
    base = template.template()
    for build in (Build(1.9, 0.92, 0.95, 0.0, 1.03, muscle=0.8), Build(1.55, 1.3, 0.0, 0.95, 0.98)):
        places, normals = template.shaped(build, Face(width=0.8, nose_length=-0.8, lips=0.8))
        edges = np.concatenate((base.faces[:, :2], base.faces[:, 1:]))
        before, after = (
            np.linalg.norm(v[edges[:, 0]] - v[edges[:, 1]], axis=1) for v in (base.vertices, places)
        )
        assert np.percentile(after / np.maximum(before, 1e-6), 99.5) < 2.2
        assert np.allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-3)


def test_neighbouring_sheets_leave_no_gap() -> None:
    base = template.template()
    rim = base.vertices[base.guides.rim]
    others = np.setdiff1d(np.arange(len(base.vertices)), base.guides.rim)
    rest = base.vertices[others]
    near = [float(np.linalg.norm(rest - place, axis=1).min()) for place in rim[::7]]
    assert max(near) < 0.012


@pytest.mark.slow
def test_two_who_ask_at_once_get_one_body_and_leave_one_file(tmp_path: Path) -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor; from pathlib import Path\n"
        "from toile.world import cache\n"
        f"cache.use(Path({str(tmp_path)!r}))\n"
        "from toile.world.figure import template\n"
        "with ThreadPoolExecutor(2) as pool:\n"
        "    one, other = (pool.submit(template.template) for _ in range(2))\n"
        "    print(one.result() is other.result())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
    assert len(list(tmp_path.glob("body-*.npz"))) == 1
