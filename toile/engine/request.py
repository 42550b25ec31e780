"""Requests: what a picture is asked to be like, in AUTOMATIC1111's terms, and the checks that need no model."""

from dataclasses import dataclass, field
from enum import StrEnum
from math import inf, isfinite
from pathlib import Path

from toile.domain.geometry import Size
from toile.engine.conditioning import ControlMode
from toile.engine.emphasis import Emphasis
from toile.engine.masking import Content
from toile.engine.noise import SEEDS
from toile.engine.samplers import CALM, Churn
from toile.engine.soft import Soft
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Mask
from toile.pixels.resize import ResizeMode

SIDES = (64, 4096)  # pixels, least and most
GRID = 8  # pixels to a latent one
SQUARE = Size(512, 512)
MOST_STEPS = 1000
MOST_PICTURES = 100
MOST_LETTERS = 1_000_000  # of a prompt


class Source(StrEnum):
    """Whose random numbers: those of an NVIDIA card, which are AUTOMATIC1111's pictures anywhere, or of PyTorch on a
    processor."""

    NV = "NV"
    CPU = "CPU"


@dataclass(frozen=True)
class Variation:
    """A little of another seed: `strength` 0 nothing, 1 all of it."""

    seed: int = 0
    strength: float = 0.0


@dataclass(frozen=True)
class Start:
    """A picture [H, W, 3] to begin with. `denoise` 0 changes nothing, 0.3 touches up, 0.75 is usual, 1 keeps nothing.
    `exact`: as many steps as are asked for, whatever the strength."""

    rgb: RGB
    denoise: float = 0.75
    resize: ResizeMode = ResizeMode.STRETCH
    exact: bool = False


@dataclass(frozen=True)
class Inpaint:
    """What of the picture is painted: `mask` [H, W] 0..1, or with `invert` the rest. `blur` in pixels softens it.
    `content`: what is under it at first. `only_masked`: the masked part alone is painted, at the picture's size, with
    so much of its surroundings as `padding` pixels. `soft`: greys of the mask mix picture and painting."""

    mask: Mask
    blur: float = 4.0
    content: Content = Content.ORIGINAL
    only_masked: bool = False
    padding: int = 32
    invert: bool = False
    soft: Soft | None = None


@dataclass(frozen=True)
class Hires:
    """A second pass over a larger picture: `scale` times, by `upscaler` (`Latent`, `Lanczos`, `Nearest`, ...), with
    `steps` (0: as many as the first) at `denoise`."""

    scale: float = 2.0
    upscaler: str = "Latent"
    steps: int = 0
    denoise: float = 0.7
    prompt: str = ""
    negative: str = ""

    def grow(self, size: Size) -> Size:
        """The larger size; sides are multiples of 8."""
        return Size(*(int(side * self.scale) // GRID * GRID for side in size))


@dataclass(frozen=True)
class Unit:
    """A ControlNet and the picture [H, W, 3] that it follows: a skeleton, edges, depths, as it was trained on."""

    path: Path
    rgb: RGB
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0
    mode: ControlMode = ControlMode.BALANCED
    resize: ResizeMode = ResizeMode.CROP


@dataclass(frozen=True)
class ImagePrompt:
    """A picture [H, W, 3] that stands in the prompt, by an IP-Adapter: what is made is to be like it. `weight` 0.5 to
    0.8 leaves the words something to say."""

    path: Path
    rgb: RGB
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0


@dataclass(frozen=True)
class Refiner:
    """A checkpoint that takes over: at `switch` 0.8, when four fifths of the noise levels' times are behind. Where
    there is a second pass, in that alone, as in AUTOMATIC1111."""

    path: Path
    switch: float = 0.8


@dataclass(frozen=True, kw_only=True)
class Request:
    """A picture, or `count` of them with seeds one after another.

    `steps`: 20 is usual, more than 30 seldom shows. `cfg`: how closely the prompt is followed, 7 is usual, 1 turns the
    negative prompt off. `seed` None: any. `clip_skip` 2 is usual for drawn figures. `eta` None: the sampler's own.
    `interval`: the noise levels, from and to, between which the prompt is enforced. `rescale` 0..1 takes back the
    contrast that a high scale adds. `restore_faces`: the network that does it, by name.
    """

    prompt: str = ""
    negative: str = ""
    size: Size = SQUARE
    steps: int = 20
    cfg: float = 7.0
    sampler: str = ""
    schedule: str = ""
    seed: int | None = None
    count: int = 1
    variation: Variation = field(default_factory=Variation)
    noise_size: Size | None = None
    source: Source = Source.NV
    seed_delta: int = 0
    clip_skip: int = 1
    emphasis: Emphasis = Emphasis.ORIGINAL
    eta: float | None = None
    churn: Churn = CALM
    interval: tuple[float, float] = (inf, 0.0)
    rescale: float = 0.0
    start: Start | None = None
    inpaint: Inpaint | None = None
    hires: Hires | None = None
    controls: tuple[Unit, ...] = ()
    image: ImagePrompt | None = None
    refiner: Refiner | None = None
    restore_faces: str = ""

    def check(self) -> None:
        """Raises BadRequest for numbers that make no picture."""
        for name, value in (("width", self.size.width), ("height", self.size.height)):
            if not SIDES[0] <= value <= SIDES[1]:
                raise BadRequest("size_wrong", name=name, value=value, least=SIDES[0], most=SIDES[1])
        if not 1 <= self.steps <= MOST_STEPS:
            raise BadRequest("steps_wrong", value=self.steps, most=MOST_STEPS)
        if not isfinite(self.cfg) or abs(self.cfg) > 1e4:
            raise BadRequest("cfg_wrong", value=self.cfg)
        if not 1 <= self.count <= MOST_PICTURES:
            raise BadRequest("count_wrong", value=self.count, most=MOST_PICTURES)
        for seed in (self.seed or 0, self.variation.seed):
            if not 0 <= seed < SEEDS:
                raise BadRequest("seed_wrong", value=seed)
        for denoise in (one.denoise for one in (self.start, self.hires) if one):
            if not 0 <= denoise <= 1:
                raise BadRequest("denoise_wrong", value=denoise)
        if self.refiner and not 0 < self.refiner.switch <= 1:
            raise BadRequest("switch_wrong", value=self.refiner.switch)
        if max(len(self.prompt), len(self.negative)) > MOST_LETTERS:
            raise BadRequest("prompt_long", most=f"{MOST_LETTERS:,}")

    @property
    def rounded(self) -> Size:
        """The size that the network can make: sides are multiples of 8."""
        return Size(self.size.width // GRID * GRID, self.size.height // GRID * GRID)
