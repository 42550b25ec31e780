"""Joints from a file, and joints to a file. The file is JSON, by hand or by any pose estimator.

Four shapes are read; names are `JOINT_NAMES`, others are ignored:

- our own, as `dump_joints` writes it: `{"size": [w, h], "joints": {name: {"x", "y", "confidence"}}}`;
- a plain mapping: `{name: [x, y]}` or `{name: [x, y, confidence]}`;
- the same under `"points"`;
- many photos: `{"photos": {stem: {"size": [w, h], "points": {...}}}}`.
"""

import json
import math
from collections.abc import Mapping
from pathlib import PurePath

from toile.domain.body import JOINT_NAMES, BodyPose, Joint, JointSource
from toile.domain.geometry import Size
from toile.errors import BadRequest

TORSO = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_LARGEST = 1e5  # pixels; nothing that can be seen lies further out
_SHORTEST_TORSO = 8.0  # pixels


def read_joints(text: str, *, photo: str = "", size: Size | None = None) -> BodyPose:
    """The pose that `text` describes, in pixels of a photo of `size`.

    `photo` is the photo's file name, for files that hold many photos. Where the file states another size than
    `size`, the joints are scaled. Raises BadRequest with what is wrong; shoulders and hips must be there.
    """
    entry = _entry(_parse(text), photo)
    stated = _size(entry["size"]) if "size" in entry else None
    sx, sy = (size.width / stated.width, size.height / stated.height) if size and stated else (1.0, 1.0)
    points = _section(entry)
    joints = {name: _joint(name, points[name], sx, sy) for name in JOINT_NAMES if name in points}
    _check_torso(joints)
    return BodyPose(joints, JointSource.GIVEN, _overall(entry, joints))


def dump_joints(pose: BodyPose, size: Size) -> dict[str, object]:
    """The pose as plain data for JSON; `read_joints` reads it back."""
    return {
        "size": [size.width, size.height],
        "source": str(pose.source),
        "confidence": round(pose.confidence, 4),
        "joints": {
            name: {"x": joint.x, "y": joint.y, "confidence": joint.confidence}
            for name, joint in pose.joints.items()
        },
    }


def _parse(text: str) -> Mapping[str, object]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest("joints_not_json") from None
    return _mapping(data, "file")


def _entry(data: Mapping[str, object], photo: str) -> Mapping[str, object]:
    """The part of the file that is about this photo."""
    if "photos" not in data:
        return data
    photos = _mapping(data["photos"], "photos")
    stem = PurePath(photo).stem
    if stem in photos:
        return _mapping(photos[stem], stem)
    if not photo and len(photos) == 1:
        return _mapping(next(iter(photos.values())), "photos")
    raise BadRequest("joints_other_photo", photo=stem or "?", count=len(photos))


def _section(entry: Mapping[str, object]) -> Mapping[str, object]:
    for key in ("joints", "points"):
        if key in entry:
            return _mapping(entry[key], key)
    return entry


def _joint(name: str, value: object, sx: float, sy: float) -> Joint:
    if isinstance(value, Mapping):
        parts = [value.get("x"), value.get("y"), value.get("confidence", 1.0)]
    elif isinstance(value, list) and len(value) in (2, 3):
        parts = [*value, 1.0][:3]
    else:
        raise BadRequest("joints_malformed", where=name)
    x, y, confidence = (_number(part, name) for part in parts)
    return Joint(x * sx, y * sy, min(max(confidence, 0.0), 1.0))


def _size(value: object) -> Size:
    if not isinstance(value, list) or len(value) != 2:
        raise BadRequest("joints_malformed", where="size")
    width, height = (_number(part, "size") for part in value)
    if width < 1 or height < 1:
        raise BadRequest("joints_malformed", where="size")
    return Size(round(width), round(height))


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadRequest("joints_malformed", where=where)
    return value


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRequest("joints_malformed", where=where)
    if not abs(value) <= _LARGEST:  # so written that NaN fails too
        raise BadRequest("joints_out_of_range", where=where)
    return float(value)


def _check_torso(joints: Mapping[str, Joint]) -> None:
    missing = [name for name in TORSO if name not in joints]
    if missing:
        raise BadRequest("joints_missing", names=", ".join(missing))
    ls, rs, lh, rh = (joints[name] for name in TORSO)
    if math.hypot(ls.x + rs.x - lh.x - rh.x, ls.y + rs.y - lh.y - rh.y) / 2 < _SHORTEST_TORSO:
        raise BadRequest("joints_implausible")


def _overall(entry: Mapping[str, object], joints: Mapping[str, Joint]) -> float:
    """What the file says, otherwise the least sure corner of the torso."""
    if "joints" in entry and "confidence" in entry:
        return min(max(_number(entry["confidence"], "confidence"), 0.0), 1.0)
    return min(joints[name].confidence for name in TORSO)
