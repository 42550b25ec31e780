"""Plans: what a mannequin checkpoint is made like."""

from dataclasses import dataclass

from toile.domain.geometry import Size
from toile.engine.architecture import TextEncoder, UNet, Vae
from toile.engine.piece import FACTOR
from toile.engine.unet import Canvas

LENGTH = 77  # tokens of a caption


@dataclass(frozen=True)
class Plan:
    """What a checkpoint is made like; pictures are of one `size`."""

    size: Size
    unet: UNet
    vae: Vae
    text: TextEncoder

    @property
    def latent(self) -> tuple[int, int]:
        """Height and width of a latent."""
        return self.size.height // self.vae.factor, self.size.width // self.vae.factor

    @property
    def pieces(self) -> int:
        """Tokens of a garment."""
        return self.size.height // FACTOR * (self.size.width // FACTOR)

    def canvas(self, batch: int, *, piece: bool = True, controlled: bool = False) -> Canvas:
        return Canvas(batch, *self.latent, LENGTH, controlled, self.pieces if piece else 0)
