"""What is behind the person: settings painted far to near, seen through a lens that is sharp where the person stands."""

from collections.abc import Callable
from zlib import crc32

import numpy as np

from toile.atelier import cyclorama, evening, indoor, outdoor
from toile.atelier.noise import step
from toile.atelier.render import Camera
from toile.atelier.stage import (
    Setting,
    Stage,
    bokeh,
    enlarge,
    ground_places,
    over,
    rays,
    soft_stage,
)
from toile.domain.scene import Scene
from toile.pixels.arrays import Floats

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
    tint = random.uniform(0.93, 1.07) * (1 + random.uniform(-0.025, 0.025, 3))
    return np.asarray(_expose(setting, stage, camera) * tint.astype(np.float32), dtype=np.float32)


def _expose(setting: Setting, stage: Stage, camera: Camera) -> Floats:
    soft = _soft(setting, stage)
    out = enlarge(soft, stage, camera)
    rows = _near_rows(camera)
    if rows.start < rows.stop:
        x, z = ground_places(camera, stage.yaw, rows)
        near = float(camera.eye[2]) - float(camera.eye[1]) / -rays(camera)[1][rows]
        share = step((near - 0.5 * sum(SHARP)).astype(np.float32), SHARP[1] - SHARP[0])[..., None]
        out[rows] += share * (setting.ground(x, z) - out[rows])
    if setting.gloss > 0:
        out += enlarge(_mirror(setting, stage), stage, camera)
    return out


def _near_rows(camera: Camera) -> slice:
    """Rows of the picture in which the floor is in focus."""
    v = rays(camera)[1][:, 0]
    below = v < -float(camera.eye[1]) / (float(camera.eye[2]) - SHARP[0])
    return slice(int(np.argmax(below)) if below.any() else len(v), len(v))


def _soft(setting: Setting, stage: Stage) -> Floats:
    """Everything out of focus, [h, w, 3]."""
    picture = setting.far.rgba[..., :3]
    v = rays(stage.camera)[1]
    if (v < 0).any():
        picture = _with_floor(setting, stage, picture)
    else:
        picture = bokeh(picture, stage.blur(setting.far.z))
    for layer in setting.layers:
        picture = over(picture, bokeh(layer.rgba, stage.blur(layer.z)))
    return picture


def _with_floor(setting: Setting, stage: Stage, far: Floats) -> Floats:
    """The far end and the floor, row by row as much out of focus as the floor there."""
    x, z = stage.floor()
    v = rays(stage.camera)[1]
    floor = setting.ground(x, z)
    whole = np.where((v < 0)[..., None], floor, far).astype(np.float32)
    depth = float(stage.camera.eye[1]) / np.maximum(-v, 1e-3)
    focus = float(stage.camera.eye[2])
    widest = stage.blur(setting.far.z)
    width = np.minimum(stage.blur(-1e6) * np.abs(depth - focus) / depth, widest)
    out = bokeh(whole, widest)
    levels = (widest, 0.55 * widest, 0.28 * widest, 0.0)
    for wide, narrow in zip(levels[:-1], levels[1:], strict=True):
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
    """What a glossy floor adds, [h, w, 3]: layers upside down, faint near the camera (Schlick's formula)."""
    v = rays(stage.camera)[1]
    total = np.zeros((*stage.shape, 3), np.float32)
    for layer in (setting.far, *setting.layers):
        depth = float(stage.camera.eye[2]) - layer.z
        foot = -float(stage.camera.eye[1]) / depth
        soft = bokeh(layer.rgba, stage.blur(layer.z))
        flipped = _flip(soft, stage.camera, foot, setting.rough / depth)
        flipped *= (v < foot)[..., None]
        total = over(total, flipped)
    slope = -v / np.sqrt(1 + v * v)
    fresnel = 0.06 + 0.94 * (1 - np.clip(slope, 0, 1)) ** 5
    return np.asarray(total * (setting.gloss * fresnel)[..., None], dtype=np.float32)


def _flip(picture: Floats, camera: Camera, foot: float, rough: float) -> Floats:
    """A picture mirrored about the line at the tangent `foot`, blurred up and down by the tangent `rough`."""
    import cv2

    height, width = picture.shape[:2]
    row = (camera.centre[1] - foot) / camera.step + 0.5 * height - 0.5
    matrix = np.array(((1.0, 0, 0), (0, -1.0, 2 * row)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out = cv2.warpAffine(picture, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    sigma = max(rough / camera.step, 0.3)
    return np.asarray(
        cv2.GaussianBlur(out, (0, 0), sigmaX=0.25 * sigma + 0.3, sigmaY=sigma), dtype=np.float32
    )
