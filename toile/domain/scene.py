"""Scenes by name: what is behind the person and where the light comes from."""

from dataclasses import dataclass

Tint = tuple[float, float, float]  # linear light, 1 is white


@dataclass(frozen=True)
class Scene:
    """A backdrop and its light, in linear light.

    `setting` names the painter of the backdrop; `wall` and `floor` are its colours. `sun` is the main light, `sky` what
    comes from above, `around` from the sides, `bounce` from the floor, `rim` from behind on the other side. The main
    light comes from `azimuth` (to the right of the camera) and `elevation` and seems `radius` wide, in degrees.
    `exposure`: how bright a white card that faces the camera is. `words` in English, `words_zh` in Chinese.
    """

    name: str
    words: str
    wall: Tint
    floor: Tint
    sun: Tint
    sky: Tint
    bounce: Tint
    azimuth: float
    elevation: float
    words_zh: str
    setting: str
    around: Tint
    rim: Tint = (0.0, 0.0, 0.0)
    radius: float = 20.0
    exposure: float = 0.90


SCENES: dict[str, Scene] = {
    scene.name: scene
    for scene in (
        Scene(
            "white-studio",
            "a white studio",
            wall=(0.86, 0.86, 0.87),
            floor=(0.80, 0.80, 0.81),
            sun=(0.86, 0.85, 0.83),
            sky=(0.50, 0.51, 0.53),
            bounce=(0.30, 0.30, 0.30),
            azimuth=-38,
            elevation=42,
            words_zh="白色影棚",
            setting="cyclorama",
            around=(0.42, 0.42, 0.43),
            rim=(0.18, 0.18, 0.18),
        ),
        Scene(
            "grey-studio",
            "a grey studio",
            wall=(0.33, 0.34, 0.36),
            floor=(0.29, 0.30, 0.32),
            sun=(1.02, 0.99, 0.95),
            sky=(0.40, 0.42, 0.46),
            bounce=(0.20, 0.20, 0.21),
            azimuth=42,
            elevation=40,
            words_zh="灰色影棚",
            setting="cyclorama",
            around=(0.26, 0.27, 0.29),
            rim=(0.30, 0.31, 0.33),
        ),
        Scene(
            "warm-studio",
            "a warm studio",
            wall=(0.66, 0.52, 0.41),
            floor=(0.58, 0.45, 0.35),
            sun=(1.02, 0.93, 0.82),
            sky=(0.45, 0.43, 0.42),
            bounce=(0.28, 0.22, 0.17),
            azimuth=-46,
            elevation=38,
            words_zh="暖色影棚",
            setting="cyclorama",
            around=(0.36, 0.32, 0.29),
            rim=(0.26, 0.23, 0.20),
        ),
        Scene(
            "sage-studio",
            "a sage green studio",
            wall=(0.42, 0.50, 0.42),
            floor=(0.37, 0.44, 0.37),
            sun=(0.98, 0.95, 0.90),
            sky=(0.43, 0.46, 0.45),
            bounce=(0.22, 0.25, 0.21),
            azimuth=36,
            elevation=44,
            words_zh="灰绿色影棚",
            setting="cyclorama",
            around=(0.31, 0.34, 0.32),
            rim=(0.24, 0.25, 0.24),
        ),
        Scene(
            "street",
            "a city street",
            wall=(0.42, 0.40, 0.39),
            floor=(0.33, 0.305, 0.275),
            sun=(1.10, 0.99, 0.82),
            sky=(0.52, 0.58, 0.68),
            bounce=(0.20, 0.19, 0.18),
            azimuth=48,
            elevation=46,
            words_zh="城市街道",
            setting="street",
            around=(0.34, 0.33, 0.32),
            rim=(0.30, 0.28, 0.25),
            radius=3.0,
        ),
        Scene(
            "park",
            "a park",
            wall=(0.20, 0.32, 0.13),
            floor=(0.15, 0.21, 0.07),
            sun=(1.12, 1.00, 0.78),
            sky=(0.50, 0.57, 0.58),
            bounce=(0.15, 0.20, 0.09),
            azimuth=-52,
            elevation=48,
            words_zh="公园",
            setting="park",
            around=(0.26, 0.31, 0.22),
            rim=(0.40, 0.38, 0.26),
            radius=3.0,
        ),
        Scene(
            "beach",
            "a beach",
            wall=(0.36, 0.60, 0.80),
            floor=(0.56, 0.46, 0.33),
            sun=(1.14, 1.00, 0.80),
            sky=(0.48, 0.56, 0.68),
            bounce=(0.36, 0.30, 0.22),
            azimuth=50,
            elevation=44,
            words_zh="海滩",
            setting="beach",
            around=(0.44, 0.49, 0.54),
            rim=(0.25, 0.25, 0.24),
            radius=1.5,
        ),
        Scene(
            "cafe",
            "a coffee shop",
            wall=(0.40, 0.30, 0.22),
            floor=(0.22, 0.13, 0.07),
            sun=(0.98, 0.95, 0.90),
            sky=(0.40, 0.32, 0.24),
            bounce=(0.20, 0.14, 0.09),
            azimuth=-58,
            elevation=28,
            words_zh="咖啡馆",
            setting="cafe",
            around=(0.34, 0.27, 0.20),
            rim=(0.42, 0.32, 0.20),
            radius=15.0,
        ),
        Scene(
            "office",
            "an office",
            wall=(0.62, 0.64, 0.66),
            floor=(0.30, 0.31, 0.32),
            sun=(0.92, 0.94, 0.97),
            sky=(0.62, 0.62, 0.60),
            bounce=(0.20, 0.20, 0.21),
            azimuth=52,
            elevation=36,
            words_zh="办公室",
            setting="office",
            around=(0.38, 0.39, 0.41),
            rim=(0.28, 0.29, 0.32),
            radius=18.0,
        ),
        Scene(
            "home",
            "a home",
            wall=(0.66, 0.62, 0.56),
            floor=(0.38, 0.24, 0.13),
            sun=(1.00, 0.95, 0.87),
            sky=(0.42, 0.40, 0.37),
            bounce=(0.26, 0.19, 0.12),
            azimuth=-62,
            elevation=26,
            words_zh="家中",
            setting="home",
            around=(0.38, 0.36, 0.33),
            rim=(0.24, 0.20, 0.15),
            radius=15.0,
        ),
        Scene(
            "runway",
            "a fashion runway",
            wall=(0.020, 0.020, 0.026),
            floor=(0.30, 0.30, 0.32),
            sun=(1.30, 1.24, 1.16),
            sky=(0.26, 0.26, 0.30),
            bounce=(0.22, 0.22, 0.23),
            azimuth=-24,
            elevation=46,
            words_zh="T 台",
            setting="runway",
            around=(0.10, 0.10, 0.13),
            rim=(0.62, 0.64, 0.72),
            radius=6.0,
            exposure=0.82,
        ),
        Scene(
            "night",
            "city lights at night",
            wall=(0.022, 0.026, 0.050),
            floor=(0.035, 0.036, 0.050),
            sun=(1.00, 0.86, 0.68),
            sky=(0.16, 0.19, 0.32),
            bounce=(0.08, 0.07, 0.09),
            azimuth=-34,
            elevation=32,
            words_zh="城市夜景",
            setting="night",
            around=(0.16, 0.13, 0.15),
            rim=(0.22, 0.36, 0.66),
            radius=12.0,
            exposure=0.72,
        ),
    )
}
