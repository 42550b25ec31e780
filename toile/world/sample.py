"""Photos from seeds, with everything that is true about them. The room's public face."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import BodyPose
from toile.domain.garment import Attributes, Category, GarmentLandmarks
from toile.domain.geometry import Size
from toile.domain.persona import Build, Persona
from toile.domain.pose import DISPLAY, PosePreset
from toile.domain.scene import Scene
from toile.pixels.arrays import RGB, Floats, Labels, Mask
from toile.world import cloth, head, light, material, table, truth
from toile.world.body import Figure, stand
from toile.world.cast import draw_persona
from toile.world.cloth import GarmentSpec
from toile.world.render import Camera, Hits, frame, trace
from toile.world.repertoire import POSES, SCENES
from toile.world.shape import Loft, Surface
from toile.world.wardrobe import describe_garment, draw_garment

__all__ = [
    "POSES",
    "SCENES",
    "PersonPhoto",
    "ProductPhoto",
    "Truth",
    "describe",
    "draw_garment",
    "draw_persona",
    "photograph",
    "shoot_product",
]


@dataclass(frozen=True)
class Truth:
    """What is true of a person's photo. `depth` in metres, inf behind the person; `garment_alpha`: what is seen of
    each garment."""

    labels: Labels
    alpha: Mask
    joints: BodyPose
    depth: Floats
    garment_alpha: Mapping[Category, Mask]


@dataclass(frozen=True)
class PersonPhoto:
    """A photo of a person, and the truth about it."""

    rgb: RGB
    truth: Truth


@dataclass(frozen=True)
class ProductPhoto:
    """A product shot, and the truth about it. `neckline_depth` in pixels below the neck's high points."""

    rgb: RGB
    alpha: Mask
    landmarks: GarmentLandmarks
    attributes: Attributes
    neckline_depth: float


FRAMINGS = {"full": (-0.075, 1.045), "three-quarter": (0.30, 1.04), "half": (0.49, 1.04)}
GROUNDS = {
    "white": ((0.985, 0.985, 0.985), 0.0),
    "off-white": ((0.84, 0.83, 0.81), 0.10),
    "coloured": ((0.60, 0.66, 0.68), 0.12),
    "shadowed": ((0.80, 0.80, 0.80), 0.14),
}


def photograph(
    persona: Persona,
    wearing: Sequence[GarmentSpec],
    pose: PosePreset,
    scene: Scene,
    size: Size,
    framing: str = "full",
    *,
    seed: int,
) -> PersonPhoto:
    """A photo of the persona wearing those garments. `framing`: full, three-quarter or half."""
    figure = stand(persona.build, pose)
    surfaces, joints = assemble(figure, persona, wearing)
    low, high = FRAMINGS[framing]
    tall = persona.build.height
    camera = frame(size, low * tall, high * tall, 4.2, (0.62 if framing == "full" else 0.74) * tall)
    hits = trace(surfaces, camera, light.toward_sun(scene), scene.softness)
    garments = {g.category: g for g in wearing}
    shown, inside = _expose(surfaces, hits, camera, scene, persona, garments, figure.scale)
    behind = light.backdrop(scene, camera, seed)
    behind = behind * light.floor_shadow(camera, hits.shade)[..., None]
    rgb = light.develop(_lay(shown, inside, light.film(behind)), seed)
    return PersonPhoto(
        rgb,
        Truth(
            truth.labels(surfaces, hits),
            _mean(inside),
            truth.pose(surfaces, camera, joints),
            truth.depth(hits),
            truth.worn(surfaces, hits),
        ),
    )


def shoot_product(garment: GarmentSpec, size: Size, ground: str = "white", *, seed: int) -> ProductPhoto:
    """The garment alone, hanging straight. `ground`: white, off-white, coloured or shadowed."""
    figure = stand(Build(), DISPLAY)
    surface = cloth.dress(figure, [garment])[0]
    camera = _closeup(surface, size)
    tone, fall = GROUNDS[ground]
    scene = SCENES["white-studio"]
    hits = trace([surface], camera, light.toward_sun(scene), 0.9, floor=False)
    shown, inside = _expose([surface], hits, camera, scene, None, {garment.category: garment}, figure.scale)
    alpha = _mean(inside)
    behind = light.film(truth.ground(size, tone, fall, alpha, ground, seed))
    rgb = light.develop(_lay(shown, inside, behind), seed, 0.002)
    points = truth.landmarks(figure, garment, surface, camera, alpha)
    depth = 0.0
    if "neck_front" in points.points:
        depth = points["neck_front"].y - 0.5 * (points["left_neck"].y + points["right_neck"].y)
    return ProductPhoto(rgb, alpha, points, truth.attributes(garment), depth)


