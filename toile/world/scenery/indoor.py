"""Indoors by day: a café, an office, a home."""

import numpy as np

from toile.domain.scene import Scene
from toile.world.scenery import brush, flooring, furniture, room
from toile.world.scenery.stage import Layer, Setting, Stage, tone


def cafe(scene: Scene, stage: Stage, seed: int) -> Setting:
    """A counter with shelves, a window to a green street, pendant lamps, tables and chairs, boards."""
    random = np.random.default_rng((seed, 1))
    z, side = -random.uniform(4.8, 6.2), stage.side
    back = stage.blank()
    plaster = room.pick(random, ((150, 112, 84), (96, 104, 92), (176, 150, 122), (92, 78, 70), (120, 66, 50)))
    wall = room.wall(9.0, 3.6, plaster, side)
    if random.random() < 0.45:
        room.bricks(wall, random)
    room.dado(wall, 1.05, plaster * 0.55)
    first, wide = random.uniform(0.45, 0.9), random.uniform(1.7, 2.8)
    across = (4.5 + side * first, 4.5 + side * (first + wide))
    room.window(wall, across, (0.75, 2.75), tone(46, 36, 30), int(random.integers(2, 5)))
    near = 4.5 - side * random.uniform(0.15, 0.5)
    if random.random() < 0.6:
        room.shelves(wall, random, 4.5 - side * 2.7, near, 1.35, int(random.integers(3, 5)))
    else:
        room.boards(wall, random, near, side)
    room.hang(stage, back, wall, 9.0, 3.6, z)
    low = stage.blank()
    counter = room.pick(random, ((116, 76, 48), (58, 70, 62), (70, 56, 50), (178, 160, 140)))
    brush.pool(stage, low, -side * 1.6, z + 1.2, 3.2, 1.2, 0.5)
    brush.box(stage, low, (-side * 1.75, 0, z + 1.1), (2.6, 1.02, 0.6), counter * 0.7)
    brush.box(stage, low, (-side * 1.75, 1.02, z + 1.1), (2.75, 0.06, 0.7), tone(168, 124, 84) * 0.8)
    for k in range(5):
        x = -side * (0.7 + 0.45 * k + random.uniform(-0.1, 0.1))
        brush.box(
            stage, low, (x, 1.08, z + 1.1), (0.16, random.uniform(0.1, 0.4), 0.16), room.bright(random, 0.7)
        )
    seats = stage.blank()
    for k in range(2):
        furniture.table(
            stage, seats, random, side * random.uniform(0.75, 1.3), -random.uniform(2.2, 2.7) - 1.4 * k
        )
    for k in range(int(random.integers(0, 3))):
        furniture.stool(stage, seats, -side * (0.85 + 0.65 * k), z + 1.75)
    lamps = stage.blank()
    hung, apart = random.uniform(1.95, 2.25), random.uniform(0.6, 1.0)
    for k in range(int(random.integers(2, 5))):
        place = (0.3 - side * (0.1 + apart * k), hung + random.uniform(-0.04, 0.04), z + 1.3)
        furniture.pendant(stage, lamps, place)
    glow = furniture.fairy(stage, random, z + 0.4, 2.5) if random.random() < 0.6 else stage.blank()
    layers = [
        Layer(z, back),
        Layer(z + 0.4, glow),
        Layer(z + 1.2, low),
        Layer(z + 1.3, lamps),
        Layer(-2.9, seats),
    ]
    boards = flooring.boards(tone(132, 88, 56) * np.float32(random.uniform(0.55, 1.0)), 0.13, seed, side, z)
    return Setting(room.outside(stage, seed, random), layers, boards, rough=0.35, end=z)


