"""Photo studios: seamless paper or a painted canvas, lit by one large lamp and a glow behind the person."""

import numpy as np

from toile.domain.scene import Scene
from toile.pixels.arrays import Floats
from toile.world.camera.render import Camera
from toile.world.scenery import sky
from toile.world.scenery.noise import clouds
from toile.world.scenery.stage import enlarge, rays, soft_stage

START, BEND = -1.5, 1.3  # metres: where the paper begins to rise, and the radius of its bend
LAMP = 2.7  # metres from the person to the lamp
MOTTLE = {"warm-studio": 0.055, "sage-studio": 0.035, "grey-studio": 0.03}  # of painted canvas


def paint(scene: Scene, camera: Camera, seed: int) -> Floats:
    """The studio, linear light [H, W, 3]."""
    random = np.random.default_rng((seed, 3))
    stage = soft_stage(camera, 0.0, 1.0)
    place, normal = _paper(stage.camera)
    drawn = sky.lights(scene)
    lamp = np.array((0, 1.3, 0)) + drawn.key_toward * (LAMP + random.uniform(-0.3, 0.5))
    lamp += random.uniform(-0.35, 0.35, 3)
    toward = lamp.astype(np.float32) - place
    away = np.sqrt(np.einsum("hwc,hwc->hw", toward, toward))
    facing = np.maximum(np.einsum("hwc,hwc->hw", toward, normal) / away, 0.06)
    key = drawn.key_radiance * (facing * (LAMP / away) ** 2)[..., None]
    rest = 0.5 * (1 + normal[..., 1:2]) * 0.10 + 0.24 + 0.50 * min(scene.wall)
    glow_at = np.array((random.uniform(-0.35, 0.35), random.uniform(0.7, 1.5)))
    spread = random.uniform(0.65, 1.05)
    glow = np.exp(-((place[..., 0] - glow_at[0]) ** 2 + 0.6 * (place[..., 1] - glow_at[1]) ** 2) / spread**2)
    glow *= random.uniform(0.22, 0.50) * np.clip((START - place[..., 2]) / 1.1, 0, 1) ** 2
    light = key + rest + glow[..., None]
    rise = np.clip((place[..., 1:2]) / BEND, 0, 1)
    albedo = np.array(scene.floor) * (1 - rise) + np.array(scene.wall) * rise
    albedo = albedo * (1 + random.uniform(-1, 1, 3) * (0.012 if min(scene.wall) > 0.7 else 0.035))
    grain = MOTTLE.get(scene.name, 0.008) * random.uniform(0.4, 1.3)
    along = np.where(rise[..., 0] < 1, place[..., 2] - START, -BEND) - place[..., 1]
    mottle = 1 + grain * clouds(place[..., 0], along.astype(np.float32), 0.5, seed + 8, 4)
    return enlarge((albedo * light * mottle[..., None]).astype(np.float32), stage, camera)


def _paper(camera: Camera) -> tuple[Floats, Floats]:
    """Places and unit normals of the paper that the pixels see, both [H, W, 3]: floor, quarter of a tube, wall."""
    u, v = rays(camera)
    eye = camera.eye.astype(np.float32)
    # In the plane x = eye: the ray is (y, z) = (ey + v t, ez - t); the cylinder's axis is at (BEND, START).
    b = v * (eye[1] - BEND) - (eye[2] - START)
    a, c = v * v + 1, (eye[1] - BEND) ** 2 + (eye[2] - START) ** 2 - BEND**2
    bend = (-b + np.sqrt(np.maximum(b * b - a * c, 0))) / a
    floor = eye[1] / np.maximum(-v, 1e-3)
    wall = eye[2] - (START - BEND)
    t = np.where(eye[2] - floor > START, floor, np.where(eye[1] + v * wall > BEND, wall, bend))
    t = np.asarray(t, np.float32)
    y, z = eye[1] + v * t, eye[2] - t
    up = np.where(z > START, 1, np.where(y > BEND, 0, (BEND - y) / BEND)).astype(np.float32)
    x = eye[0] + u * t
    place = np.stack(np.broadcast_arrays(x, y, z), axis=-1)
    front = np.sqrt(np.maximum(1 - up * up, 0))
    normal = np.stack(np.broadcast_arrays(np.zeros_like(x), up, front), axis=-1)
    return place.astype(np.float32), normal.astype(np.float32)
