"""Scrambling: whatever happens to a print, the truth goes with it."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from toile.domain.body import JOINT_NAMES, Region
from toile.training import scramble as scrambling
from toile.training.helpers import GARMENT, PERSON
from toile.training.prints import Prints, garments_alone
from toile.training.scramble import UNLABELLED, Batch, scramble
from toile.vision.reading import SIZE


def take(prints: Prints, seed: int, count: int = 6, **changed: object) -> Batch:
    random = torch.Generator().manual_seed(seed)
    rows = torch.arange(count) % len(prints)
    return scramble(prints, rows, SIZE, replace(PERSON, **changed), random)  # type: ignore[arg-type]


def test_the_same_seed_scrambles_the_same(people: Prints) -> None:
    one, two = take(people, 5), take(people, 5)
    assert torch.equal(one.pictures, two.pictures)
    assert torch.equal(one.points, two.points)


def test_pictures_are_within_their_range(people: Prints) -> None:
    batch = take(people, 6)
    assert batch.pictures.shape == (6, 4, SIZE[1], SIZE[0])
    assert float(batch.pictures.abs().max()) <= 1
    assert torch.isfinite(batch.pictures).all()


@pytest.mark.parametrize("mirror", [0.0, 1.0])
def test_points_move_with_the_pixels(people: Prints, mirror: float) -> None:
    """The labels under a seen joint are the same before and after, and left stays the wearer's left."""
    batch = take(people, 7, mirror=mirror, nobody=0.0, others=0.0, covered=0.0)
    checked = 0
    for row, points in enumerate(batch.points.numpy()):
        source = row % len(people)
        for joint in ("left_knee", "right_elbow", "left_hip", "nose"):
            index = JOINT_NAMES.index(joint)
            x, y, seen = points[index]
            was = people.points[source, index]
            height, width = people.labels.shape[1:]
            if seen < 1 or not (6 <= x < SIZE[0] - 6 and 6 <= y < SIZE[1] - 6):
                continue
            if not (0 <= was[0] < width and 0 <= was[1] < height):
                continue
            near = batch.labels[row, int(y) - 3 : int(y) + 4, int(x) - 3 : int(x) + 4]
            before = people.labels[source, int(was[1]), int(was[0])]
            assert before in near or before == Region.BACKGROUND, joint
            checked += 1
    assert checked >= 4


def test_a_picture_of_nobody_has_no_labels(people: Prints) -> None:
    batch = take(people, 8, nobody=1.0, others=0.0)
    assert not batch.present.any()
    assert not batch.labels.any()


def test_a_garment_keeps_its_words_and_shows_no_ground(garments: Prints) -> None:
    random = torch.Generator().manual_seed(1)
    batch = scramble(garments, torch.arange(4), SIZE, GARMENT, random)
    assert {name: list(answers) for name, answers in batch.words.items()} == {
        name: list(answers[:4]) for name, answers in garments.words.items()
    }
    corner = batch.pictures[:, :, :4, :4].numpy()
    assert np.abs(corner[:, :3]).max() < 0.45  # grey, but for grain and light
    assert (corner[:, 3] < -0.9).all()


def test_points_stay_on_what_they_mark_when_the_picture_is_bent(people: Prints) -> None:
    """A dot drawn at every point of the field's goal lands where `_pushed` says."""
    random = torch.Generator().manual_seed(4)
    bent = scrambling._bend(1, SIZE, 0.03, random)
    points = torch.tensor([[[60.0, 80.0, 1.0], [120.0, 200.0, 1.0]]])
    at = scrambling._pushed(points, bent)[0, :, :2]
    field = bent.permute(0, 3, 1, 2)
    grid = (at + 0.5) * torch.tensor((2 / SIZE[0], 2 / SIZE[1])) - 1
    off = torch.nn.functional.grid_sample(field, grid[None, :, None], align_corners=False)[0, :, :, 0].T
    assert float(bent.abs().max()) > 2
    assert torch.allclose(at + off, points[0, :, :2], atol=0.1)


def test_garments_alone_are_nobody_and_teach_no_regions(garments: Prints) -> None:
    batch = take(garments_alone(garments), 9, nobody=0.0, others=0.0, covered=0.0)
    assert not batch.present.any()
    assert torch.isin(batch.labels, torch.tensor([UNLABELLED, Region.BACKGROUND])).all()
    assert (batch.labels == UNLABELLED).any()
