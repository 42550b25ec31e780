"""Personas drawn from a seed."""

import numpy as np

from toile.domain.persona import Build, Colour, Hair, Persona

SKINS: dict[str, Colour] = {
    "very fair": (241, 208, 188),
    "fair": (232, 190, 164),
    "light": (221, 172, 140),
    "olive": (198, 150, 114),
    "tan": (176, 124, 88),
    "brown": (136, 90, 62),
    "dark brown": (98, 64, 46),
    "deep": (72, 47, 36),
}
HAIR_COLOURS: dict[str, Colour] = {
    "black": (34, 29, 28),
    "dark brown": (58, 40, 31),
    "brown": (98, 66, 44),
    "auburn": (122, 58, 36),
    "copper": (160, 82, 42),
    "dark blond": (150, 114, 70),
    "blond": (198, 160, 104),
    "grey": (150, 148, 146),
}
EYES: dict[str, Colour] = {
    "brown": (86, 54, 34),
    "dark": (50, 34, 26),
    "hazel": (112, 88, 48),
    "green": (84, 112, 76),
    "blue": (82, 122, 158),
    "grey": (112, 124, 132),
}
_SHOES: tuple[tuple[str, Colour, str], ...] = (
    ("sneakers", (238, 236, 232), "white sneakers"),
    ("sneakers", (52, 56, 66), "dark sneakers"),
    ("sneakers", (176, 60, 52), "red sneakers"),
    ("flats", (42, 38, 38), "black flats"),
    ("flats", (196, 150, 116), "tan flats"),
    ("loafers", (92, 54, 36), "brown loafers"),
    ("loafers", (38, 36, 38), "black loafers"),
    ("boots", (44, 38, 36), "black boots"),
    ("boots", (118, 78, 50), "tan boots"),
)
_HAIR_OF_FRAME = {
    True: ((Hair.CROP, 0.40), (Hair.SHORT, 0.42), (Hair.CURLS, 0.10), (Hair.BUN, 0.08)),
    False: (
        (Hair.LONG, 0.32),
        (Hair.BOB, 0.20),
        (Hair.BUN, 0.16),
        (Hair.PONYTAIL, 0.16),
        (Hair.CURLS, 0.10),
        (Hair.SHORT, 0.06),
    ),
}


def draw_persona(seed: int) -> Persona:
    """A persona from a seed: builds, skins and hair of all sorts."""
    random = np.random.default_rng((seed, 201))
    broad = bool(random.random() < 0.36)
    skin_name = list(SKINS)[random.integers(len(SKINS))]
    dark = list(SKINS).index(skin_name) >= 4
    hairs = list(HAIR_COLOURS)[:3] if dark else list(HAIR_COLOURS)
    hair_name = hairs[random.integers(len(hairs))]
    eye_name = list(EYES)[random.integers(2 if dark else len(EYES))]
    styles = _HAIR_OF_FRAME[broad]
    style = styles[random.choice(len(styles), p=[share for _, share in styles])][0]
    shoe, shoe_colour, shoe_words = _SHOES[random.integers(len(_SHOES))]
    build = Build(
        height=float(np.clip(random.normal(1.78 if broad else 1.68, 0.05), 1.54, 1.93)),
        fullness=float(np.clip(random.normal(1.0, 0.07), 0.90, 1.22)),
        frame=float(random.uniform(0.8, 1.0) if broad else random.uniform(0.0, 0.25)),
        bust=0.0 if broad else float(random.uniform(0.3, 0.9)),
    )
    words = (
        f"a {_size(build)} person with {skin_name} skin, {style} {hair_name} hair and {eye_name} eyes, "
        f"in {shoe_words}"
    )
    return Persona(
        seed,
        build,
        SKINS[skin_name],
        style,
        HAIR_COLOURS[hair_name],
        EYES[eye_name],
        _lips(SKINS[skin_name], broad),
        shoe,
        shoe_colour,
        words,
    )


def _size(build: Build) -> str:
    tall = "tall" if build.height > 1.78 else "short" if build.height < 1.62 else "medium-height"
    full = "full-figured" if build.fullness > 1.08 else "slim" if build.fullness < 0.95 else "average"
    return f"{tall}, {full}"


def _lips(skin: Colour, broad: bool) -> Colour:
    """The skin, redder and a little darker."""
    share = 0.25 if broad else 0.5
    red = (178, 72, 74)
    mixed = [
        round(a * 0.86 * (1 - share) + b * share * (0.45 + 0.55 * skin[0] / 240))
        for a, b in zip(skin, red, strict=True)
    ]
    return mixed[0], mixed[1], mixed[2]
