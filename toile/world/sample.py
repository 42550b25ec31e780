"""Photos from seeds, with everything that is true about them. The room's public face."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Attributes, GarmentLandmarks, Kind, Pattern
from toile.domain.geometry import Size
from toile.domain.persona import Build, Face, Persona
from toile.domain.pose import DISPLAY, PosePreset
from toile.domain.scene import SCENES, Scene
from toile.pixels.arrays import RGB, Floats, Mask
from toile.world import exposure, truth
from toile.world.camera import film, light, render
from toile.world.camera.light import Lights, Maps
from toile.world.camera.render import Camera, Samples
from toile.world.clothes import comb, cover, dress, flat, landmark, words
from toile.world.clothes.garment import GarmentSpec
from toile.world.exposure import Painter
from toile.world.figure import appearance, beard, body, eyes, glasses, hair, shoes, skin, stool
from toile.world.figure.body import Figure
from toile.world.mesh import Mesh
from toile.world.paint import Paint
from toile.world.scenery import backdrop, ground, sky
from toile.world.textile import material
from toile.world.threads import together
from toile.world.truth import Truth, Word

# The lowest and the highest that a picture shows, as shares of the person's height, and the words for it.
FRAMINGS: Mapping[str, tuple[float, float, Word]] = {
    "full": (-0.075, 1.045, ("full body", "全身")),
    "three-quarter": (0.30, 1.04, ("three-quarter length", "七分身")),
    "half": (0.49, 1.04, ("half body", "半身")),
}
GROUNDS = ground.GROUNDS
WAYS: Mapping[str, Word] = {"ghost": ("ghost mannequin", "隐形模特"), "flat": ("flat lay", "平铺")}


@dataclass(frozen=True)
class Shot:
    """A picture set up and lit, before it is developed. `behind`: what the camera sees without the person and their
    shadow, linear light [H, W, 3]."""

    meshes: tuple[Mesh, ...]
    samples: Samples
    camera: Camera
    lights: Lights
    maps: Maps
    joints: Mapping[str, NDArray[np.float64]]
    behind: Floats


@dataclass(frozen=True)
class PersonPhoto:
    """A photo of a person, and the truth about it."""

    rgb: RGB
    truth: Truth


@dataclass(frozen=True)
class ProductPhoto:
    """A product shot, and the truth about it. `neckline_depth` in pixels below the neck's high points; `words` by
    property, English and Chinese."""

    rgb: RGB
    alpha: Mask
    landmarks: GarmentLandmarks
    attributes: Attributes
    neckline_depth: float
    words: Mapping[str, Word]


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
    """A photo of the persona wearing those garments. `framing`: a name of `FRAMINGS`."""
    shot = take(persona, wearing, pose, scene, size, framing, seed=seed)
    rgb = develop(shot, persona, wearing, scene, seed=seed)
    meshes, samples = shot.meshes, shot.samples
    said = {
        "persona": appearance.attributes(persona),
        **{str(g.category): words.attributes(g) for g in wearing},
        "pose": {"pose": (pose.words, pose.words_zh)},
        "scene": {"scene": (scene.words, scene.words_zh)},
        "framing": {"framing": FRAMINGS[framing][2]},
    }
    return PersonPhoto(
        rgb,
        Truth(
            truth.labels(meshes, samples),
            truth.alpha(meshes, samples),
            truth.pose(samples, shot.camera, shot.joints),
            truth.depth(meshes, samples),
            truth.worn(meshes, samples),
            truth.parts(meshes, samples),
            said,
            truth.overlaps(meshes, shot.camera),
        ),
    )


def take(
    persona: Persona,
    wearing: Sequence[GarmentSpec],
    pose: PosePreset,
    scene: Scene,
    size: Size,
    framing: str = "full",
    *,
    seed: int,
) -> Shot:
    """The persona dressed, posed, lit and seen by the camera, and what is behind."""
    figure = body.stand(persona.build, persona.face, pose, persona.shoe)
    own = _person(figure, persona)
    camera = _frame(own, persona.build.height, size, framing)
    worn: list[Mesh] = []
    behind: list[Floats] = []
    together(
        lambda: worn.extend(dress.dress(figure, wearing)),
        lambda: behind.append(backdrop.backdrop(scene, camera, seed)),
    )
    meshes = (*(_under(mesh, worn, figure, wearing) for mesh in own), *worn)
    lights = sky.lights(scene)
    samples, maps = render.trace(meshes, camera), light.maps(meshes, lights)
    return Shot(meshes, samples, camera, lights, maps, figure.joints, behind[0])


def develop(shot: Shot, persona: Persona, wearing: Sequence[GarmentSpec], scene: Scene, *, seed: int) -> RGB:
    """The picture of a shot, before its scene."""
    camera, samples = shot.camera, shot.samples
    painters = [painter(mesh.name, persona, wearing) for mesh in shot.meshes]
    shown = exposure.expose(shot.meshes, samples, camera, shot.maps, shot.lights, painters)
    behind, _ = background(shot, scene, shown)
    person = render.mean(film.film(shown), samples)
    return film.develop(person[..., :3] + (1 - person[..., 3:]) * behind, seed)


def background(shot: Shot, scene: Scene, shown: Floats) -> tuple[Floats, Floats]:
    """Display values [H, W, 3] of what is behind the person, whose samples have the radiance `shown`, with shadow and
    reflection; and what the shadow leaves of it, 0..1, [H, W]."""
    bare = shot.behind
    dark = bare * sky.shadowed(shot.lights, *light.floor_light(shot.maps, shot.camera))
    mirrored = backdrop.reflect(scene, shot.camera, render.mean(shown, shot.samples))
    behind = film.film(mirrored[..., :3] + (1 - mirrored[..., 3:]) * dark)
    left = dark.sum(axis=2) / np.maximum(bare.sum(axis=2), 1e-3)
    return behind, np.asarray(np.minimum(left, 1), dtype=np.float32)


def shoot_product(
    garment: GarmentSpec,
    size: Size,
    on: str = "white",
    way: str = "ghost",
    turn: float = 0.0,
    *,
    seed: int,
) -> ProductPhoto:
    """The garment alone. `on`: a name of `GROUNDS`; `way`: of `WAYS`; `turn`: degrees it is turned, to the wearer's
    left from straight."""
    shot, points = lay_out(garment, size, way, turn, seed=seed)
    samples, cloth = shot.samples, partial(material.cloth, garment)
    shown = exposure.expose(shot.meshes, samples, shot.camera, shot.maps, shot.lights, [cloth])
    person = render.mean(film.film(shown), samples)
    alpha = np.ascontiguousarray(person[..., 3])
    behind = film.film(ground.ground(on, size, alpha, seed, way == "flat"))
    rgb = film.develop(person[..., :3] + (1 - alpha[..., None]) * behind, seed)
    return ProductPhoto(
        rgb, alpha, points, attributes(garment), _neckline_depth(points, turn), words.attributes(garment)
    )


def lay_out(
    garment: GarmentSpec,
    size: Size,
    way: str = "ghost",
    turn: float = 0.0,
    *,
    seed: int,
    build: Build | None = None,
    pose: PosePreset = DISPLAY,
) -> tuple[Shot, GarmentLandmarks]:
    """The garment alone, lit and seen by the camera, with nothing behind it; and its landmarks. `build` and `pose`: of
    the mannequin that a ghost hangs on."""
    figure = body.stand(build or Build(), Face(), pose)
    garment = replace(garment, tucked=False)
    straight = flat.spread(garment, seed=seed) if way == "flat" else dress.dress(figure, [garment])[0]
    found = landmark.places(garment, straight, dress.measure(figure))
    middle = 0.5 * (straight.vertices.min(axis=0) + straight.vertices.max(axis=0)).astype(np.float64)
    mesh = _turned(straight, middle, turn)
    camera = _closeup(mesh, size)
    lights = sky.lights(SCENES["white-studio"])
    samples, maps = render.trace([mesh], camera), light.maps([mesh], lights)
    found = landmark.turned(found, (float(middle[0]), float(middle[1])), turn)
    alpha = truth.alpha([mesh], samples)
    points = landmark.read(garment, mesh, found, camera, alpha, _upright(turn))
    nothing = np.zeros((size.height, size.width, 3), np.float32)
    return Shot((mesh,), samples, camera, lights, maps, {}, nothing), points


def attributes(garment: GarmentSpec) -> Attributes:
    """What the garment was made as. Colours' shares are nominal: the ground first."""
    spec = garment.fabric
    names = spec.names or ("plain",)
    shares = (1.0,) if len(names) == 1 or spec.pattern is Pattern.PLAIN else (0.65, 0.35)
    colours = tuple(zip(names, shares, strict=False))
    neckline = garment.neckline if garment.kind in (Kind.TOP, Kind.DRESS) else ""
    return Attributes(garment.kind, garment.sleeve, neckline, colours, spec.pattern, 1.0)


