"""Light: backdrops painted in linear light, the shading of what rays hit, and the film."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.scene import Scene
from toile.pixels.arrays import RGB, Floats
from toile.world.fabric import Real, clouds, step
from toile.world.render import Camera
from toile.world.shape import Vector, vector


def toward_sun(scene: Scene) -> Vector:
    """The unit vector to the main light."""
    a, e = np.radians(scene.azimuth), np.radians(scene.elevation)
    return vector(np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e))


def shine(
    scene: Scene,
    albedo: Floats,
    normal: Floats,
    view: Floats,
    ambient: Floats,
    direct: Floats,
    gloss: Floats,
    soft: Floats,
) -> Floats:
    """Radiance [N, 3] toward the camera.

    `view` [N, 3] points to the eye; `gloss` [N] is how strong the highlight is, `soft` [N] how far light wraps
    round (skin about 0.3). Lambert with wrap, Blinn's highlight, a hemisphere of sky and bounce, a rim.
    """
    sun = toward_sun(scene).astype(np.float32)
    lit = normal @ sun
    lambert = np.clip((lit + soft) / (1 + soft), 0, 1) * (direct * (1 - 0.45 * soft) + 0.45 * soft * ambient)
    up = 0.5 + 0.5 * normal[:, 1:2]
    hemisphere = _tint(scene.sky) * up + _tint(scene.bounce) * (1 - up)
    # A weak fill from the other side of the camera keeps shadows open.
    fill = np.array((-np.sign(scene.azimuth) * 0.62, 0.20, 0.76), dtype=np.float32)
    open_ = 0.22 * np.clip(normal @ fill, 0, 1) * ambient
    light = _tint(scene.sun) * lambert[:, None] + hemisphere * ambient[:, None]
    light = light + _tint(scene.sky) * open_[:, None] * 2.0
    half = sun + view
    half = half / np.linalg.norm(half, axis=1, keepdims=True)
    spark = np.clip((normal * half).sum(axis=1), 0, 1) ** (18 + 60 * gloss) * gloss * direct * (lit > 0)
    facing = np.clip((normal * view).sum(axis=1), 0, 1)
    rim = (1 - facing) ** 4 * (0.04 + 0.25 * gloss) * ambient
    out = albedo * light + _tint(scene.sun) * (0.55 * spark)[:, None] + _tint(scene.sky) * rim[:, None]
    return np.asarray(out, dtype=np.float32)


def film(radiance: Floats) -> Floats:
    """Linear light to display values 0..1: a soft shoulder, a little contrast, the sRGB curve."""
    x = np.maximum(radiance, 0)
    knee = np.float32(0.62)
    over = (x - knee) / (1 - knee)
    x = np.where(x < knee, x, knee + (1 - knee) * (1 - np.exp(-np.maximum(over, 0))))
    y = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(np.maximum(x, 1e-6), 1 / 2.4) - 0.055)
    return np.asarray(y + 0.035 * np.sin(2 * np.pi * (y - 0.5)) * 0.5 * 1.6, dtype=np.float32)


def develop(display: Floats, seed: int, grain: float = 0.004) -> RGB:
    """Display values [H, W, 3] to 8 bits, with a little grain."""
    random = np.random.default_rng((seed, 77))
    speckle = random.standard_normal(display.shape[:2], dtype=np.float32)[..., None] * grain
    return np.clip(np.round((display + speckle) * 255), 0, 255).astype(np.uint8)


def backdrop(scene: Scene, camera: Camera, seed: int) -> Floats:
    """What is behind the person, linear light [H, W, 3], without shadows."""
    return _PAINTERS[scene.backdrop](scene, camera, seed)


def floor_shadow(camera: Camera, shade: NDArray[np.float64], sun_share: float = 0.55) -> Floats:
    """How much light the floor keeps under and beside the person, [H, W]."""
    y = _rows(camera)
    ambient, direct = shade[..., 2].astype(np.float32), shade[..., 3].astype(np.float32)
    kept = (1 - sun_share) * ambient + sun_share * direct
    blurred = cv2.GaussianBlur(kept, (0, 0), max(camera.size.height / 420, 0.6))
    return np.asarray(np.where(y < 0, blurred, 1.0), dtype=np.float32)


def _tint(colour: tuple[float, float, float]) -> Floats:
    return np.array(colour, dtype=np.float32)


def _rows(camera: Camera) -> Floats:
    """Tangent of the upward angle per row, [H, 1]."""
    height = camera.size.height
    rows = camera.centre[1] - (np.arange(height, dtype=np.float32) + 0.5 - height / 2) * camera.step
    return np.asarray(rows[:, None], dtype=np.float32)


def _columns(camera: Camera) -> Floats:
    """Tangent of the angle to the right per column, [1, W]."""
    width = camera.size.width
    columns = camera.centre[0] + (np.arange(width, dtype=np.float32) + 0.5 - width / 2) * camera.step
    return np.asarray(columns[None, :], dtype=np.float32)


def _ground(camera: Camera) -> tuple[Floats, Floats]:
    """Where each pixel's ray meets the floor: x and z in metres, [H, W]; far away above the horizon."""
    y = np.minimum(_rows(camera), -1e-3)
    far = float(camera.eye[1]) / -y
    x = camera.eye[0] + _columns(camera) * far
    return x.astype(np.float32), np.broadcast_to(camera.eye[2] - far, x.shape).astype(np.float32)


