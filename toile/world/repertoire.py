"""What this world can draw of all poses and scenes; the others are for the mesh studio. Light to import."""

from toile.domain.pose import POSES as EVERY_POSE
from toile.domain.scene import SCENES as EVERY_SCENE

_POSES = (
    "arms-down",
    "arms-away",
    "hand-on-hip",
    "hands-on-hips",
    "walking",
    "three-quarter",
    "arm-raised",
    "relaxed",
)
_SCENES = (
    "white-studio",
    "grey-studio",
    "warm-studio",
    "sage-studio",
    "street",
    "park",
    "beach",
    "night",
)
POSES = {name: EVERY_POSE[name] for name in _POSES}
SCENES = {name: EVERY_SCENE[name] for name in _SCENES}
