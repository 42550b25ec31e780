"""Exposures: the radiance that every sample of a picture receives from the meshes it sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.camera import light, render
from toile.world.camera.light import Lights, Maps
from toile.world.camera.render import Camera, Numbers, Samples
from toile.world.mesh import Mesh
from toile.world.paint import Paint
from toile.world.threads import share

# Coordinates [N, K], part [N], metres per pixel and what sees a sheet's reverse [N], to paint.
Painter = Callable[[Floats, NDArray[np.uint8], float, NDArray[np.bool_]], Paint]

_STRANDS = ("hair", "beard")
_HANDED = 0.10  # the share of the room's light that reaches the depth of a fold, from surface to surface
_REVERSE, _REVERSE_KEY = 0.35, 0.2  # the reverse of a sheet is in its own shade


@dataclass(frozen=True)
class Lit:
    """The samples `at` [N] that see a mesh, and the light that falls on them: `ambient` [N, 3], `key` [N] and `open`
    [N] as of `light.Incident`, under unit normals `plain` [N, 3], at `places` [N, 3] of the room."""

    at: Numbers
    coords: Floats
    part: NDArray[np.uint8]
    inside: NDArray[np.bool_]
    places: Floats
    plain: Floats
    ambient: Floats
    key: Floats
    open: Floats
    pixel: float


def expose(
    meshes: Sequence[Mesh],
    samples: Samples,
    camera: Camera,
    seen: Maps,
    lights: Lights,
    painters: Sequence[Painter],
) -> Floats:
    """Radiance of every sample, linear light [4HW, 3]; 0 where no mesh is seen. A painter for each mesh; several may
    work at once."""
    shown = np.zeros((samples.mesh.size, 3), np.float32)

    def work(first: int, last: int) -> None:
        for index in range(first, last):
            lit = fall(meshes[index], index, samples, camera, seen)
            if lit is not None:
                paint = painters[index](lit.coords, lit.part, lit.pixel, lit.inside)
                shown[lit.at] = shine(lit, index, paint, samples, camera, lights)

    share(len(meshes), work, least=2, parts=len(meshes))
    return shown


def fall(mesh: Mesh, index: int, samples: Samples, camera: Camera, seen: Maps) -> Lit | None:
    """What falls on the samples that see the mesh; None where none does."""
    at = render.where(samples, index)
    if len(at) == 0:
        return None
    visible = render.seen(samples, index, mesh)
    rows = np.flatnonzero(visible)
    light_ = light.fall(seen, mesh.vertices[rows], mesh.normals[rows])
    incident = np.zeros((len(mesh.vertices), 5), np.float32)
    incident[rows] = np.concatenate((light_.ambient, light_.key[:, None], light_.open[:, None]), axis=1)
    incident = light.soften(incident, mesh.faces, 2 if mesh.name == "skin" else 1, visible)
    found = render.gather(samples, index, mesh, incident)
    inside = samples.inside.ravel()[at] & (mesh.name not in _STRANDS)
    close = render.crevice(samples, camera, at) * np.where(inside, _REVERSE, 1.0).astype(np.float32)
    key = found[:, 3] * (0.4 + 0.6 * close) * np.where(inside, _REVERSE_KEY, 1).astype(np.float32)
    open_ = found[:, 4] * close
    # What no light sees is lit by what is round it, and that by the rest of the room.
    handed = _HANDED * (1 - open_[:, None]) * light.average(seen.lights)
    return Lit(
        at,
        render.gather(samples, index, mesh, mesh.coords),
        render.parts(samples, index, mesh),
        inside,
        render.positions(samples, camera, at),
        render.normals(samples, index, mesh),
        np.ascontiguousarray(found[:, :3] * close[:, None] + handed),
        np.ascontiguousarray(key),
        np.ascontiguousarray(open_),
        camera.step * float(np.median(samples.depth.ravel()[at])),
    )


def shine(lit: Lit, index: int, paint: Paint, samples: Samples, camera: Camera, lights: Lights) -> Floats:
    """Radiance [N, 3] of lit samples of the mesh with that index, painted."""
    bent = render.bend(samples, index, lit.plain, paint.relief, lit.places)
    return light.shade(
        paint, bent, render.views(camera, lit.places), lit.ambient, lit.key, lit.open, lights, lit.plain
    )