def assemble(
    figure: Figure, persona: Persona, wearing: Sequence[GarmentSpec]
) -> tuple[list[Surface], dict[str, NDArray[np.float64]]]:
    """Everything in front of the backdrop, and all joints in the room."""
    bare, face = head.head(figure)
    surfaces = [
        Surface("skin", (*(_coverable(part) for part in figure.parts.values()), *bare.values())),
        Surface("hair", head.hair(figure, persona.hair)),
        Surface("shoes", head.shoes(figure, persona.shoe)),
        *cloth.dress(figure, wearing),
    ]
    return surfaces, {**figure.joints, **face}


_COVERED = ("trunk", "yoke", "breast", "thigh", "shin")


def _coverable(loft: Loft) -> Loft:
    """Trunk and legs are hidden by cloth near them; arms and hands may lie on it."""
    return replace(loft, covered=int(loft.part.split()[-1] in _COVERED))


def describe(subject: Persona | GarmentSpec) -> str:
    """The words that describe a persona or a garment, in English."""
    return subject.words if isinstance(subject, Persona) else describe_garment(subject)


def _expose(
    surfaces: Sequence[Surface],
    hits: Hits,
    camera: Camera,
    scene: Scene,
    persona: Persona | None,
    garments: Mapping[Category, GarmentSpec],
    scale: float,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Display values of the samples that hit something [N, 3], and which those are [2H, 2W]."""
    inside = hits.samples[..., table.SURFACE] >= 0
    own = hits.samples[inside].astype(np.float32)
    names = {str(category): garment for category, garment in garments.items()}
    paint = material.paint(surfaces, own, persona, names, scale)
    normal = material.bent(hits, inside, paint.relief, camera)
    shade = np.repeat(np.repeat(hits.shade[..., :2], 2, axis=0), 2, axis=1)[inside].astype(np.float32)
    rows, columns = np.nonzero(inside)
    height, width = inside.shape
    view = np.stack(
        (
            -(camera.centre[0] + (columns + 0.5 - width / 2) * 0.5 * camera.step),
            -(camera.centre[1] - (rows + 0.5 - height / 2) * 0.5 * camera.step),
            np.ones(len(rows)),
        ),
        axis=1,
    ).astype(np.float32)
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    radiance = light.shine(
        scene, paint.albedo, normal, view, shade[:, 0], shade[:, 1], paint.gloss, paint.soft
    )
    return light.film(radiance), inside


def _lay(shown: Floats, inside: NDArray[np.bool_], behind: Floats) -> Floats:
    """The mean of every pixel's four samples, over the backdrop. All display values."""
    fine = np.zeros((*inside.shape, 3), np.float32)
    fine[inside] = shown
    total = fine[0::2, 0::2] + fine[1::2, 0::2] + fine[0::2, 1::2] + fine[1::2, 1::2]
    return np.asarray(0.25 * total + (1 - _mean(inside))[..., None] * behind, dtype=np.float32)


def _mean(inside: NDArray[np.bool_]) -> Mask:
    fine = inside.astype(np.float32)
    return 0.25 * (fine[0::2, 0::2] + fine[1::2, 0::2] + fine[0::2, 1::2] + fine[1::2, 1::2])


def _closeup(surface: Surface, size: Size) -> Camera:
    """A camera for which the garment fills three quarters of the picture."""
    ends = []
    for loft in surface.lofts:
        for share in (0.0, 0.5, 1.0):
            ends += [loft.at(share, x=sign) for sign in (-1, 1)]
    points = np.array(ends)
    low, high = points.min(axis=0), points.max(axis=0)
    tall = max((high[1] - low[1]) / 0.80, (high[0] - low[0]) / 0.80 * size.height / size.width)
    middle = 0.5 * (low[1] + high[1])
    return frame(size, middle - tall / 2, middle + tall / 2, 6.0, middle + 0.12)
