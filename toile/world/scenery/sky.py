"""A scene's light: its surroundings as directions all round, and its main light as a disc of directions."""

import numpy as np

from toile.domain.scene import Scene, Tint
from toile.pixels.arrays import Floats
from toile.world.camera import light
from toile.world.camera.light import Lights
from toile.world.ease import smooth

AROUND = 28  # directions over the sphere
DISC = 10  # directions over the main light
AROUND_SHARE = 0.76  # of the surroundings: the rest is kept out so that the main light shapes things
FILL = 0.25  # of a reflector near the camera, as a share of what comes from the sides
BALANCE = 0.6  # how much of the light's colour the camera's white balance takes away
_CAMERA = np.array((0.0, 0.0, 1.0), dtype=np.float32)


def toward_key(scene: Scene) -> Floats:
    """The unit vector to the main light, [3]."""
    a, e = np.radians(scene.azimuth), np.radians(scene.elevation)
    return np.array((np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)), dtype=np.float32)


def surroundings(scene: Scene, toward: Floats) -> Floats:
    """What is seen in those directions [N, 3] but for the main light: radiance [N, 3] before exposure.

    Sky above, walls round about, the lit floor below, a reflector near the camera, and a light from behind, opposite
    the main one, that draws an edge.
    """
    up = toward[:, 1:2]
    above, below = smooth(up / 0.9), smooth(-up / 0.5)
    out = _tint(scene.around) * (1 - above - below) + _tint(scene.sky) * above + _tint(scene.bounce) * below
    front = np.maximum(toward @ _CAMERA, 0)[:, None]
    out = out + FILL * front * _tint(scene.around)
    side = -np.sign(scene.azimuth)
    behind = np.array((0.72 * side, 0.38, -0.58), dtype=np.float32)
    edge = np.maximum(toward @ (behind / np.linalg.norm(behind)), 0)[:, None] ** 6
    return np.asarray(AROUND_SHARE * out + 5 * edge * _tint(scene.rim), dtype=np.float32)


def lights(scene: Scene) -> Lights:
    """`AROUND` directions evenly round, then `DISC` over the main light; as bright as the scene's exposure says."""
    around, toward = light.sphere(AROUND), toward_key(scene)
    radius = float(np.tan(np.radians(scene.radius)))
    drawn = light.lights(around, surroundings(scene, around), toward, _tint(scene.sun), radius, DISC)
    card = card_light(drawn, _CAMERA)
    grey = card @ np.array((0.2126, 0.7152, 0.0722), dtype=np.float32)
    gain = (scene.exposure / (card**BALANCE * grey ** (1 - BALANCE))).astype(np.float32)
    return Lights(drawn.toward, drawn.radiance * gain, drawn.key, drawn.key_toward, drawn.key_radiance * gain)


def card_light(drawn: Lights, normal: Floats) -> Floats:
    """How bright a white card with that unit normal becomes when nothing is in the way, [3]."""
    facing = np.maximum(drawn.toward @ normal, 0)
    return np.asarray(facing @ drawn.radiance, dtype=np.float32)


def shadowed(drawn: Lights, ambient: Floats, key: Floats) -> Floats:
    """What a floor keeps of its brightness [H, W, 3] where it keeps `ambient` [H, W, 3] of the surroundings' light
    and `key` [H, W] of the main light's."""
    up = np.maximum(drawn.toward[:, 1:2], 0) * drawn.radiance
    main, rest = up[drawn.key].sum(axis=0), up[~drawn.key].sum(axis=0)
    share = main / (main + rest)
    return np.asarray(key[..., None] * share + ambient * (1 - share), dtype=np.float32)


def _tint(colour: Tint) -> Floats:
    return np.array(colour, dtype=np.float32)
