"""Photos from seeds, with everything that is true about them. The room's public face."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.atelier import (
    backdrop,
    beard,
    body,
    dress,
    eyes,
    film,
    glasses,
    hair,
    light,
    material,
    render,
    shoes,
    skin,
    sky,
    stool,
)
from toile.atelier.body import Figure
from toile.atelier.garment import GarmentSpec
from toile.atelier.light import Lights, Maps
from toile.atelier.mesh import Mesh
from toile.atelier.paint import Paint
from toile.atelier.render import Camera, Numbers, Samples
from toile.domain.geometry import Size
from toile.domain.persona import Persona
from toile.domain.pose import PosePreset
from toile.domain.scene import Scene
from toile.pixels.arrays import RGB, Floats

_STRANDS = ("hair", "beard")
FRAMINGS = {"full": (-0.075, 1.045), "three-quarter": (0.30, 1.04), "half": (0.49, 1.04)}


@dataclass(frozen=True)
class Shot:
    """A rendered picture before anybody asks what is true of it."""

    rgb: RGB
    meshes: tuple[Mesh, ...]
    samples: Samples
    camera: Camera


def photograph(
    persona: Persona,
    wearing: Sequence[GarmentSpec],
    pose: PosePreset,
    scene: Scene,
    size: Size,
    framing: str = "full",
    *,
    seed: int,
) -> Shot:
    """A photo of the persona wearing those garments. `framing`: full, three-quarter or half."""
    figure = body.stand(persona.build, persona.face, pose, persona.shoe)
    meshes = (*_person(figure, persona), *dress.dress(figure, wearing))
    low, high = FRAMINGS[framing]
    tall = persona.build.height
    camera = render.frame(size, low * tall, high * tall, 4.2, (0.62 if framing == "full" else 0.74) * tall)
    lights = sky.lights(scene)
    seen = light.maps(meshes, lights)
    samples = render.trace(meshes, camera)
    garments = {str(g.category): g for g in wearing}
    shown = np.zeros((samples.mesh.size, 3), np.float32)
    for index, mesh in enumerate(meshes):
        at = render.where(samples, index)
        if len(at):
            shown[at] = _expose(mesh, index, at, samples, camera, seen, lights, persona, garments)
    behind = backdrop.backdrop(scene, camera, seed)
    behind = behind * sky.shadowed(lights, *light.floor_light(seen, camera))
    mirrored = backdrop.reflect(scene, camera, _mean(shown, samples))
    behind = mirrored[..., :3] + (1 - mirrored[..., 3:]) * behind
    person = _mean(film.film(shown), samples)
    rgb = film.develop(person[..., :3] + (1 - person[..., 3:]) * film.film(behind), seed)
    return Shot(rgb, meshes, samples, camera)


def _expose(
    mesh: Mesh,
    index: int,
    at: Numbers,
    samples: Samples,
    camera: Camera,
    seen: Maps,
    lights: Lights,
    persona: Persona,
    garments: dict[str, GarmentSpec],
) -> Floats:
    """Radiance [N, 3] of the samples `at`, which see the mesh."""
    visible = render.seen(samples, index, mesh)
    fall = light.fall(seen, mesh.vertices[visible], mesh.normals[visible])
    incident = np.zeros((len(mesh.vertices), 5), np.float32)
    incident[visible] = np.concatenate((fall.ambient, fall.key[:, None], fall.open[:, None]), axis=1)
    whole = visible[mesh.faces].all(axis=1)
    rounds = 2 if mesh.name == "skin" else 1
    incident = np.where(visible[:, None], light.soften(incident, mesh.faces[whole], rounds), incident)
    at_samples = render.gather(samples, index, mesh, incident)
    inside = samples.inside.ravel()[at] & (mesh.name not in _STRANDS)
    # The reverse of a sheet is in its own shade.
    dim = np.where(inside, 0.35, 1.0).astype(np.float32)
    close = render.crevice(samples, camera, at) * dim
    coords = render.gather(samples, index, mesh, mesh.coords)
    part = render.parts(samples, index, mesh)
    pixel = camera.step * float(np.median(samples.depth.ravel()[at]))
    paint = _paint(mesh, coords, part, pixel, inside, persona, garments)
    places = render.positions(samples, camera, at)
    plain = render.normals(samples, index, mesh)
    bent = render.bend(samples, index, plain, paint.relief, places)
    view = camera.eye.astype(np.float32) - places
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    ambient, key, open_ = at_samples[:, :3], at_samples[:, 3], at_samples[:, 4]
    return light.shade(
        paint,
        bent,
        view,
        np.ascontiguousarray(ambient * close[:, None]),
        np.ascontiguousarray(key * (0.4 + 0.6 * close) * np.where(inside, 0.2, 1).astype(np.float32)),
        np.ascontiguousarray(open_ * close),
        lights,
        plain,
    )


def _paint(
    mesh: Mesh,
    coords: Floats,
    part: NDArray[np.uint8],
    pixel: float,
    inside: NDArray[np.bool_],
    persona: Persona,
    garments: dict[str, GarmentSpec],
) -> Paint:
    if mesh.name in garments:
        return material.cloth(garments[mesh.name], coords, part, pixel, inside)
    return _OWN[mesh.name](persona, coords, part, pixel)


def _person(figure: Figure, persona: Persona) -> tuple[Mesh, ...]:
    """The persona's own meshes: skin, eyes, hair, beard, glasses and shoes; and what a sitting one sits on."""
    seat = stool.stool(figure)
    return (
        *((seat,) if seat else ()),
        figure.skin,
        eyes.eyes(figure),
        *hair.hair(figure, persona),
        *beard.beard(figure, persona),
        *glasses.glasses(figure, persona.glasses),
        *shoes.shoes(figure, persona.shoe),
    )


_OWN: dict[str, Callable[[Persona, Floats, NDArray[np.uint8], float], Paint]] = {
    "skin": skin.paint,
    "eyes": lambda persona, coords, part, pixel: eyes.paint(persona, coords, pixel),
    "hair": lambda persona, coords, part, pixel: hair.paint(persona, coords),
    "beard": lambda persona, coords, part, pixel: hair.paint(persona, coords),
    "glasses": lambda persona, coords, part, pixel: glasses.paint(persona.glasses, coords),
    "shoes": lambda persona, coords, part, pixel: shoes.paint(persona.shoe, persona.shoe_colour, coords),
    "stool": lambda persona, coords, part, pixel: stool.paint(coords),
}


def _mean(shown: Floats, samples: Samples) -> Floats:
    """The mean of every pixel's samples, and how many of them see something: premultiplied [H, W, 4]."""
    height, width = samples.mesh.shape
    inside = (samples.mesh >= 0).astype(np.float32)[..., None]
    fine = np.concatenate((shown.reshape(height, width, 3) * inside, inside), axis=2)
    return np.asarray(cv2.resize(fine, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32)
