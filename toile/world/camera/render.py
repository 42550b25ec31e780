"""A camera, and what each of its samples sees of the meshes before it. Compiled on first use."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toile.domain.geometry import Point, Size
from toile.pixels.arrays import Floats
from toile.world.mesh import Mesh
from toile.world.threads import share

Vector = NDArray[np.float64]  # [3]
Numbers = NDArray[np.int64]  # flat indices of samples, [N]

SIDE = 2  # samples per side of a pixel


@dataclass(frozen=True)
class Camera:
    """A camera that looks along -z from `eye`. `centre` is the tangent of the angle to the picture's middle,
    `step` the tangent per pixel."""

    eye: Vector
    centre: tuple[float, float]
    step: float
    size: Size

    def project(self, place: Vector) -> Point:
        """Where a place of the room is in the picture, in pixels."""
        depth = self.eye[2] - place[2]
        x = ((place[0] - self.eye[0]) / depth - self.centre[0]) / self.step + 0.5 * self.size.width
        y = (self.centre[1] - (place[1] - self.eye[1]) / depth) / self.step + 0.5 * self.size.height
        return Point(float(x), float(y))


@dataclass(frozen=True)
class Samples:
    """What every sample of a picture sees, [2H, 2W]: two by two to a pixel.

    `mesh` int16, an index into the meshes traced, -1 where nothing is; `face` int32; `bary` float32 [2H, 2W, 2], the
    weights of the face's corners 1 and 2; `depth` float32, metres along the axis, inf where nothing is; `inside`
    bool: the back of a sheet.
    """

    mesh: NDArray[np.int16]
    face: NDArray[np.int32]
    bary: Floats
    depth: Floats
    inside: NDArray[np.bool_]

    @cached_property
    def order(self) -> tuple[Numbers, Numbers]:
        """Flat indices of all samples that see a mesh, mesh by mesh, and where each mesh's begin."""
        from toile.world.camera import raster

        found: tuple[Numbers, Numbers] = raster.order(self.mesh.ravel(), max(int(self.mesh.max()), 0) + 1)
        return found


def frame(size: Size, low: float, high: float, distance: float, height: float, middle: float = 0.0) -> Camera:
    """A camera at that height and distance whose picture reaches from `low` to `high` in the plane z = 0."""
    eye = np.array((middle, height, distance))
    step = (high - low) / distance / size.height
    return Camera(eye, (0.0, (0.5 * (low + high) - height) / distance), step, size)


def trace(meshes: Sequence[Mesh], camera: Camera) -> Samples:
    """Draw the meshes. Backs are seen of sheets only. Bands of rows are shared among threads; the result is the
    same however many there are."""
    from toile.world.camera import raster

    width, height = SIDE * camera.size.width, SIDE * camera.size.height
    view = _view(camera)
    out = Samples(
        np.full((height, width), -1, np.int16),
        np.zeros((height, width), np.int32),
        np.zeros((height, width, 2), np.float32),
        np.zeros((height, width), np.float32),
        np.zeros((height, width), np.bool_),
    )
    spots = [np.zeros((len(mesh.vertices), 2), np.int64) for mesh in meshes]
    inverse = [np.zeros(len(mesh.vertices)) for mesh in meshes]
    for mesh, where_, depths in zip(meshes, spots, inverse, strict=True):
        raster.place(mesh.vertices, view, width, height, where_, depths)

    def work(first: int, last: int) -> None:
        for number, mesh in enumerate(meshes):
            raster.fill(
                number,
                mesh.faces,
                mesh.sheet,
                spots[number],
                inverse[number],
                first,
                last,
                out.mesh,
                out.face,
                out.bary,
                out.depth,
                out.inside,
            )
        near = out.depth[first:last]
        np.divide(np.float32(1), near, out=near, where=near > 0)
        near[near == 0] = np.inf

    share(height, work, least=64, parts=1)
    return out


def _view(camera: Camera) -> NDArray[np.float64]:
    """A camera as compiled code takes it: the eye, the tangents of the picture's middle, the tangent per sample."""
    return np.array((*camera.eye, *camera.centre, camera.step / SIDE))


def where(samples: Samples, index: int) -> Numbers:
    """Flat indices of the samples that see that mesh, in the order of rows, [N]."""
    order, starts = samples.order
    return order[starts[index] : starts[index + 1]] if index + 1 < len(starts) else order[:0]


def gather(samples: Samples, index: int, mesh: Mesh, values: Floats) -> Floats:
    """Values at the mesh's vertices [V, K], interpolated at the samples that see it: [N, K], in `where`'s order."""
    from toile.world.camera import raster

    at = where(samples, index)
    values = np.ascontiguousarray(values, dtype=np.float32)
    out = np.empty((len(at), values.shape[1]), np.float32)
    face, bary = samples.face.ravel(), samples.bary.reshape(-1, 2)
    share(len(at), lambda a, b: raster.gather(at, face, bary, mesh.faces, values, a, b, out))
    return out


