"""Casting: what is drawn is seeded, kept whole, and true."""

from pathlib import Path

import numpy as np

from toile.domain.body import JOINT_NAMES, Region
from toile.training import casting
from toile.training.casting import Piece, Sitter
from toile.vision.garment_reader import EDGES, LANDMARKS, STATIONS


def test_what_is_kept_comes_back(shelf: Path) -> None:
    path = shelf / "people" / "050001.npz"
    first, again = casting.load(path), casting.draw_sitter(50_001)
    assert isinstance(first, Sitter)
    assert (first.joints == again.joints).all()
    assert (first.picture.shade == again.picture.shade).all()


def test_a_file_that_stands_is_not_drawn_again(shelf: Path) -> None:
    path = shelf / "people" / "050001.npz"
    before = path.stat().st_mtime_ns
    casting.fill(shelf / "people", "people", [50_001])
    assert path.stat().st_mtime_ns == before


def test_seen_joints_lie_on_the_person(shelf: Path) -> None:
    for path in (shelf / "people").iterdir():
        sitter = casting.load(path)
        assert isinstance(sitter, Sitter)
        labels = sitter.picture.labels
        for name, (x, y, seen) in zip(JOINT_NAMES, sitter.joints, strict=True):
            inside = 2 <= x < labels.shape[1] - 2 and 2 <= y < labels.shape[0] - 2
            if seen == 1 and inside and name.split("_")[-1] in ("shoulder", "hip", "knee", "elbow"):
                near = labels[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3]
                assert (near != Region.BACKGROUND).any(), name


def test_a_garment_has_the_landmarks_of_its_kind_and_the_edges_of_its_sleeves(shelf: Path) -> None:
    for path in (shelf / "garments").iterdir():
        piece = casting.load(path)
        assert isinstance(piece, Piece)
        known = {name for name, row in zip(LANDMARKS, piece.points, strict=True) if row[2] > 0}
        assert ("crotch" in known) == (piece.words["kind"] in ("trousers", "shorts"))
        limbs = piece.words["sleeve"] != "none" or piece.words["kind"] in ("trousers", "shorts")
        assert np.isfinite(piece.edges).all() == limbs
        assert piece.edges.shape == (len(EDGES), STATIONS, 2)


def test_poses_are_as_various_as_they_are_seeded() -> None:
    drawn = [casting.draw_pose(np.random.default_rng(n)) for n in range(40)]
    assert drawn[7] == casting.draw_pose(np.random.default_rng(7))
    assert len({round(pose.turn, 3) for pose in drawn}) == 40
    assert max(abs(pose.turn) for pose in drawn) > 40
