"""Scrambling: prints as no studio takes them. Domain randomisation (Tobin et al. 2017, arXiv 1703.06907): what varies
wildly in training is no surprise in a photo. Placed anew in the picture, before other backgrounds, in other light, cut
out badly, partly covered, beside other people.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from toile.training.prints import Prints
from toile.vision.garment_reader import PATCH

Random = torch.Generator
UNLABELLED = -100  # the label of pixels that are nothing to learn from


@dataclass(frozen=True)
class Batch:
    """`pictures` [B, 4, H, W] in -1..1: red, green, blue and the silhouette as a cut-out gives it. `points` [B, P, 3]
    in pixels of these pictures. `labels` int64 [B, H, W], some `UNLABELLED`. `present` [B]: whether anybody is there.
    `words`: by question [B]."""

    pictures: Tensor
    points: Tensor
    labels: Tensor
    present: Tensor
    words: dict[str, Tensor]


@dataclass(frozen=True)
class Wild:
    """How wild it gets. `zoom`: the least and the most that a print is enlarged against filling the picture; `shift`:
    of the picture's sides, and `turn`, degrees: standard deviations; `stretch`: of the aspect; `mirror`: the share of
    prints that are mirrored, `swap` the order of points after that. `nobody`: the share of pictures without anybody;
    `bend`: how far places are pushed about, smoothly, as a share of the width, which gives shapes that nobody drew;
    `others`: with somebody else behind; `covered`: with something held before them. `ground`: whether the background
    shows (people), or mid grey with a cut-out's rim (garments)."""

    zoom: tuple[float, float]
    shift: float
    turn: float
    stretch: float
    mirror: float
    swap: tuple[int, ...]
    bend: float
    nobody: float
    others: float
    covered: float
    ground: bool


def scramble(prints: Prints, rows: Tensor, size: tuple[int, int], wild: Wild, random: Random) -> Batch:
    """A batch of those prints, at `size` (width, height). Rows and the generator are on the prints' device."""
    count = len(rows)
    height, width = prints.alpha.shape[1:]
    place, points = _place(count, (width, height), size, wild, random, prints.points[rows])
    bent = _bend(count, size, wild.bend, random)
    points = _pushed(points, bent)
    layers = torch.cat((prints.front[rows], prints.alpha[rows, None], 255 - prints.dim[rows, None]), dim=1)
    moved = _sample(layers.float() / 255, place, size, "bilinear", bent)
    labels = _sample(prints.labels[rows, None].float(), place, size, "nearest", bent)
    front, alpha, dim = moved[:, :3], moved[:, 3:4], 1 - moved[:, 4:]
    present = torch.ones(count, device=rows.device)
    if not wild.ground:
        rgb = front + (1 - alpha) * 0.5
        rgb = _light(_tint(rgb, random), random)
        seen = _bad_cut(alpha, random, 0.0)
        rgb = rgb * seen + 0.5 * (1 - seen)
    else:
        gone = _rand(random, count) < wild.nobody
        shown = torch.where(gone, 0.0, present)[:, None, None, None]
        present = torch.where(gone, 0.0, prints.somebody[rows])
        ground = _grounds(prints, count, size, random)
        ground = _beside(prints, ground, wild, size, random)
        front = _tint(front, random)
        rgb = shown * (front + (1 - alpha) * dim * ground) + (1 - shown) * ground
        rgb, hidden = _cover(rgb, wild, size, random)
        seen = _bad_cut(alpha * shown, random, 0.2)
        seen = torch.where(shown > 0, seen, _wrong_cut(seen, random))
        labels = torch.where(hidden > 0, 0.0, labels) * shown
        # What a garment on its own is called does not matter.
        alone = (shown > 0) & (present == 0)[:, None, None, None] & (alpha > 0)
        labels = torch.where(alone, float(UNLABELLED), labels)
        rgb = _light(rgb, random)
    rgb = _grain(_soften(rgb, random), random).clamp(0, 1)
    pictures = torch.cat((2 * rgb - 1, 2 * seen - 1), dim=1)
    words = {name: answers[rows] for name, answers in prints.words.items()}
    return Batch(pictures, points, labels[:, 0].round().long(), present, words)


