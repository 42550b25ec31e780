"""A garment as its maker knows it: cut, fabric and finish."""

from dataclasses import dataclass
from enum import IntEnum

from toile.domain.garment import Category, Kind, Sleeve
from toile.world.textile.fabric import FabricSpec


class Panel(IntEnum):
    """What a face of a garment's mesh belongs to. Fabric coordinates start afresh on every panel, as cloth does."""

    FRONT = 0
    BACK = 1
    LEFT_SLEEVE = 2
    RIGHT_SLEEVE = 3
    LEFT_LEG = 4
    RIGHT_LEG = 5
    COLLAR = 6
    HOOD = 7
    WAISTBAND = 8
    CUFF = 9
    STRAP = 10
    LINING = 11  # the inner side of a collar or hood, a facing


# Columns of a garment mesh's `coords`. Lengths in metres; FAR where the garment has no such edge.
U, V = 0, 1  # across from the panel's middle (to the wearer's left on the front), down from its top
TO_NECK, TO_HEM, TO_CUFF, TO_OPENING, TO_SEAM = 2, 3, 4, 5, 6
WIDTH = 7  # of a coordinates' row
FAR = 9.0


@dataclass(frozen=True)
class GarmentSpec:
    """A garment. `cut` is its common name ("t-shirt", "hoodie", "jeans", "pleated skirt").

    Lengths in metres on a figure of 1.70 m. `sleeve_length` is a share of the arm (0 none, 1 the wrist); `hem` the
    height of the lower edge above the floor; `ease` how far the cloth stands off the body; `drape` 0 follows the
    waist, 1 falls straight from the chest; `flare` how much wider it gets per metre downwards; `pleats` how many
    run round it. `neckline`: crew, v, scoop, square, boat, turtle or strap; `collar`: none, rib, shirt, lapel,
    hood or turtle; `closure`: none, buttons, zip; `worn_open` with a closure; `cuff`: hem, rib or band;
    `waistband`: hem, rib, band or elastic; `pockets`: none, kangaroo, jeans, slash, patch or chest.
    `length_name`: cropped, regular, long, mini, knee-length, midi, maxi or full-length.
    """

    category: Category
    kind: Kind
    cut: str
    fabric: FabricSpec
    sleeve: Sleeve = Sleeve.NONE
    sleeve_length: float = 0.0
    sleeve_ease: float = 0.012
    neckline: str = "crew"
    neck_width: float = 0.078
    neck_depth: float = 0.075
    collar: str = "none"
    closure: str = "none"
    worn_open: bool = False
    cuff: str = "hem"
    waistband: str = "hem"
    pockets: str = "none"
    hem: float = 0.86
    ease: float = 0.012
    drape: float = 0.5
    flare: float = 0.0
    pleats: int = 0
    fit: str = "regular"
    length_name: str = "regular"
    tucked: bool = False

    @property
    def skirted(self) -> bool:
        """Whether it hangs free of the legs: skirts, dresses, and coats that reach below the seat."""
        above = self.category in (Category.TOP, Category.OUTER)
        return self.kind in (Kind.SKIRT, Kind.DRESS) or (above and self.hem < 0.75)
