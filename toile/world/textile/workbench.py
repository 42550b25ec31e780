"""The workbench: samples of a garment on which the tailor's marks are laid, one after the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.clothes.garment import TO_CUFF, TO_HEM, TO_NECK, TO_OPENING, TO_SEAM, GarmentSpec, U, V
from toile.world.textile.fabric import Colour, linear
from toile.world.textile.stitching import Numbers, Real, stitches

STRETCHY = ("jersey", "knit", "rib", "cable", "fleece", "melange")  # what has ribbed edges
GOLD: Colour = (196, 134, 58)


@dataclass(frozen=True, eq=False)
class Bench:
    """N samples. The fields are `Paint`'s and belong to the bench: its methods change them, nothing else does."""

    garment: GarmentSpec
    coords: Floats
    part: NDArray[np.uint8]
    pixel: float
    albedo: Floats
    relief: Floats
    gloss: Floats
    rough: Floats
    sheen: Floats

    @property
    def u(self) -> Floats:
        """Metres across the panel."""
        return self.coords[:, U]

    @property
    def v(self) -> Floats:
        """Metres down the panel."""
        return self.coords[:, V]

    @property
    def neck(self) -> Floats:
        """Metres from the neckline, or from the waist of what has none."""
        return self.coords[:, TO_NECK]

    @property
    def hem(self) -> Floats:
        """Metres from the lower edge; on a collar from its outer edge."""
        return self.coords[:, TO_HEM]

    @property
    def cuff(self) -> Floats:
        """Metres from the sleeve's end, or from a bare armhole."""
        return self.coords[:, TO_CUFF]

    @property
    def opening(self) -> Floats:
        """Metres from the front's opening."""
        return self.coords[:, TO_OPENING]

    @property
    def seam(self) -> Floats:
        """Metres from the nearest seam."""
        return self.coords[:, TO_SEAM]

    def on(self, *panels: int) -> NDArray[np.bool_]:
        """Which samples are of those panels."""
        out = np.zeros(len(self.part), np.bool_)
        for panel in panels:
            out |= self.part == panel
        return out

    def shade(self, at: Numbers, share: Real, factor: float) -> None:
        """Darken (or lighten) those samples by that share."""
        self.albedo[at] *= (1 + share * np.float32(factor - 1))[:, None]

    def ink(self, at: Numbers, share: Real, colour: Floats) -> None:
        """Cover a share of those samples with a colour in linear light."""
        self.albedo[at] += share[:, None] * (colour - self.albedo[at])

    def lift(self, at: Numbers, height: Real) -> None:
        """Raise those samples, in metres."""
        self.relief[at] += height

    def polish(self, at: Numbers, share: Real, gloss: float, rough: float) -> None:
        """Let a share of those samples shine like something else than cloth."""
        self.gloss[at] += share * (gloss - self.gloss[at])
        self.rough[at] += share * (rough - self.rough[at])
        self.sheen[at] *= 1 - share

    def sew(
        self, at: Numbers, along: Real, across: Real, pitch: float = 0.0034, wide: float = 0.0011
    ) -> None:
        """A row of stitches in the garment's thread where `across` is zero, pressed into the cloth."""
        near = np.flatnonzero(np.abs(across) < 0.004 + self.pixel)
        if len(near) == 0:
            return
        at, along, across = at[near], along[near], across[near]
        thread = stitches(along, across, self.pixel, wide, pitch)
        self.lift(at, -0.0004 * np.exp(-((across / np.float32(max(0.0022, 0.6 * self.pixel))) ** 2)))
        self.ink(at, 0.9 * thread, self.thread)

    @property
    def thread(self) -> Floats:
        """The colour of the stitches: golden on blue denim, else the cloth's own, a little off."""
        r, g, b = self.garment.fabric.colours[0]
        own = linear((r, g, b))
        if self.garment.fabric.weave == "denim" and b > r + 12:
            return linear(GOLD)
        light = float(own @ np.array((0.2126, 0.7152, 0.0722), np.float32))
        return np.asarray(own * (0.62 if light > 0.05 else 1.5) + (0.0 if light > 0.05 else 0.01), np.float32)


def seen(period: float, pixel: float) -> float:
    """How much is left, 0..1, of what repeats every `period` metres in pixels of that size."""
    return float(np.exp(-((1.1 * pixel / period) ** 2) * 2))