def cut_cloth(prints: Prints, rows: Tensor, random: Random) -> Batch:
    """Pieces of the cloth of those prints, [B, 3, PATCH, PATCH], from anywhere on the garment."""
    count, on = len(rows), rows.device
    layers = torch.cat((prints.front[rows], prints.alpha[rows, None]), dim=1).float() / 255
    # Any place that the garment covers, each as likely.
    cover = (layers[:, 3] > 0.9).flatten(1).float() + 1e-6
    at = torch.multinomial(cover, 1, generator=random)[:, 0]
    x, y = (at % layers.shape[3]).float(), (at // layers.shape[3]).float()
    zoom = torch.exp(0.15 * _normal(random, count)) * torch.where(_rand(random, count) < 0.5, -1.0, 1.0)
    angle = torch.deg2rad(6 * _normal(random, count))
    c, s, tall = angle.cos(), angle.sin(), zoom.abs()
    turned = torch.stack((torch.stack((c / zoom, s / tall), -1), torch.stack((-s / zoom, c / tall), -1)), 1)
    middle = torch.full((2,), PATCH / 2, device=on)
    shift = torch.stack((x, y), -1) - torch.einsum("bij,j->bi", turned, middle)
    moved = _sample(layers, torch.cat((turned, shift[..., None]), dim=-1), (PATCH, PATCH), "bilinear")
    rgb = _light(_tint(moved[:, :3] + 0.5 * (1 - moved[:, 3:]), random), random)
    rgb = rgb * moved[:, 3:] + 0.5 * (1 - moved[:, 3:])
    pictures = 2 * _grain(_soften(rgb, random), random).clamp(0, 1) - 1
    nothing = torch.zeros(count, 1, 1, dtype=torch.long, device=on)
    points, present = torch.zeros(count, 0, 3, device=on), torch.ones(count, device=on)
    return Batch(pictures, points, nothing, present, {"cloth": prints.words["cloth"][rows]})


def _rand(random: Random, *shape: int) -> Tensor:
    return torch.rand(shape, generator=random, device=random.device)


def _normal(random: Random, *shape: int) -> Tensor:
    return torch.randn(shape, generator=random, device=random.device)


def _between(random: Random, low: float, high: float, *shape: int) -> Tensor:
    return low + (high - low) * _rand(random, *shape)


def _place(
    count: int, source: tuple[int, int], size: tuple[int, int], wild: Wild, random: Random, points: Tensor
) -> tuple[Tensor, Tensor]:
    """Where each pixel comes from: matrices [B, 2, 3] from the new picture's pixels to the print's; and the points,
    moved. The print's height fills the picture's at zoom 1, about a place near its middle."""
    low, high = wild.zoom
    zoom = torch.exp(_between(random, math.log(low), math.log(high), count)) * size[1] / source[1]
    aspect = torch.exp(wild.stretch * _normal(random, count))
    mirrored = _rand(random, count) < wild.mirror
    sx, sy = zoom * aspect.sqrt() * torch.where(mirrored, -1.0, 1.0), zoom / aspect.sqrt()
    angle = torch.deg2rad(wild.turn * _normal(random, count))
    c, s = angle.cos(), angle.sin()
    shear = 0.05 * _normal(random, count)
    # New = R S (old - middle of the old) + middle of the new + shift.
    a, b, d, e = c * sx + shear * sy, -s * sy + shear * sy, s * sx, c * sy
    middle_x = size[0] / 2 + wild.shift * size[0] * _normal(random, count)
    middle_y = size[1] / 2 + wild.shift * size[1] * _normal(random, count)
    # An enlarged print shows any part of its height.
    spare = (zoom * source[1] / size[1] - 1).clamp(min=0) * 0.5 * size[1]
    middle_y = middle_y + spare * _between(random, -1, 1, count)
    forth = torch.stack((torch.stack((a, b), -1), torch.stack((d, e), -1)), 1)  # [B, 2, 2]
    old = torch.tensor((source[0] / 2 - 0.5, source[1] / 2 - 0.5), device=points.device)
    new = torch.stack((middle_x, middle_y), -1) - 0.5
    moved = torch.einsum("bij,bpj->bpi", forth, points[..., :2] - old) + new[:, None]
    moved = torch.cat((moved, points[..., 2:]), dim=-1)
    if wild.swap:
        moved = torch.where(mirrored[:, None, None], moved[:, list(wild.swap)], moved)
    back = torch.linalg.inv(forth)
    shift = old - torch.einsum("bij,bj->bi", back, new)
    return torch.cat((back, shift[..., None]), dim=-1), moved


def _bend(count: int, size: tuple[int, int], amount: float, random: Random) -> Tensor:
    """A smooth field [B, H, W, 2]: every pixel shows what would be that many pixels away. `amount`: its standard
    deviation where it is strongest, as a share of the picture's width; some pictures are left alone."""
    strength = amount * size[0] * _rand(random, count)[:, None, None, None]
    return (strength * (_clouds(count, 2, 5, size, random) + _clouds(count, 2, 3, size, random))).permute(
        0, 2, 3, 1
    )


def _pushed(points: Tensor, bent: Tensor) -> Tensor:
    """Where points [B, P, 3] are after that: x with x + field(x) = point, by fixed-point iteration."""
    height, width = bent.shape[1:3]
    field = bent.permute(0, 3, 1, 2)
    scale = torch.tensor((2 / width, 2 / height), device=points.device)
    goal, at = points[..., :2], points[..., :2]
    for _ in range(4):
        grid = ((at + 0.5) * scale - 1)[:, :, None]
        off = torch.nn.functional.grid_sample(field, grid, padding_mode="border", align_corners=False)
        at = goal - off[..., 0].transpose(1, 2)
    return torch.cat((at, points[..., 2:]), dim=-1)


def _sample(
    layers: Tensor, place: Tensor, size: tuple[int, int], mode: str, bent: Tensor | None = None
) -> Tensor:
    """Layers [B, C, h, w] as seen from the new picture's pixels, [B, C, H, W]; 0 outside."""
    on = layers.device
    y, x = torch.meshgrid(torch.arange(size[1], device=on), torch.arange(size[0], device=on), indexing="ij")
    at = torch.stack((x, y, torch.ones_like(x)), -1).float()
    source = torch.einsum("bij,hwj->bhwi", place, at)
    if bent is not None:
        source = source + torch.einsum("bij,bhwj->bhwi", place[:, :, :2], bent)
    height, width = layers.shape[2:]
    grid = (source + 0.5) * torch.tensor((2 / width, 2 / height), device=on) - 1
    return torch.nn.functional.grid_sample(layers, grid, mode=mode, align_corners=False)


def _grounds(prints: Prints, count: int, size: tuple[int, int], random: Random) -> Tensor:
    """Backgrounds [B, 3, H, W]: rooms and streets of the world, walls in any light, clouds of colour, cloth nearby."""
    kinds = _rand(random, count)
    rows = torch.randint(len(prints), (count,), generator=random, device=random.device)
    rooms = prints.behind[rows].float() / 255
    zoom = _between(random, 0.5, 1.0, count)
    flip = torch.where(_rand(random, count) < 0.5, -1.0, 1.0)
    theta = torch.zeros(count, 2, 3, device=random.device)
    theta[:, 0, 0], theta[:, 1, 1] = zoom * flip, zoom
    theta[:, :, 2] = (1 - zoom)[:, None] * _between(random, -1, 1, count, 2)
    grid = torch.nn.functional.affine_grid(theta, [count, 3, size[1], size[0]], align_corners=False)
    rooms = torch.nn.functional.grid_sample(rooms, grid, padding_mode="reflection", align_corners=False)
    bright = torch.where(
        _rand(random, count, 1) < 0.45, _between(random, 0.75, 1.0, count, 1), _rand(random, count, 1)
    )
    hue = _rand(random, count, 3)
    wall = (bright + 0.3 * _rand(random, count, 1) ** 2 * (hue - 0.5))[:, :, None, None]
    walls = wall + 0.12 * _clouds(count, 1, 2, size, random)
    coarse = int(torch.randint(3, 24, (1,), generator=random, device=random.device))
    clouds = 0.5 + 0.35 * _clouds(count, 3, coarse, size, random)
    kinds = kinds[:, None, None, None]
    ground = torch.where(kinds < 0.4, rooms, torch.where(kinds < 0.78, walls, clouds))
    ground = torch.where(kinds < 0.88, ground, _drapes(prints, walls, random))
    return ground.clamp(0, 1)


def _drapes(prints: Prints, walls: Tensor, random: Random) -> Tensor:
    """The walls with somebody's clothes before them, so near that nobody would see more than cloth."""
    count, _, height, width = walls.shape
    rows = torch.randint(len(prints), (count,), generator=random, device=random.device)
    layers = torch.cat((prints.front[rows], prints.alpha[rows, None]), dim=1).float() / 255
    zoom, angle = _between(random, 1.5, 4.0, count), _between(random, 0.0, 2 * math.pi, count)
    c, s = angle.cos() / zoom, angle.sin() / zoom
    back = torch.stack((torch.stack((c, -s), -1), torch.stack((s, c), -1)), 1)
    old = torch.tensor((prints.alpha.shape[2] / 2, prints.alpha.shape[1] * 0.45), device=random.device)
    middle = torch.tensor((width / 2, height / 2), device=random.device)
    shift = old - torch.einsum("bij,j->bi", back, middle)
    moved = _sample(layers, torch.cat((back, shift[..., None]), dim=-1), (width, height), "bilinear")
    return moved[:, :3] + (1 - moved[:, 3:]) * walls


def _clouds(count: int, channels: int, cells: int, size: tuple[int, int], random: Random) -> Tensor:
    """Smooth noise [B, C, H, W] of about -1..1, `cells` lumps across."""
    noise = _normal(random, count, channels, cells, cells)
    return torch.nn.functional.interpolate(noise, (size[1], size[0]), mode="bilinear", align_corners=False)


def _beside(prints: Prints, ground: Tensor, wild: Wild, size: tuple[int, int], random: Random) -> Tensor:
    """The backgrounds, some with somebody else, smaller or half out of the picture."""
    some = torch.nonzero(_rand(random, len(ground)) < wild.others)[:, 0]
    if not len(some):
        return ground
    rows = torch.randint(len(prints), (len(some),), generator=random, device=random.device)
    layers = torch.cat((prints.front[rows], prints.alpha[rows, None]), dim=1).float() / 255
    height, width = layers.shape[2:]
    zoom = _between(random, 0.35, 0.8, len(some)) * size[1] / height
    side = torch.where(_rand(random, len(some)) < 0.5, -1.0, 1.0)
    x = size[0] * (0.5 + side * _between(random, 0.36, 0.62, len(some)))
    y = size[1] * _between(random, 0.4, 0.7, len(some))
    place = torch.zeros(len(some), 2, 3, device=random.device)
    place[:, 0, 0] = place[:, 1, 1] = 1 / zoom
    place[:, 0, 2], place[:, 1, 2] = width / 2 - x / zoom, height / 2 - y / zoom
    moved = _sample(layers, place, size, "bilinear")
    joined = ground.clone()
    joined[some] = moved[:, :3] + (1 - moved[:, 3:]) * ground[some]
    return joined


def _tint(front: Tensor, random: Random) -> Tensor:
    """Colours mixed a little with each other, as cameras and lamps do."""
    count = len(front)
    matrix = torch.eye(3, device=front.device) + 0.06 * _normal(random, count, 3, 3)
    gain = torch.exp(0.12 * _normal(random, count, 3, 1))
    grey = torch.where(_rand(random, count, 1, 1) < 0.06, 1.0, 0.0)
    matrix = (1 - grey) * matrix * gain + grey * torch.full((3, 3), 1 / 3, device=front.device)
    return torch.einsum("bij,bjhw->bihw", matrix, front).clamp(0, 1)


def _light(rgb: Tensor, random: Random) -> Tensor:
    """Brighter, darker, flatter or harder, and unevenly so."""
    count = len(rgb)
    gamma = torch.exp(0.25 * _normal(random, count, 1, 1, 1))
    uneven = torch.exp(0.14 * _clouds(count, 1, 2, (rgb.shape[3], rgb.shape[2]), random))
    middle = rgb.mean(dim=(2, 3), keepdim=True)
    hard = torch.exp(0.15 * _normal(random, count, 1, 1, 1))
    return ((middle + hard * (rgb - middle)).clamp(1e-3, 1) ** gamma * uneven).clamp(0, 1)


def _cover(rgb: Tensor, wild: Wild, size: tuple[int, int], random: Random) -> tuple[Tensor, Tensor]:
    """Things held or hanging before some: ellipses of any colour. Also where they are [B, 1, H, W]."""
    count = len(rgb)
    there = _rand(random, count) < wild.covered
    on = rgb.device
    y, x = torch.meshgrid(torch.arange(size[1], device=on), torch.arange(size[0], device=on), indexing="ij")
    middle = _rand(random, count, 2)
    radius = 0.04 + 0.16 * _rand(random, count, 2)
    away = ((x[None] / size[0] - middle[:, :1, None]) / radius[:, :1, None]) ** 4 + (
        (y[None] / size[1] - middle[:, 1:, None]) / radius[:, 1:, None]
    ) ** 4
    thing = ((away < 1) & there[:, None, None]).float()[:, None]
    colour = _rand(random, count, 3)[:, :, None, None] + 0.15 * _clouds(count, 3, 6, size, random)
    return rgb * (1 - thing) + thing * colour.clamp(0, 1), thing


def _bad_cut(alpha: Tensor, random: Random, unknown: float) -> Tensor:
    """Silhouettes [B, 1, H, W] as cut-outs make them: too wide, too narrow, bitten, with bits of background; for the
    share `unknown` of pictures one half everywhere, which says that nothing is known."""
    count, _, height, width = alpha.shape
    size = (width, height)
    soft = torch.nn.functional.avg_pool2d(alpha, 5, 1, 2)
    edge = _between(random, 0.25, 0.75, count, 1, 1, 1)
    rough = 0.12 * _clouds(count, 1, 40, size, random)
    cut = ((soft - edge + rough) * 6 + 0.5).clamp(0, 1)
    lumps = _clouds(count, 1, 9, size, random)
    spoilt = (_rand(random, count) < 0.35)[:, None, None, None]
    bitten = torch.where(lumps > 1.7, 0.0, cut)
    added = torch.where((lumps < -2.1), 1.0, bitten)
    cut = torch.where(spoilt, added, cut)
    blind = (_rand(random, count) < unknown)[:, None, None, None]
    return torch.where(blind, 0.5, cut)


def _wrong_cut(seen: Tensor, random: Random) -> Tensor:
    """Silhouettes of nobody: of whatever a cut-out took for somebody, or unknown."""
    count, _, height, width = seen.shape
    lump = _clouds(count, 1, 4, (width, height), random)
    kind = _rand(random, count)[:, None, None, None]
    return torch.where(kind < 0.4, ((lump - 0.3) * 5).clamp(0, 1), torch.where(kind < 0.7, 0.5, 0.0))


def _soften(rgb: Tensor, random: Random) -> Tensor:
    """Some pictures out of focus."""
    soft = torch.nn.functional.avg_pool2d(rgb, 3, 1, 1, count_include_pad=False)
    softer = torch.nn.functional.avg_pool2d(soft, 3, 1, 1, count_include_pad=False)
    how = _rand(random, len(rgb))[:, None, None, None]
    return torch.where(how < 0.55, rgb, torch.where(how < 0.85, soft, softer))


def _grain(rgb: Tensor, random: Random) -> Tensor:
    strength = 0.03 * _rand(random, len(rgb), 1, 1, 1) ** 2
    return rgb + strength * _normal(random, *rgb.shape)
