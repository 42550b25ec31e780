"""The light of scenes: where it comes from and how much of it there is."""

import numpy as np
import pytest

from toile.domain.scene import SCENES, Scene
from toile.pixels.arrays import Floats
from toile.world.camera.light import Lights
from toile.world.scenery import sky

GREY = np.array((0.2126, 0.7152, 0.0722))
CAMERA = np.array((0, 0, 1), np.float32)
DAY = [scene for scene in SCENES.values() if scene.name not in ("night", "runway")]

every_scene = pytest.mark.parametrize("scene", SCENES.values(), ids=lambda scene: scene.name)


def received(drawn: Lights, normal: tuple[float, float, float]) -> Floats:
    """Lambert's law, added up one light at a time."""
    total = np.zeros(3)
    for toward, radiance in zip(drawn.toward, drawn.radiance, strict=True):
        total += max(float(np.dot(toward, normal)), 0.0) * radiance
    return total.astype(np.float32)


@every_scene
def test_directions_are_unit_vectors_and_light_is_never_negative(scene: Scene) -> None:
    drawn = sky.lights(scene)
    assert drawn.toward.shape == drawn.radiance.shape == (sky.AROUND + sky.DISC, 3)
    assert np.allclose(np.linalg.norm(drawn.toward, axis=1), 1, atol=1e-5)
    assert drawn.radiance.min() > 0
    assert np.isclose(np.linalg.norm(drawn.key_toward), 1)


@every_scene
def test_the_main_light_is_a_disc_as_wide_as_the_scene_says(scene: Scene) -> None:
    drawn = sky.lights(scene)
    assert drawn.key.sum() == sky.DISC
    away = np.degrees(np.arccos(np.clip(drawn.toward[drawn.key] @ drawn.key_toward, -1, 1)))
    assert 0.85 * scene.radius < away.max() <= scene.radius + 0.01
    middle = drawn.toward[drawn.key].mean(axis=0)
    assert np.degrees(np.arccos(middle @ drawn.key_toward / np.linalg.norm(middle))) < 0.25 * scene.radius


@every_scene
def test_the_main_light_comes_from_where_the_scene_says(scene: Scene) -> None:
    x, y, z = sky.toward_key(scene)
    assert np.isclose(np.degrees(np.arctan2(x, z)), scene.azimuth, atol=1e-3)
    assert np.isclose(np.degrees(np.arcsin(y)), scene.elevation, atol=1e-3)


@every_scene
def test_the_parts_of_the_main_light_add_up_to_it(scene: Scene) -> None:
    drawn = sky.lights(scene)
    assert np.allclose(drawn.radiance[drawn.key].sum(axis=0), drawn.key_radiance, rtol=1e-4)


@every_scene
def test_a_card_before_the_camera_is_as_bright_as_the_exposure_says_and_nearly_white(scene: Scene) -> None:
    card = received(sky.lights(scene), (0, 0, 1))
    assert np.isclose(card @ GREY, scene.exposure, rtol=0.03)
    assert card.max() / card.min() < 1.5


def test_day_scenes_are_exposed_alike_and_the_others_less() -> None:
    assert len({scene.exposure for scene in DAY}) == 1
    assert all(SCENES[name].exposure < DAY[0].exposure for name in ("night", "runway"))


@every_scene
def test_the_person_is_modelled_by_light_from_one_side(scene: Scene) -> None:
    drawn = sky.lights(scene)
    side = float(np.sign(scene.azimuth))
    lit, shaded = (received(drawn, (s * 0.6, 0, 0.8)) @ GREY for s in (side, -side))
    assert 1.15 < lit / shaded < 4.5


def test_grass_tints_the_light_from_below_and_snow_white_floors_do_not() -> None:
    below = np.array(((0, -1, 0),), np.float32)
    park = sky.surroundings(SCENES["park"], below)[0]
    studio = sky.surroundings(SCENES["white-studio"], below)[0]
    assert park[1] > 1.25 * park[0] and park[1] > 1.5 * park[2]
    assert studio.max() < 1.02 * studio.min()


@pytest.fixture
def halves() -> Lights:
    """Half of the floor's light is the main one's, half the surroundings'; one light lies below the floor."""
    toward = np.array(((0, 1, 0), (0.6, 0.8, 0), (0, -1, 0)), np.float32)
    radiance = np.array(((0.4,) * 3, (0.5,) * 3, (9.0,) * 3), np.float32)
    return Lights(toward, radiance, np.array((False, True, False)), toward[1], radiance[1])


def test_a_floor_loses_the_share_of_the_light_that_is_taken(halves: Lights) -> None:
    ambient, key = np.ones((1, 1, 3), np.float32), np.ones((1, 1), np.float32)
    assert np.allclose(sky.shadowed(halves, ambient, key), 1)
    assert np.allclose(sky.shadowed(halves, ambient, 0 * key), 0.5)
    assert np.allclose(sky.shadowed(halves, 0.5 * ambient, key), 0.75)
    assert np.allclose(sky.shadowed(halves, 0 * ambient, 0 * key), 0)


@every_scene
def test_every_scene_has_words_in_english_and_chinese(scene: Scene) -> None:
    assert scene.words.startswith(("a ", "an ", "city "))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in scene.words_zh)
    assert scene.name.isascii() and scene.name == scene.name.lower()


def test_there_are_at_least_twelve_scenes_whose_words_differ() -> None:
    assert len(SCENES) >= 12
    assert (
        len({s.words for s in SCENES.values()}) == len({s.words_zh for s in SCENES.values()}) == len(SCENES)
    )