def describe(subject: Persona | GarmentSpec, language: str = "en") -> str:
    """The words that describe a persona or a garment, in English or ("zh") Chinese."""
    if isinstance(subject, Persona):
        return appearance.describe_persona(subject, language)
    return words.describe_garment(subject, language)


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


def _under(mesh: Mesh, worn: Sequence[Mesh], figure: Figure, wearing: Sequence[GarmentSpec]) -> Mesh:
    """One of the persona's own meshes, now that they are dressed: hair over collars, no skin where trousers are."""
    if mesh.name == "hair":
        return comb.comb(mesh, worn, figure)
    return cover.bare(figure, dress.measure(figure), wearing) if mesh.name == "skin" else mesh


def _frame(meshes: Sequence[Mesh], tall: float, size: Size, framing: str) -> Camera:
    """The camera of that framing for a person `tall` metres high. A full picture holds all that is near the camera,
    such as the feet of who sits."""
    low, high, _ = FRAMINGS[framing]
    low, high = low * tall, high * tall
    eye, away = (0.62 if framing == "full" else 0.74) * tall, 4.2
    if framing == "full":
        places = np.concatenate([mesh.vertices for mesh in meshes])
        # Where the places are seen in the plane z = 0, in which the picture is measured.
        seen = eye + (places[:, 1] - eye) * away / (away - places[:, 2])
        margin = 0.035 * tall
        low, high = min(low, float(seen.min()) - margin), max(high, float(seen.max()) + margin)
    return render.frame(size, low, high, away, eye)


