"""Colour spaces and differences against published values and round trips."""

import numpy as np
import pytest

from toile.pixels import colour

# Sharma, Wu, Dalal 2005, table 1: pairs that catch the usual mistakes.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, -1.1848, -84.8006), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, -0.001, 2.49), (50.0, 0.0009, -2.49), 4.8045),
    ((50.0, -0.001, 2.49), (50.0, 0.0011, -2.49), 4.7461),
    ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize("one, other, expected", SHARMA)
def test_ciede2000_gives_the_published_differences(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    pair = np.array([one]), np.array([other])
    assert colour.ciede2000(*pair)[0] == pytest.approx(expected, abs=1e-4)
    assert colour.ciede2000(*pair[::-1])[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [  # the published corners of sRGB in CIE L*a*b* under D65
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.74, -86.18, 83.18)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((255, 255, 255), (100.0, 0.0, 0.0)),
    ],
)
def test_lab_of_the_primaries(rgb: tuple[int, int, int], lab: tuple[float, float, float]) -> None:
    assert np.abs(colour.to_lab(np.array([[rgb]], np.uint8))[0, 0] - lab).max() < 0.3


@pytest.mark.parametrize(
    "rgb, lab",
    [((255, 255, 255), (100, 0, 0)), ((0, 0, 0), (0, 0, 0)), ((255, 0, 0), (53.24, 80.09, 67.20))],
)
def test_lab_of_known_colours(rgb: tuple[int, ...], lab: tuple[float, ...]) -> None:
    assert colour.to_lab(np.array([[rgb]], np.uint8))[0, 0] == pytest.approx(lab, abs=0.15)


@pytest.mark.parametrize(
    "rgb, oklab",  # Ottosson's page: white is (1, 0, 0); red and blue from CSS Color 4's examples
    [
        ((255, 255, 255), (1.0, 0.0, 0.0)),
        ((255, 0, 0), (0.62796, 0.22486, 0.12585)),
        ((0, 0, 255), (0.45201, -0.03246, -0.31153)),
    ],
)
def test_oklab_of_known_colours(rgb: tuple[int, ...], oklab: tuple[float, ...]) -> None:
    assert colour.to_oklab(np.array([[rgb]], np.uint8))[0, 0] == pytest.approx(oklab, abs=2e-4)


def test_a_histogram_is_like_itself_and_unlike_another_colour() -> None:
    red, blue = (np.full((20, 20, 3), c, np.uint8) for c in ((200, 30, 30), (30, 30, 200)))
    mask = np.ones((20, 20), np.float32)
    histograms = colour.histogram(red, mask), colour.histogram(blue, mask)
    assert histograms[0].sum() == pytest.approx(1, abs=1e-5)
    assert colour.likeness(histograms[0], histograms[0]) == pytest.approx(1, abs=1e-5)
    assert colour.likeness(*histograms) < 0.05


def test_the_histogram_of_nothing_is_empty() -> None:
    picture = np.zeros((4, 4, 3), np.uint8)
    assert colour.histogram(picture, np.zeros((4, 4), np.float32)).sum() == 0