def _over(a: Real, b: Real, share: Real) -> Floats:
    return np.asarray(a * (1 - share[..., None]) + b * share[..., None], dtype=np.float32)


def _cyclorama(scene: Scene, camera: Camera, seed: int) -> Floats:
    """Paper rolled down from the wall over the floor, lit brighter behind the person."""
    x, z = _ground(camera)
    t = step(z + 1.25, 1.3)
    base = _over(np.broadcast_to(_tint(scene.wall), (*x.shape, 3)).astype(np.float32), _tint(scene.floor), t)
    u = _columns(camera) * camera.eye[2]
    v = _rows(camera) * camera.eye[2] + camera.eye[1] - 1.15
    glow = 1.07 - 0.16 * ((u - 0.25 * np.sign(scene.azimuth)) ** 2 / 1.1 + v**2 / 1.9)
    return np.asarray(base * np.clip(glow, 0.55, 1.2)[..., None], dtype=np.float32)


def _blur(picture: Floats, camera: Camera, share: float) -> Floats:
    """Out of focus by that share of the picture's height (a disc, as a lens does)."""
    radius = max(round(share * camera.size.height), 1)
    grid = np.hypot(*np.mgrid[-radius : radius + 1, -radius : radius + 1])
    disc = np.clip(radius + 0.5 - grid, 0, 1).astype(np.float32)
    out = cv2.filter2D(picture, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(out, dtype=np.float32)


def _lay(camera: Camera, far: Floats, ground: Floats) -> Floats:
    """Far things above the horizon, ground below, with the ground going out of focus towards the horizon."""
    y = np.broadcast_to(_rows(camera), far.shape[:2])
    whole = _over(ground, far, step(y + 0.004, 0.012))
    soft = _blur(whole, camera, 0.018)
    near = np.clip((-y - 0.03) / 0.22, 0, 1).astype(np.float32)
    return _over(soft, whole, near)


def _sky(camera: Camera, low: tuple[float, float, float], high: tuple[float, float, float]) -> Floats:
    t = np.clip(_rows(camera) / 0.35, 0, 1) * np.ones((1, camera.size.width), np.float32)
    return _over(np.broadcast_to(_tint(low), (*t.shape, 3)).astype(np.float32), _tint(high), t)


def _street(scene: Scene, camera: Camera, seed: int) -> Floats:
    random = np.random.default_rng((seed, 3))
    u, v = _columns(camera) * 14, _rows(camera) * 14
    far = _sky(camera, (0.92, 0.86, 0.80), (0.52, 0.68, 0.88))
    left = -9.0
    while left < 9:
        wide, high = random.uniform(1.1, 2.4), random.uniform(2.2, 6.0)
        tone = _tint(scene.wall) * random.uniform(0.55, 1.35) * (1 + random.uniform(-0.12, 0.12, 3))
        inside = step(np.minimum(u - left, left + wide - u), 0.05) * step(high - v, 0.05)
        far = _over(far, tone.astype(np.float32), inside)
        pane = np.mod((u - left) / 0.42, 1), np.mod(v / 0.62, 1)
        window = step(0.27 - np.abs(pane[0] - 0.5), 0.1) * step(0.3 - np.abs(pane[1] - 0.5), 0.1)
        glass = (0.75 if random.random() < 0.4 else 0.30) * np.array((0.75, 0.80, 0.85), np.float32)
        far = _over(far, (tone * 0.35 + 0.5 * glass).astype(np.float32), 0.8 * window * inside)
        awning = inside * step(np.minimum(v - 0.55, 0.85 - v), 0.08)
        far = _over(
            far, (random.uniform(0.10, 0.45) * random.uniform(0.75, 1.25, 3)).astype(np.float32), 0.8 * awning
        )
        left += wide
    x, z = _ground(camera)
    slabs = np.maximum(step(0.012 - np.abs(np.mod(x / 0.6, 1) - 0.5), 0.01), 0.0)
    rows = step(0.012 - np.abs(np.mod(z / 0.6, 1) - 0.5), 0.01)
    grain = 1 + 0.07 * clouds(x / 0.3, z / 0.3, seed) - 0.12 * np.maximum(slabs, rows)
    ground = (_tint(scene.floor) * grain[..., None]).astype(np.float32)
    return _lay(camera, _blur(far, camera, 0.022), ground)


def _park(scene: Scene, camera: Camera, seed: int) -> Floats:
    u, v = _columns(camera) * 10, _rows(camera) * 10
    u, v = np.broadcast_arrays(u, v)
    far = _sky(camera, (0.92, 0.93, 0.84), (0.60, 0.78, 0.92))
    for depth, (tone, height, size) in enumerate(
        (
            ((0.34, 0.44, 0.26), 2.6, 1.3),
            ((0.20, 0.33, 0.12), 2.0, 0.8),
            ((0.10, 0.20, 0.06), 1.1, 0.5),
        )
    ):
        leaves = clouds(u / size, v / size, seed + 10 * depth, 4)
        crown = height + 1.2 * clouds(u / 1.7, np.zeros_like(u) + depth, seed + depth) - v + 0.8 * leaves
        light = 1 + 0.55 * clouds(u / 0.22, v / 0.22, seed + 40 + depth)
        far = _over(far, (_tint(tone) * light[..., None]).astype(np.float32), step(crown, 0.25))
    x, z = _ground(camera)
    blades = 1 + 0.22 * clouds(x / 0.5, z / 0.5, seed) + 0.16 * clouds(x / 0.012, z / 0.06, seed + 1)
    ground = (_tint(scene.floor) * blades[..., None]).astype(np.float32)
    return _lay(camera, _blur(far, camera, 0.028), ground)


def _beach(scene: Scene, camera: Camera, seed: int) -> Floats:
    u, v = np.broadcast_arrays(_columns(camera) * 10, _rows(camera) * 10)
    far = _sky(camera, (0.93, 0.90, 0.84), (0.40, 0.66, 0.90))
    puffs = clouds(u / 1.6, v / 0.5, seed, 4) - 0.25
    far = _over(far, np.array((0.97, 0.96, 0.95), np.float32), 0.75 * step(puffs, 0.6) * step(v - 0.3, 0.6))
    x, z = _ground(camera)
    sand = 1 + 0.09 * clouds(x / 0.35, z / 0.6, seed) + 0.06 * clouds(x / 0.01, z / 0.03, seed + 4)
    ground = (_tint(scene.floor) * sand[..., None]).astype(np.float32)
    ripple = 1 + 0.22 * clouds(x / 2.2, z / 1.2, seed + 2)
    sea = (np.array((0.13, 0.42, 0.50), np.float32) * ripple[..., None]).astype(np.float32)
    shore = -7.5 + 0.8 * clouds(x / 3, z * 0, seed + 9)
    ground = _over(ground, np.array((0.92, 0.93, 0.92), np.float32), step(shore + 0.5 - z, 0.4))
    ground = _over(ground, sea, step(shore - z, 0.8))
    return _lay(camera, _blur(far, camera, 0.012), ground)


def _night(scene: Scene, camera: Camera, seed: int) -> Floats:
    random = np.random.default_rng((seed, 4))
    u, v = np.broadcast_arrays(_columns(camera) * 10, _rows(camera) * 10)
    far = _sky(camera, (0.060, 0.045, 0.075), scene.wall)
    for _ in range(60):
        left, high = random.uniform(-3.2, 3.2), abs(random.normal(0.35, 0.8))
        radius = random.uniform(0.06, 0.17)
        warm = random.random()
        tone = np.array((1.0, 0.50 + 0.35 * warm, 0.16 + 0.6 * warm**3), np.float32)
        if random.random() < 0.22:
            tone = np.array((0.25, 0.55, 0.95), np.float32)
        away = np.hypot(u - left, v - high)
        disc = step(radius - away, 0.03) * (0.55 + 0.45 * np.clip(away / radius, 0, 1) ** 3)
        far = (far + tone * (disc * random.uniform(0.06, 0.42))[..., None]).astype(np.float32)
    x, z = _ground(camera)
    wet = np.clip(1 + 0.3 * clouds(x / 0.8, z / 0.8, seed), 0, 2)
    ground = (_tint(scene.floor) * wet[..., None]).astype(np.float32)
    return _lay(camera, far.astype(np.float32), ground)


_PAINTERS: dict[str, Callable[[Scene, Camera, int], Floats]] = {
    "cyclorama": _cyclorama,
    "street": _street,
    "park": _park,
    "beach": _beach,
    "night": _night,
}