def normals(samples: Samples, index: int, mesh: Mesh) -> Floats:
    """Unit normals [N, 3] at the samples that see the mesh, turned to the seen side of a sheet."""
    from toile.world.camera import raster

    out, at, inside = (
        gather(samples, index, mesh, mesh.normals),
        where(samples, index),
        samples.inside.ravel(),
    )
    share(len(at), lambda a, b: raster.face(at, inside, a, b, out))
    return out


def parts(samples: Samples, index: int, mesh: Mesh) -> NDArray[np.uint8]:
    """The part of the face that each sample of the mesh sees, [N]."""
    return mesh.part[samples.face.ravel()[where(samples, index)]]


def seen(samples: Samples, index: int, mesh: Mesh) -> NDArray[np.bool_]:
    """Which vertices belong to a face that is seen, [V]."""
    from toile.world.camera import raster

    out = np.zeros(len(mesh.vertices), np.bool_)
    raster.mark(where(samples, index), samples.face.ravel(), mesh.faces, out)
    return out


def mean(shown: Floats, samples: Samples) -> Floats:
    """The mean of every pixel's samples, values [4HW, 3], and how many of them see something: premultiplied
    [H, W, 4]."""
    from toile.world.camera import raster

    height, width = samples.mesh.shape
    fine = np.ascontiguousarray(shown, dtype=np.float32).reshape(height, width, 3)
    out = np.empty((height // SIDE, width // SIDE, 4), np.float32)
    share(len(out), lambda a, b: raster.mean(fine, samples.mesh, a, b, out), least=64)
    return out


def positions(samples: Samples, camera: Camera, at: Numbers) -> Floats:
    """Places in the room, metres, of the samples with those flat indices, [N, 3]."""
    from toile.world.camera import raster

    view = _view(camera)
    out = np.empty((len(at), 3), np.float32)
    share(len(at), lambda a, b: raster.locate(at, samples.depth, view, a, b, out))
    return out


def views(camera: Camera, places: Floats) -> Floats:
    """Unit vectors from places of the room to the camera, [N, 3]."""
    from toile.world.camera import raster

    out = np.empty_like(places)
    share(len(places), lambda a, b: raster.look(places, camera.eye, a, b, out))
    return out


def bend(
    samples: Samples, index: int, normal: Floats, relief: Floats, places: Floats, steepest: float = 1.0
) -> Floats:
    """Normals [N, 3] of a mesh's samples, bent by heights `relief` [N] in metres at `places` [N, 3].

    Slopes are differences of neighbouring samples of the mesh, never across a jump in depth, and no steeper than
    `steepest`.
    """
    from toile.world.camera import raster

    at = where(samples, index)
    flat = np.zeros(samples.mesh.shape, np.int32)
    flat.ravel()[at] = np.arange(len(at), dtype=np.int32)
    out = np.empty_like(normal)
    share(
        len(at),
        lambda a, b: raster.bend(
            at, flat, samples.mesh, samples.depth, relief, places, normal, np.float32(steepest), a, b, out
        ),
    )
    return out


def crevice(samples: Samples, camera: Camera, at: Numbers, reach: float = 0.03) -> Floats:
    """How open the samples with those flat indices are to what lies within `reach` metres, 0..1, [N].

    For what the depth maps of the lights are too coarse to see: beside a hem, under a lip, between fingers.
    """
    from toile.world.camera import raster

    # Five lines through a sample, of many lengths, turned from one sample of a pixel to the next.
    line = 4 * np.arange(5) + np.arange(4)[:, None]
    turn = np.pi * line / 20
    away = (7 * line % 20 + 0.8) / 20.5
    rings = np.stack((np.cos(turn) * away, np.sin(turn) * away), axis=2).astype(np.float32)
    out = np.empty(len(at), np.float32)
    step, far = np.float32(camera.step / SIDE), np.float32(reach)
    share(len(at), lambda a, b: raster.crevice(at, samples.depth, step, far, rings, a, b, out))
    return out


def hidden(samples: Samples, camera: Camera, places: Sequence[Vector]) -> NDArray[np.float64]:
    """How many metres behind what is seen there each place lies, [N]; 0 where it is free or outside the picture."""
    height, width = samples.depth.shape
    out = np.zeros(len(places))
    for number, place in enumerate(places):
        x, y = (int(np.floor(SIDE * value)) for value in camera.project(place))
        if 0 <= x < width and 0 <= y < height:
            out[number] = max(0.0, float(camera.eye[2] - place[2]) - float(samples.depth[y, x]))
    return out
