"""What is behind the person: settings painted far to near, seen through a lens that is sharp at the person."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from zlib import crc32

import cv2
import numpy as np

from toile.domain.scene import Scene
from toile.pixels.arrays import Floats
from toile.world.camera.render import Camera
from toile.world.scenery import cyclorama, evening, indoor, outdoor
from toile.world.scenery.noise import step
from toile.world.scenery.stage import (
    Layer,
    Setting,
    Stage,
    bokeh,
    enlarge,
    ground_places,
    mix,
    over,
    rays,
    soft_like,
    soft_stage,
)

SHARP = (-0.85, -0.30)  # metres: from here to there the floor comes into focus
Painter = Callable[[Scene, Stage, int], Setting]

_PAINTERS: dict[str, Painter] = {
    "street": outdoor.street,
    "park": outdoor.park,
    "beach": outdoor.beach,
    "cafe": indoor.cafe,
    "office": indoor.office,
    "home": indoor.home,
    "runway": evening.runway,
    "night": evening.night,
}
# How much floors mirror, 0..1.
_GLOSS = {"runway": 0.75, "night": 0.80, "cafe": 0.16, "office": 0.18, "home": 0.10}
# How far a set may be turned about the person, in radians.
_YAW = {
    "street": 0.10,
    "cafe": 0.10,
    "office": 0.12,
    "home": 0.12,
    "runway": 0.0,
    "beach": 0.06,
    "night": 0.08,
}


def backdrop(scene: Scene, camera: Camera, seed: int) -> Floats:
    """What the camera sees behind the person, linear light [H, W, 3], without the person's shadow."""
    if scene.setting == "cyclorama":
        return cyclorama.paint(scene, camera, seed)
    random = np.random.default_rng((seed, crc32(scene.name.encode())))
    yaw = _YAW.get(scene.setting, 0.0) * random.uniform(-1, 1)
    stage = soft_stage(camera, yaw, float(np.sign(scene.azimuth)))
    setting = _PAINTERS[scene.setting](scene, stage, int(random.integers(1 << 30)))
    setting = replace(setting, gloss=_GLOSS.get(scene.setting, 0.0))
    tint = random.uniform(0.93, 1.07) * (1 + random.uniform(-0.025, 0.025, 3))
    out = _expose(setting, stage, camera)
    out *= tint.astype(np.float32)
    return out


