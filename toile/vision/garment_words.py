"""Words for a garment: what is measured from its pixels, and what the trained readers add where they are sure."""

from collections.abc import Mapping
from dataclasses import replace

from toile.domain.garment import Attributes, Kind, Pattern
from toile.pixels.arrays import RGB, Mask
from toile.vision.garment_reader import GarmentReading, read_cloth

MOTIFS = ("floral", "animal", "camouflage")
LENGTHS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TOP: ("cropped", "regular", "long"),
    Kind.DRESS: ("mini", "knee-length", "midi", "maxi"),
    Kind.TROUSERS: ("cropped", "regular", "full-length"),
    Kind.SHORTS: ("mini", "regular", "knee-length"),
    Kind.SKIRT: ("mini", "knee-length", "midi", "maxi"),
}
_SURE = 0.60  # of an answer, to be given
_MOTIF = 0.45  # of what an all-over pattern may be


def add_words(attributes: Attributes, reading: GarmentReading, rgb: RGB, alpha: Mask) -> Attributes:
    """The attributes with neckline, length, closure and motif as the readers see them in the cut-out `alpha` [H, W] of
    `rgb` [H, W, 3]."""
    kind = attributes.kind
    motif = find_motif(attributes.pattern, read_cloth(rgb, alpha))
    neckline = attributes.neckline
    if kind in (Kind.TOP, Kind.DRESS):
        said, share = reading.best("neckline")
        neckline = said if share >= _SURE and said != "none" else neckline
    length = max(LENGTHS[kind], key=lambda word: reading.words["length"][word])
    closure, fastened = reading.best("closure")
    return replace(
        attributes,
        neckline=neckline,
        motif=motif,
        length=length if reading.words["length"][length] >= _SURE else "",
        closure=closure if fastened >= _SURE and closure != "none" else "",
    )


def find_motif(pattern: Pattern, cloth: Mapping[str, float]) -> str:
    """The motif of an all-over pattern; empty where it shows none of `MOTIFS`, and for other patterns, which the pixels
    tell better than the reader does."""
    if pattern is not Pattern.ALL_OVER:
        return ""
    total = sum(cloth[word] for word in (*MOTIFS, "all-over"))
    motif = max(MOTIFS, key=lambda word: cloth[word])
    return motif if cloth[motif] >= max(_MOTIF * total, cloth["all-over"]) else ""
