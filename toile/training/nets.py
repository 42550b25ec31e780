"""The helpers' networks. Small enough for a few milliseconds on one core: convolutions, and attention among points.

Places are read as two distributions, one along each axis (SimCC: Li et al. 2022, arXiv 2107.03332), from tokens, one a
point, that have looked at each other; so a joint outside of the picture, or behind something, is placed by the rest of
the body. Their axes reach beyond the picture by `BEYOND` of its side.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from toile.vision.reading import BINS


class Block(nn.Module):
    """Two convolutions around which the input is handed on."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = convolve(width, width), convolve(width, width, act=False)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.second(self.first(x)))


def convolve(come: int, go: int, stride: int = 1, size: int = 3, act: bool = True) -> nn.Sequential:
    """A convolution, normalised over the batch; later folded into one."""
    layers: list[nn.Module] = [
        nn.Conv2d(come, go, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(go, momentum=0.03),
    ]
    return nn.Sequential(*layers, nn.ReLU()) if act else nn.Sequential(*layers)


class Trunk(nn.Module):
    """A picture [B, 4, H, W] to features at a half, a quarter, an eighth, a sixteenth and a 32nd of its size."""

    def __init__(self, widths: Sequence[int], blocks: Sequence[int]) -> None:
        super().__init__()
        stages, come = [], 4
        for width, count in zip(widths, blocks, strict=True):
            stages.append(
                nn.Sequential(convolve(come, width, stride=2), *(Block(width) for _ in range(count)))
            )
            come = width
        self.stages = nn.ModuleList(stages)

    def forward(self, x: Tensor) -> list[Tensor]:
        found = []
        for stage in self.stages:
            x = stage(x)
            found.append(x)
        return found


class Join(nn.Module):
    """Coarse features [B, C, h, w], enlarged, together with finer ones [B, D, 2h, 2w]."""

    def __init__(self, coarse: int, fine: int, go: int) -> None:
        super().__init__()
        self.narrow = convolve(coarse, go, size=1)
        self.mix = convolve(go + fine, go)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        large = nn.functional.interpolate(self.narrow(coarse), scale_factor=2.0, mode="nearest")
        return self.mix(torch.cat((large, fine), dim=1))  # type: ignore[no-any-return]


class Mixer(nn.Module):
    """Points that look at each other: one layer of self-attention (Vaswani et al. 2017), normalised first."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.ask, self.answer = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.think = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        batch, count, width = x.shape
        split = self.ask(self.before(x)).reshape(batch, count, 3, self.heads, width // self.heads)
        q, k, v = split.permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(q, k, v)  # [B, heads, N, width/heads]
        x = x + self.answer(seen.transpose(1, 2).reshape(batch, count, width))
        return x + self.think(self.after(x))  # type: ignore[no-any-return]


class Pointer(nn.Module):
    """Places of `count` points from a map of features [B, C, h, w] and from what all of the picture says [B, G].

    Returns logits along x [B, count, BINS[0]] and along y [B, count, BINS[1]], and the points' tokens.
    """

    def __init__(self, channels: int, cells: int, everything: int, count: int, width: int = 96) -> None:
        super().__init__()
        self.maps = nn.Conv2d(channels, count, 1)
        self.token = nn.Linear(cells, width)
        self.whole = nn.Linear(everything, width)
        self.name = nn.Parameter(0.02 * torch.randn(count, width))
        self.mixers = nn.Sequential(Mixer(width), Mixer(width))
        self.last = nn.LayerNorm(width)
        self.across, self.down = nn.Linear(width, BINS[0]), nn.Linear(width, BINS[1])

    def forward(self, features: Tensor, everything: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        maps = self.maps(features).flatten(2)  # [B, count, cells]
        tokens = self.token(maps) + self.name + self.whole(everything)[:, None]
        tokens = self.last(self.mixers(tokens))
        return self.across(tokens), self.down(tokens), tokens


class PersonNet(nn.Module):
    """A picture and its silhouette to joints, whether each is seen, whether anybody is there, and regions."""

    WIDTHS, BLOCKS = (24, 40, 80, 136, 136), (0, 1, 2, 3, 2)

    def __init__(self, joints: int, regions: int, size: tuple[int, int]) -> None:
        """`size`: width and height of the pictures, multiples of 32."""
        super().__init__()
        w = self.WIDTHS
        self.trunk = Trunk(w, self.BLOCKS)
        self.up = nn.ModuleList(
            (Join(w[4], w[3], 96), Join(96, w[2], 64), Join(64, w[1], 40), Join(40, w[0], 24))
        )
        self.regions = nn.Sequential(nn.Conv2d(24, 4 * regions, 3, padding=1), nn.PixelShuffle(2))
        self.pointer = Pointer(64, (size[0] // 8) * (size[1] // 8), w[4], joints)
        self.seen = nn.Linear(96, 1)
        self.present = nn.Linear(w[4], 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """From [B, 4, H, W] in -1..1: logits along x and y, of being seen [B, J], of anybody [B, 1], and of regions
        [B, R, H, W]."""
        half, quarter, eighth, sixteenth, coarse = self.trunk(x)
        middle = self.up[1](self.up[0](coarse, sixteenth), eighth)
        everything = coarse.mean(dim=(2, 3))
        across, down, tokens = self.pointer(middle, everything)
        regions = self.regions(self.up[3](self.up[2](middle, quarter), half))
        return across, down, self.seen(tokens)[..., 0], self.present(everything), regions


class GarmentNet(nn.Module):
    """A garment's cut-out to its landmarks and to words."""

    WIDTHS, BLOCKS = (24, 32, 64, 96, 96), (0, 1, 1, 2, 1)

    def __init__(self, points: int, words: Mapping[str, int], size: tuple[int, int]) -> None:
        """`words`: how many answers each question has."""
        super().__init__()
        w = self.WIDTHS
        self.trunk = Trunk(w, self.BLOCKS)
        self.up = nn.ModuleList((Join(w[4], w[3], 64), Join(64, w[2], 48)))
        everything = 2 * (w[4] + w[3] + w[2] + w[1])
        self.pointer = Pointer(48, (size[0] // 8) * (size[1] // 8), everything, points)
        self.words = nn.ModuleDict({name: nn.Linear(everything, count) for name, count in words.items()})

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """From [B, 4, H, W] in -1..1: logits along x and y, then those of every question, in order."""
        _, quarter, eighth, sixteenth, coarse = self.trunk(x)
        middle = self.up[1](self.up[0](coarse, sixteenth), eighth)
        levels = (quarter, eighth, sixteenth, coarse)
        everything = torch.cat([pool for f in levels for pool in (f.mean((2, 3)), f.amax((2, 3)))], dim=1)
        across, down, _ = self.pointer(middle, everything)
        return across, down, *(ask(everything) for ask in self.words.values())


class ClothNet(nn.Module):
    """A piece of cloth to what is woven or printed on it."""

    WIDTHS, BLOCKS = (24, 48, 72), (0, 1, 1)

    def __init__(self, patterns: int) -> None:
        super().__init__()
        stages, come = [], 3
        for width, count in zip(self.WIDTHS, self.BLOCKS, strict=True):
            stages.append(
                nn.Sequential(convolve(come, width, stride=2), *(Block(width) for _ in range(count)))
            )
            come = width
        self.stages = nn.Sequential(*stages)
        self.pattern = nn.Linear(2 * come, patterns)

    def forward(self, x: Tensor) -> Tensor:
        """From [B, 3, h, w] in -1..1: logits of the patterns."""
        found = self.stages(x)
        return self.pattern(torch.cat((found.mean(dim=(2, 3)), found.amax(dim=(2, 3))), dim=1))  # type: ignore[no-any-return]
