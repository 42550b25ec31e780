"""Scenes by name: what is behind the person and where the light comes from."""

from dataclasses import dataclass

Tint = tuple[float, float, float]  # linear light, 1 is white


@dataclass(frozen=True)
class Scene:
    """A backdrop and its light.

    `backdrop` names a painter in `world.light`; `wall` and `floor` are its colours. The sun comes from `azimuth`
    (to the right of the camera) and `elevation`, in degrees; `softness` is 0 (hard) to 1 (a large softbox).
    """

    name: str
    words: str
    backdrop: str
    wall: Tint
    floor: Tint
    sun: Tint
    sky: Tint
    bounce: Tint
    azimuth: float
    elevation: float
    softness: float


SCENES: dict[str, Scene] = {
    scene.name: scene
    for scene in (
        Scene(
            "white-studio",
            "a white studio",
            "cyclorama",
            wall=(0.86, 0.86, 0.87),
            floor=(0.80, 0.80, 0.81),
            sun=(0.86, 0.85, 0.83),
            sky=(0.50, 0.51, 0.53),
            bounce=(0.30, 0.30, 0.30),
            azimuth=-38,
            elevation=42,
            softness=0.85,
        ),
        Scene(
            "grey-studio",
            "a grey studio",
            "cyclorama",
            wall=(0.33, 0.34, 0.36),
            floor=(0.29, 0.30, 0.32),
            sun=(1.02, 0.99, 0.95),
            sky=(0.40, 0.42, 0.46),
            bounce=(0.20, 0.20, 0.21),
            azimuth=42,
            elevation=40,
            softness=0.6,
        ),
        Scene(
            "warm-studio",
            "a warm studio",
            "cyclorama",
            wall=(0.66, 0.52, 0.41),
            floor=(0.58, 0.45, 0.35),
            sun=(1.02, 0.93, 0.82),
            sky=(0.45, 0.43, 0.42),
            bounce=(0.28, 0.22, 0.17),
            azimuth=-46,
            elevation=38,
            softness=0.7,
        ),
        Scene(
            "sage-studio",
            "a sage green studio",
            "cyclorama",
            wall=(0.42, 0.50, 0.42),
            floor=(0.37, 0.44, 0.37),
            sun=(0.98, 0.95, 0.90),
            sky=(0.43, 0.46, 0.45),
            bounce=(0.22, 0.25, 0.21),
            azimuth=36,
            elevation=44,
            softness=0.7,
        ),
        Scene(
            "street",
            "a city street",
            "street",
            wall=(0.42, 0.40, 0.39),
            floor=(0.30, 0.30, 0.31),
            sun=(1.10, 1.02, 0.90),
            sky=(0.42, 0.46, 0.53),
            bounce=(0.20, 0.19, 0.18),
            azimuth=48,
            elevation=46,
            softness=0.35,
        ),
        Scene(
            "park",
            "a park",
            "park",
            wall=(0.20, 0.32, 0.13),
            floor=(0.24, 0.33, 0.13),
            sun=(1.12, 1.03, 0.84),
            sky=(0.40, 0.46, 0.46),
            bounce=(0.17, 0.22, 0.12),
            azimuth=-52,
            elevation=48,
            softness=0.4,
        ),
        Scene(
            "beach",
            "a beach",
            "beach",
            wall=(0.36, 0.60, 0.80),
            floor=(0.72, 0.61, 0.45),
            sun=(1.14, 1.02, 0.84),
            sky=(0.46, 0.52, 0.60),
            bounce=(0.34, 0.29, 0.22),
            azimuth=50,
            elevation=44,
            softness=0.35,
        ),
        Scene(
            "night",
            "city lights at night",
            "night",
            wall=(0.022, 0.026, 0.050),
            floor=(0.035, 0.036, 0.050),
            sun=(0.98, 0.86, 0.72),
            sky=(0.20, 0.22, 0.34),
            bounce=(0.08, 0.07, 0.09),
            azimuth=-34,
            elevation=36,
            softness=0.6,
        ),
    )
}
