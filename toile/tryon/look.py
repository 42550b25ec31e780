"""A look: one garment put on, and the finished picture with its provenance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toile.domain.garment import Attributes, Category
from toile.domain.look import Check, Notice
from toile.domain.recipe import Recipe
from toile.pixels.arrays import RGB, Mask


@dataclass(frozen=True)
class Dressed:
    """One garment put on. The picture is only meant inside `mask`; `expected` is the garment alone in place."""

    rgb: RGB  # [H, W, 3] the person wearing the garment
    mask: Mask  # [H, W] where the picture may differ from the photo
    expected: RGB  # [H, W, 3] the garment's pixels where they should be seen
    coverage: Mask  # [H, W] how much of the pixel the garment covers
    cloth: RGB  # [N, 3] a fair share of the garment's own pixels, for comparing colours
    protected: Mask  # [H, W] face, hair and hands: what must not change
    notices: tuple[Notice, ...] = ()
    draw_stages: Callable[[], Mapping[str, RGB]] = (
        dict  # pictures of what happened on the way, made when asked
    )


@dataclass(frozen=True)
class Look:
    """A finished picture with its provenance."""

    rgb: RGB  # [H, W, 3] at the photo's own resolution
    mask: Mask  # [H, W] 0 wherever nothing was allowed to change
    recipe: Recipe
    checks: tuple[Check, ...]
    notices: tuple[Notice, ...]
    timings: Mapping[str, float]  # seconds by stage, in order
    changed_outside: int  # pixels outside the mask that differ from the photo; the promise is 0
    attributes: tuple[Attributes, ...]  # by garment, in the order of dressing
    categories: tuple[Category, ...]
    layers: tuple[Dressed, ...]  # by garment, in the order of dressing

    def draw_stages(self) -> Mapping[str, RGB]:
        """Pictures of what happened on the way, by garment and stage."""
        return {
            f"{i}-{name}": picture
            for i, d in enumerate(self.layers)
            for name, picture in d.draw_stages().items()
        }
