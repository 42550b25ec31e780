"""Old cloth that goes by another name, on rendered people whose label maps were made wrong on purpose."""

import numpy as np
import pytest

from toile.domain.body import Region
from toile.pixels.mask import grow, shrink
from toile.vision.measure import Body, measure
from toile.vision.stray import find_strays, give_back
from toile.world.sample import PersonPhoto


def body_of(person: PersonPhoto) -> Body:
    return measure(person.truth.joints, person.truth.alpha, person.truth.labels)


@pytest.fixture
def person(people: list[PersonPhoto]) -> PersonPhoto:
    return people[1]


def test_a_patch_of_trousers_called_top_is_given_back(person: PersonPhoto) -> None:
    body, truth = body_of(person), person.truth.labels
    bottom = shrink(truth == Region.BOTTOM, 2.0) > 0
    rows = np.arange(truth.shape[0])[:, None]
    first = int(np.flatnonzero(bottom.any(axis=1))[0])
    patch = bottom & (rows < first + 0.2 * body.unit) & (np.arange(truth.shape[1]) > body.hips[0])
    wrong = np.where(patch, np.uint8(Region.TOP), truth)
    assert patch.sum() > 60
    assert find_strays(person.rgb, wrong, body, (Region.BOTTOM,))[patch].mean() > 0.7


def test_a_trim_called_skin_is_given_back(person: PersonPhoto) -> None:
    truth = person.truth.labels
    body = body_of(person)
    trim = (grow(truth == Region.TOP, 3.0) > 0) & (truth == Region.SKIN)
    rgb = np.where(trim[..., None], np.array([20, 20, 160], np.uint8), person.rgb)
    assert trim.sum() > 20
    assert find_strays(rgb, truth, body, (Region.TOP,))[trim].mean() > 0.7


def test_true_labels_have_next_to_no_strays(people: list[PersonPhoto]) -> None:
    for person in people:
        labels = person.truth.labels
        skin = np.isin(labels, (Region.SKIN, Region.ARMS, Region.LEGS, Region.BOTTOM))
        strays = find_strays(person.rgb, labels, body_of(person), (Region.TOP,))
        assert strays[skin].mean() < 0.02


def test_without_the_old_garment_nothing_is_stray(person: PersonPhoto) -> None:
    assert not find_strays(person.rgb, person.truth.labels, body_of(person), (Region.DRESS,)).any()


def test_what_is_given_back_is_the_garments_in_labels_and_shares(person: PersonPhoto) -> None:
    labels = person.truth.labels
    soft = {region: (labels == region).astype(np.float32) for region in Region if region}
    strays = labels == Region.SKIN
    named, shares = give_back(labels, soft, strays, Region.TOP)
    assert (named[strays] == Region.TOP).all()
    assert np.array_equal(named[~strays], labels[~strays])
    assert shares[Region.TOP][strays].min() == 1
    assert shares[Region.SKIN].max() == 0
    assert soft[Region.SKIN].max() == 1
