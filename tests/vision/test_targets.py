"""Where a garment's points come to lie on rendered people whose joints are known."""

import numpy as np
import pytest

from toile.domain.body import Side
from toile.domain.geometry import Size
from toile.pixels.arrays import Bools, Mask, Points
from toile.vision.measure import Body, measure
from toile.vision.strips import split
from toile.vision.targets import Placement, place
from toile.vision.warp import fit_spline
from toile.world.clothes.wardrobe import draw_garment
from toile.world.sample import PersonPhoto, ProductPhoto, shoot_product

SHOT = Size(240, 320)


def body_of(person: PersonPhoto) -> Body:
    return measure(person.truth.joints, person.truth.alpha, person.truth.labels)


def put(shot: ProductPhoto, body: Body, length: float = 1.0, width: float = 1.0) -> Placement:
    main = split(shot.alpha, shot.landmarks).main
    return place(shot.landmarks, main, body, length=length, width=width, waistline=None)


@pytest.fixture(scope="module")
def tee() -> ProductPhoto:
    return shoot_product(draw_garment(46, "t-shirt"), SHOT, "coloured", seed=1)


@pytest.fixture(scope="module")
def jumper() -> ProductPhoto:
    return shoot_product(draw_garment(4, "sweater"), SHOT, "white", seed=1)


@pytest.fixture(scope="module")
def trousers() -> ProductPhoto:
    return shoot_product(draw_garment(3, "trousers"), SHOT, "white", seed=2)


def span(placed: Placement) -> float:
    return float(np.ptp(placed.target[:, 0]))


def lowest(placed: Placement) -> float:
    return float(placed.target[:, 1].max())


def test_a_top_hangs_from_the_shoulders_and_ends_round_the_hips(
    people: list[PersonPhoto], tee: ProductPhoto
) -> None:
    body = body_of(people[0])
    placed = put(tee, body)
    highest = float(placed.target[:, 1].min())
    assert highest < body.shoulders[1]
    assert highest > body.shoulders[1] - 0.5 * body.unit
    assert 0.5 * body.torso < lowest(placed) - body.shoulders[1] < 1.5 * body.torso


def test_no_garment_is_narrower_than_the_body_inside_it(
    people: list[PersonPhoto], tee: ProductPhoto, trousers: ProductPhoto
) -> None:
    body = body_of(people[0])
    for shot in (tee, trousers):
        narrow = put(shot, body, width=0.5)
        hips = sum(body.half_width(side, 0.8 * body.torso) for side in Side)
        assert span(narrow) > 0.9 * hips


def test_wishes_for_length_and_width_are_granted(people: list[PersonPhoto], tee: ProductPhoto) -> None:
    body = body_of(people[0])
    assert lowest(put(tee, body, length=1.2)) > lowest(put(tee, body)) + 3
    assert span(put(tee, body, width=1.3)) > span(put(tee, body)) + 3


def test_a_long_sleeve_ends_at_the_wrist(people: list[PersonPhoto], jumper: ProductPhoto) -> None:
    body = body_of(people[0])
    for strip in put(jumper, body).strips:
        cuff = (strip.target[0][-1] + strip.target[1][-1]) / 2
        wrist = body.joints[f"{strip.side}_wrist"]
        assert np.linalg.norm(cuff - wrist) < 0.28 * body.unit


def test_a_short_sleeve_ends_well_before_the_wrist(people: list[PersonPhoto], tee: ProductPhoto) -> None:
    body = body_of(people[0])
    for strip in put(tee, body).strips:
        cuff = (strip.target[0][-1] + strip.target[1][-1]) / 2
        arm = body.arms[strip.side].line
        assert np.argmin(np.linalg.norm(arm - cuff, axis=1)) < 0.7 * len(arm)


def test_trouser_legs_run_along_the_persons_legs(people: list[PersonPhoto], trousers: ProductPhoto) -> None:
    body = body_of(people[1])
    placed = put(trousers, body)
    assert {strip.side for strip in placed.strips} == set(Side)
    for strip in placed.strips:
        hem = (strip.target[0][-1] + strip.target[1][-1]) / 2
        assert np.linalg.norm(hem - body.joints[f"{strip.side}_ankle"]) < 0.5 * body.unit


def test_the_main_part_does_not_fold(people: list[PersonPhoto], tee: ProductPhoto) -> None:
    """A mapping folds where its determinant changes sign; inside the garment it must not."""
    body = body_of(people[0])
    placed = put(tee, body)
    spline = fit_spline(placed.target, placed.source)
    low, high = placed.target.min(axis=0), placed.target.max(axis=0)
    inset = 0.08 * (high - low)
    xs, ys = np.meshgrid(*(np.linspace(a, b, 40) for a, b in zip(low + inset, high - inset, strict=True)))
    mapped = spline(np.stack((xs.ravel(), ys.ravel()), axis=1)).reshape(40, 40, 2)
    dx, dy = np.diff(mapped, axis=1)[:-1], np.diff(mapped, axis=0)[:, :-1]
    determinant = dx[..., 0] * dy[..., 1] - dx[..., 1] * dy[..., 0]
    inside = _within(tee.alpha, mapped[:-1, :-1])
    assert float((determinant[inside] > 0).mean()) > 0.999


def _within(shot: Mask, places: Points) -> Bools:
    x = np.clip(np.rint(places[..., 0]), 0, shot.shape[1] - 1).astype(int)
    y = np.clip(np.rint(places[..., 1]), 0, shot.shape[0] - 1).astype(int)
    inside: Bools = shot[y, x] > 0.5
    return inside


def test_cloth_that_is_stretched_gives_at_its_sides_and_not_in_the_middle(
    people: list[PersonPhoto], tee: ProductPhoto
) -> None:
    body = body_of(people[0])
    placed = put(tee, body, width=0.7)  # narrower than the body, which it has to cover
    spline = fit_spline(placed.source, placed.target)
    middle = np.array((tee.landmarks.axis, tee.landmarks["left_hem"].y - 20))
    half = tee.landmarks["left_hem"].x - tee.landmarks.axis
    near, far = (
        np.ptp(spline(middle + np.array(((0.0, 0), (0, 0))) + np.array(((a, 0), (b, 0))) * half)[:, 0])
        / (b - a)
        for a, b in ((0.0, 0.3), (0.65, 0.95))
    )
    assert far > 1.2 * near