def reflect(scene: Scene, camera: Camera, person: Floats) -> Floats:
    """The person mirrored in a glossy floor: premultiplied linear light [H, W, 4], to be laid over the backdrop before
    the person is. `person` is the person's own picture, the same way. Nothing where floors are dull."""
    gloss = _GLOSS.get(scene.setting, 0.0)
    if gloss == 0:
        return np.zeros_like(person)
    # It is rough: half the pixels will do.
    half = soft_like(camera, 0.5)
    small = np.asarray(cv2.resize(person, tuple(half.size), interpolation=cv2.INTER_AREA), np.float32)
    foot = -float(camera.eye[1]) / float(camera.eye[2])
    out = _flip(small, half, foot)
    tall = 0.012 / float(camera.eye[2]) / half.step
    # A little rough, the more the further the thing is from the floor: two blurs and a ramp between them.
    near, far = (
        cv2.GaussianBlur(out, (0, 0), sigmaX=0.4 * k * tall + 0.15, sigmaY=k * tall + 0.15)
        for k in (0.4, 2.5)
    )
    v = rays(half)[1]
    slope = np.clip(-v / np.sqrt(1 + v * v), 0, 1)
    fresnel = gloss * (0.06 + 0.94 * (1 - slope) ** 5)
    share = np.clip((foot - v) / 0.08, 0, 1)
    mixed = (near * (1 - share[..., None]) + far * share[..., None]) * fresnel[..., None]
    whole = cv2.resize(
        mixed.astype(np.float32), (person.shape[1], person.shape[0]), interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(whole, dtype=np.float32)


def _expose(setting: Setting, stage: Stage, camera: Camera) -> Floats:
    """The soft picture at full size; near the person the floor is painted again, sharp."""
    layers = [Layer(one.z, bokeh(one.rgba, stage.blur(one.z))) for one in setting.layers]
    blurred = replace(setting, layers=layers)
    mirror = _mirror(blurred, stage) if setting.gloss > 0 else None
    soft = _with_floor(setting, stage)
    if mirror is not None:
        soft += mirror
    for layer in layers:
        soft = over(soft, layer.rgba)
    out = enlarge(soft, stage, camera)
    rows = _near_rows(camera)
    if rows.start < rows.stop:
        x, z = ground_places(camera, stage.yaw, rows)
        near = float(camera.eye[2]) - float(camera.eye[1]) / -rays(camera)[1][rows]
        share = step((near - 0.5 * sum(SHARP)).astype(np.float32), SHARP[1] - SHARP[0])
        floor = setting.ground(x, z)
        if mirror is not None:
            floor = floor + enlarge(mirror, stage, camera, rows)
        out[rows] = mix(out[rows], floor, np.broadcast_to(share, x.shape))
    return out


def _near_rows(camera: Camera) -> slice:
    """Rows of the picture in which the floor is in focus."""
    v = rays(camera)[1][:, 0]
    below = v < -float(camera.eye[1]) / (float(camera.eye[2]) - SHARP[0])
    return slice(int(np.argmax(below)) if below.any() else len(v), len(v))


def _with_floor(setting: Setting, stage: Stage) -> Floats:
    """The far end and the floor, row by row as much out of focus as the floor there, [h, w, 3]."""
    far = np.ascontiguousarray(setting.far.rgba[..., :3])
    if rays(stage.camera)[1][-1] >= 0:
        return bokeh(far, stage.blur(setting.far.z))
    x, z = stage.floor()
    v = rays(stage.camera)[1]
    floor = setting.ground(x, z)
    # A little further than the wall, whose foot is blurred.
    shown = (v < 0) & (z > setting.end - 1)
    whole = np.where(shown[..., None], floor, far)
    depth = float(stage.camera.eye[1]) / np.maximum(-v, 1e-3)
    focus = float(stage.camera.eye[2])
    widest = stage.blur(setting.far.z)
    width = np.minimum(stage.blur(-1e6) * np.abs(depth - focus) / depth, widest)
    out = bokeh(whole, widest)
    levels = (widest, 0.55 * widest, 0.28 * widest, 0.0)
    for wide, narrow in pairwise(levels):
        rows = np.flatnonzero(width[:, 0] < wide)
        if len(rows) == 0:
            break
        part = slice(int(rows[0]), int(rows[-1]) + 1)
        margin = slice(max(part.start - 9, 0), part.stop)
        sharper = bokeh(whole[margin], narrow)[part.start - margin.start :]
        share = np.clip((wide - width[part]) / (wide - narrow), 0, 1)[..., None].astype(np.float32)
        out[part] += share * (sharper - out[part])
    return out


def _mirror(setting: Setting, stage: Stage) -> Floats:
    """What a glossy floor adds, [h, w, 3]: layers upside down, faint near the camera (Schlick's formula). It is rough:
    half the pixels will do."""
    height, width = stage.shape
    half = soft_like(stage.camera, 0.5)
    v = rays(half)[1]
    total = np.zeros((half.size.height, half.size.width, 3), np.float32)
    for layer in (setting.far, *setting.layers):
        foot = -float(half.eye[1]) / (float(half.eye[2]) - layer.z)
        if foot > v[-1]:
            small = cv2.resize(layer.rgba, tuple(half.size), interpolation=cv2.INTER_AREA)
            total = over(total, _flip(np.asarray(small, np.float32), half, foot))
    depth = float(half.eye[2]) - setting.layers[len(setting.layers) // 2].z
    sigma = max(setting.rough / depth / half.step, 0.3)
    cv2.GaussianBlur(total, (0, 0), sigmaX=0.25 * sigma + 0.3, sigmaY=sigma, dst=total)
    slope = np.clip(-v / np.sqrt(1 + v * v), 0, 1)
    fresnel = (0.06 + 0.94 * (1 - slope) ** 5) * (v < 0)
    total *= (setting.gloss * fresnel)[..., None].astype(np.float32)
    return np.asarray(cv2.resize(total, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _flip(picture: Floats, camera: Camera, foot: float) -> Floats:
    """A picture mirrored about the line at the tangent `foot`; nothing above it."""
    height, width = picture.shape[:2]
    row = (camera.centre[1] - foot) / camera.step + 0.5 * height - 0.5
    matrix = np.array(((1.0, 0, 0), (0, -1.0, 2 * row)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out = cv2.warpAffine(picture, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    out[: max(int(np.ceil(row)), 0)] = 0
    return np.asarray(out, dtype=np.float32)