def office(scene: Scene, stage: Stage, seed: int) -> Setting:
    """Desks before a wall of glass, plants, panels of light in the ceiling."""
    random = np.random.default_rng((seed, 1))
    z = -random.uniform(8.5, 11)
    back, high = stage.blank(), 2.85
    far = room.city(stage, random)
    frame = tone(*((60, 64, 70), (210, 212, 214))[int(random.integers(2))])
    glass = np.zeros((round(high * room.K), 16 * room.K, 4), np.float32)
    glass[..., :3], glass[..., 3] = tone(226, 232, 238) * 0.05, 0.05
    for x in np.arange(0, 16, random.uniform(1.3, 1.9)):
        room.fill(glass, x, x + 0.09, 0, high, frame * 0.8)
    room.fill(glass, 0, 16, 0, 0.18, frame * 0.6)
    room.fill(glass, 0, 16, 2.35, 2.42, frame * 0.8)
    room.hang(stage, back, glass, 16, high, z)
    room.ceiling(stage, back, random, z, high)
    side = float(random.choice((-1.0, 1.0)))
    partition = room.wall(
        7, high, room.pick(random, ((214, 214, 210), (120, 138, 146), (196, 178, 150))), -side
    )
    x = side * random.uniform(1.25, 1.7)
    layers = [Layer(z, back)]
    if random.random() < 0.6:
        one = stage.blank()
        ends = ((x, high, -2.6), (x, high, z), (x, 0, z), (x, 0, -2.6))
        brush.panel(stage, one, ends if side < 0 else tuple(ends[i] for i in (1, 0, 3, 2)), partition)
        layers.append(Layer(0.5 * z, one))
    for depth in np.linspace(z + 1.4, -3.2, 4):
        one = stage.blank()
        for where in (-1.6, 0.15, 1.7):
            if abs(where + 0.3 * side) > 0.5 or depth < -6:
                furniture.desk(stage, one, random, where + random.uniform(-0.15, 0.15), float(depth))
        layers.append(Layer(float(depth), one))
    layers.append(
        furniture.plant(stage, random, -side * random.uniform(0.75, 1.0), -random.uniform(3.0, 4.2))
    )
    if random.random() < 0.4:
        wood = tone(196, 164, 128) * np.float32(random.uniform(0.7, 1.05))
        floor = flooring.boards(wood, 0.16, seed, stage.side, z)
    else:
        floor = flooring.carpet(room.pick(random, ((118, 120, 124), (150, 146, 140), (84, 96, 110))), seed, z)
    return Setting(far, layers, floor, rough=0.5, end=z)


def home(scene: Scene, stage: Stage, seed: int) -> Setting:
    """A sofa on a rug, a window behind curtains, a framed picture, a lamp, a plant, parquet."""
    random = np.random.default_rng((seed, 1))
    z, side = -random.uniform(3.6, 4.6), stage.side
    paint = room.pick(
        random, ((226, 220, 210), (206, 198, 186), (190, 200, 196), (214, 196, 178), (196, 204, 212))
    )
    wall, back = room.wall(9.0, 3.0, paint * 0.86, side), stage.blank()
    first = random.uniform(0.35, 0.8)
    opening = (4.5 + side * first, 4.5 + side * (first + 1.7))
    room.window(wall, opening, (0.55, 2.45), tone(240, 240, 238), 2)
    room.curtains(wall, opening, random)
    room.fill(wall, 0, 9, 0, 0.11, tone(238, 236, 232) * 0.8)
    x = 4.5 - side * random.uniform(0.6, 1.0)
    for k in range(int(random.integers(1, 4))):
        room.picture(wall, random, x - side * 0.62 * k, 1.62 + random.uniform(-0.06, 0.06))
    room.hang(stage, back, wall, 9.0, 3.0, z)
    sofa = stage.blank()
    fabric = room.pick(
        random, ((196, 188, 176), (92, 110, 116), (150, 96, 70), (120, 128, 104), (70, 76, 92))
    )
    furniture.sofa(stage, sofa, random, -side * random.uniform(0.8, 1.1), z + 0.65, fabric)
    layers = [Layer(z, back), Layer(z + 0.7, sofa)]
    layers.append(furniture.plant(stage, random, side * random.uniform(0.45, 0.7), z + 0.5))
    if random.random() < 0.7:
        layers.append(furniture.floor_lamp(stage, -side * random.uniform(0.1, 0.3) - side * 0.05, z + 0.35))
    wood = tone(164, 118, 78) * np.float32(random.uniform(0.6, 1.05))
    rug = room.pick(random, ((214, 204, 188), (150, 158, 160), (170, 110, 84), (196, 190, 170)))
    boards = flooring.boards(wood, 0.09, seed, side, z)
    return Setting(
        room.outside(stage, seed, random),
        layers,
        flooring.rug(boards, rug, seed, z),
        gloss=0.10,
        rough=0.4,
        end=z,
    )
