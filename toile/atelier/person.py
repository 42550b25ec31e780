"""A persona's own meshes: skin, eyes and hair, in the figure's pose."""

import numpy as np

from toile.atelier import eyes, hair, skeleton, template
from toile.atelier.body import Figure
from toile.atelier.mesh import Mesh
from toile.atelier.part import Part
from toile.domain.persona import Hair, Persona
from toile.pixels.arrays import Floats

_SHORN = (Hair.BALD, Hair.BUZZ)


def meshes(figure: Figure, persona: Persona) -> tuple[Mesh, ...]:
    """Skin, eyes and, where there is any, hair."""
    return (figure.skin, _eyes(figure, persona), *_hair(figure, persona))


def _eyes(figure: Figure, persona: Persona) -> Mesh:
    size = figure.scale * template.HEAD_SIZE
    at_rest = eyes.globes(persona.face, figure.rest.joints["head_base"], size)
    return _with_head(figure, at_rest)


def _hair(figure: Figure, persona: Persona) -> tuple[Mesh, ...]:
    if persona.hair in _SHORN:
        return ()
    size = figure.scale * template.HEAD_SIZE
    vertices, normals, coords, faces = hair.grown(persona.hair, persona.seed % 9973, hair.shoulders())
    placed = (vertices * np.float32(size * 1e-3) + figure.rest.joints["head_base"]).astype(np.float32)
    part = np.full(len(faces), Part.HAIR, np.uint8)
    grown = _with_head(figure, Mesh("hair", placed, faces, normals, coords, part, sheet=True))
    coords = grown.coords.copy()
    coords[:, 3:6] = _turned(figure, coords[:, 3:6])
    return (Mesh("hair", grown.vertices, faces, grown.normals, coords, part, sheet=True),)


def _with_head(figure: Figure, mesh: Mesh) -> Mesh:
    """The mesh carried by the head's bone."""
    one = figure.bones.transforms[skeleton.NUMBER["head"]]
    places = mesh.vertices @ one[:, :3].T + one[:, 3]
    return Mesh(
        mesh.name,
        places.astype(np.float32),
        mesh.faces,
        _turned(figure, mesh.normals),
        mesh.coords,
        mesh.part if mesh.name == "hair" else np.full(len(mesh.faces), Part.EYE, np.uint8),
        mesh.sheet,
    )


def _turned(figure: Figure, directions: Floats) -> Floats:
    one = figure.bones.transforms[skeleton.NUMBER["head"], :, :3]
    return np.ascontiguousarray(directions @ one.T, dtype=np.float32)