def painter(name: str, persona: Persona | None, wearing: Sequence[GarmentSpec]) -> Painter:
    """What paints the mesh of that name: a garment, or something of the persona's own."""
    for garment in wearing:
        if garment.category == name:
            return partial(material.cloth, garment)
    if persona is None:
        raise ValueError(f"nobody's {name}")
    own = _OWN[name]
    return lambda coords, part, pixel, inside: own(persona, coords, part, pixel)


_OWN: dict[str, Callable[[Persona, Floats, NDArray[np.uint8], float], Paint]] = {
    "skin": skin.paint,
    "eyes": lambda persona, coords, part, pixel: eyes.paint(persona, coords, pixel),
    "hair": lambda persona, coords, part, pixel: hair.paint(persona, coords),
    "beard": lambda persona, coords, part, pixel: hair.paint(persona, coords),
    "glasses": lambda persona, coords, part, pixel: glasses.paint(persona.glasses, coords),
    "shoes": lambda persona, coords, part, pixel: shoes.paint(persona.shoe, persona.shoe_colour, coords),
    "stool": lambda persona, coords, part, pixel: stool.paint(coords),
}


def _closeup(mesh: Mesh, size: Size) -> Camera:
    """A camera for which the garment fills four fifths of the picture."""
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    tall = float(max((high[1] - low[1]) / 0.80, (high[0] - low[0]) / 0.80 * size.height / size.width))
    middle = 0.5 * float(low[1] + high[1])
    return render.frame(size, middle - tall / 2, middle + tall / 2, 6.0, middle + 0.12)


def _turned(mesh: Mesh, middle: NDArray[np.float64], degrees: float) -> Mesh:
    """The mesh turned about an axis to the camera through its middle."""
    if degrees == 0:
        return mesh
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.array(((c, -s, 0), (s, c, 0), (0, 0, 1)), np.float32)
    about = np.array((middle[0], middle[1], 0), np.float32)
    vertices = (mesh.vertices - about) @ matrix.T + about
    return replace(mesh, vertices=np.ascontiguousarray(vertices), normals=mesh.normals @ matrix.T)


def _upright(degrees: float) -> Floats:
    """Turns (wearer's left, down) of the garment into (right, down) of the picture."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array(((c, s), (-s, c)), np.float32)


def _neckline_depth(points: GarmentLandmarks, degrees: float) -> float:
    if "neck_front" not in points.points:
        return 0.0
    a, b = np.array(points["left_neck"]), np.array(points["right_neck"])
    down = _upright(degrees) @ np.array((0.0, 1.0))
    return float((np.array(points["neck_front"]) - 0.5 * (a + b)) @ down)
