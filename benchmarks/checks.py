"""Whether the checks of a look fire on their own fault and on no other: a matrix of checks and planted faults.

    python -m benchmarks.checks --seeds 8000:8030 [--keep FOLDER]

People and product shots come from the synthetic world, drafts from the real method with the joints of the truth. Every
draft then gets one fault at a time, in several strengths, and harmless changes that no check may mind. A cell of the
matrix is the area under the ROC curve of a check for a fault against everything harmless, and how often the check
fires on the fault. `--keep` keeps the looks, so that another run needs no rendering.
"""

import argparse
import itertools
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.faults import (
    Case,
    Changed,
    crop,
    cut_face,
    keep,
    load,
    plant_harmless,
    plant_in_face,
    plant_in_garment,
    plant_outside,
)
from toile import settings
from toile.domain.garment import Category, Pattern
from toile.domain.geometry import Size
from toile.domain.look import Check, Verdict
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.errors import BadRequest
from toile.pixels.arrays import RGB
from toile.pixels.colour import ciede2000, to_lab
from toile.pixels.compare import count_changed
from toile.tryon.draft import Draft, Garment, Person
from toile.tryon.fit import GarmentPhoto, PersonPhoto, Wish, fit
from toile.tryon.judge import judge, weigh
from toile.tryon.look import Dressed
from toile.tryon.memory import Remembering
from toile.tryon.paste import paste_back
from toile.world import cache
from toile.world.clothes.garment import GarmentSpec
from toile.world.clothes.wardrobe import draw_garment, draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.sample import photograph, shoot_product
from toile.world.textile.fabric import Colour, FabricSpec

SIZE = Size(576, 768)
CHECKS = ("check_outside", "check_identity", "check_colour", "check_pattern", "check_print")
# The faults that a check has to find, and those of which it sees a part: another fabric differs in colour, in pattern
# or in both, and takes a print with it.
OWN: Mapping[str, tuple[str, ...]] = {
    "check_outside": ("leak",),
    "check_identity": ("face", "eyes"),
    "check_colour": ("tinted", "other colours"),
    "check_pattern": ("other pattern",),
    "check_print": ("print",),
}
SHARED: Mapping[str, tuple[str, ...]] = {
    "check_colour": ("other fabric",),
    "check_pattern": ("other fabric",),
    "check_print": ("other fabric", "other pattern"),
}
ANY = "any"  # all checks of a look together
HARMLESS = "harmless: "
_POSES = (
    "arms-down",
    "arms-away",
    "relaxed",
    "contrapposto",
    "hand-on-hip",
    "walking",
    "wide-stance",
    "waving",
)
_WANTED = (
    Pattern.GRAPHIC, Pattern.STRIPES, Pattern.PLAIN, Pattern.PLAID, Pattern.GRAPHIC, Pattern.ALL_OVER, Pattern.DOTS,
)  # fmt: skip
_CATEGORIES = {Category.TOP: 0.6, Category.DRESS: 0.2, Category.BOTTOM: 0.1, Category.OUTER: 0.1}
# Designs that show all of a fabric's inks, of two and of more, and nothing else: they can take each other's colours.
_TWO: Mapping[Pattern, tuple[str, ...]] = {
    Pattern.STRIPES: ("even", "breton", "diagonal"),
    Pattern.PLAID: ("gingham", "buffalo", "houndstooth"),
    Pattern.DOTS: ("polka", "scattered"),
    Pattern.ALL_OVER: ("hearts", "stars", "zebra"),
}
_MORE: Mapping[Pattern, tuple[str, ...]] = {
    Pattern.STRIPES: ("uneven",),
    Pattern.DOTS: ("scattered",),
    Pattern.ALL_OVER: ("hearts", "stars"),
}
_LIGHT = 185  # of 255: lighter cloth is photographed before a toned ground
APART = 12.0  # CIEDE2000 between a colour and the one that takes its place

Scores = Mapping[str, Mapping[str, Sequence[Check]]]  # by fault and by check


def main() -> None:
    """Print the matrix, the worst harmless scores and the time of one judgement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default="8000:8030")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    cache.use(settings.read().data / "compiled")
    first, last = (int(part) for part in asked.seeds.split(":"))
    cv2.setNumThreads(1)
    cases = list(make_cases(range(first, last), asked.keep))
    print(f"{len(cases)} looks at {SIZE.width}x{SIZE.height}, seeds {asked.seeds}\n")
    scores = examine(cases, first)
    print_matrix(scores)
    large = make_case(first, Size(768, 1024))
    if large:
        print(f"\nAll checks of a 768x1024 look with one garment: {1000 * clock(large):.0f} ms, one core")


def make_cases(seeds: Iterable[int], folder: Path | None = None, size: Size = SIZE) -> Iterator[Case]:
    """The cases of the seeds, from the folder where they are kept already."""
    for seed in seeds:
        path = folder and folder / f"{seed}.npz"
        case = load(path) if path and path.exists() else make_case(seed, size)
        if case and path and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            keep(case, path)
        if case:
            yield case


def make_case(seed: int, size: Size = SIZE) -> Case | None:
    """The case of a seed; None where the draft refuses the photos."""
    random = np.random.default_rng((seed, 601))
    garment = draw_piece(seed, random)
    persona = draw_persona(seed)
    framings = ("full", "three-quarter", "half") if garment.category is Category.TOP else ("full",)
    person = photograph(
        persona,
        draw_outfit(seed, persona.gender),
        POSES[str(random.choice(_POSES))],
        SCENES[str(random.choice(list(SCENES)))],
        size,
        str(random.choice(framings)),
        seed=seed,
    )
    photo = PersonPhoto(person.rgb, "person", "person", person.truth.joints)
    shot = _shoot(garment, size)
    method = Remembering(Draft())
    try:
        layer = fit(photo, [shot], method, clock=itertools.count().__next__).layers[0]
        others = _dress_others(photo, shot, draw_others(garment, random), size, method)
    except BadRequest:
        return None
    print_mask = np.zeros_like(layer.coverage)
    if "print erased" in others:
        apart = np.abs(layer.expected.astype(np.int16) - others["print erased"].expected).max(axis=2)
        print_mask = ((apart > 24) & (layer.coverage > 0.5)).astype(np.float32)
    joints = person.truth.joints
    return Case(
        person.rgb,
        layer,
        person.truth.parts["face"],
        np.array([joints["left_eye"], joints["right_eye"]], np.float32),
        print_mask,
        {name: paste_back(other.rgb, person.rgb, layer.mask) for name, other in others.items()},
    )


def _shoot(garment: GarmentSpec, size: Size) -> GarmentPhoto:
    ground = "coloured" if min(garment.fabric.colours[0]) > _LIGHT else "white"
    shot = shoot_product(garment, size, ground, seed=1)
    return GarmentPhoto(shot.rgb, repr(garment), garment.cut, category=garment.category)


def _dress_others(
    photo: PersonPhoto,
    own: GarmentPhoto,
    others: Mapping[str, GarmentSpec],
    size: Size,
    method: Remembering[Person, Garment],
) -> dict[str, Dressed]:
    """The person in the other garments. They lie as the first does, so that nothing but the cloth is another; only
    the other fabric is seen with the method's own eyes."""
    person, garment = method.prepare_person(photo), method.prepare_garment(own)
    dressed = {}
    for name, spec in others.items():
        shot = _shoot(spec, size)
        seen_anew = name == "other fabric"
        piece = method.prepare_garment(shot) if seen_anew else replace(garment, foreground=shot.rgb)
        dressed[name], _ = method.dress(person, piece, Wish())
    return dressed


def draw_piece(seed: int, random: np.random.Generator) -> GarmentSpec:
    """A garment of a pattern whose turn it is."""
    wanted = _WANTED[seed % len(_WANTED)]
    category = Category(str(random.choice([*_CATEGORIES], p=[*_CATEGORIES.values()])))
    if wanted is Pattern.GRAPHIC:
        category = Category.TOP
    drawn = (replace(draw_garment(1000 * seed + k, category), worn_open=False) for k in range(1000))
    garment = next((g for g in drawn if g.fabric.pattern is wanted), draw_garment(seed, category))
    fabric = garment.fabric
    if fabric.pattern not in _TWO or len(fabric.colours) < 2 or random.random() < 0.3:
        return garment
    # In two inks, so that another pattern can be drawn in the same.
    motif = str(random.choice(_TWO[fabric.pattern]))
    return replace(garment, fabric=replace(fabric, motif=motif, colours=fabric.colours[:2]))


def draw_others(garment: GarmentSpec, random: np.random.Generator) -> dict[str, GarmentSpec]:
    """The same cut in another fabric, in other colours, in another pattern of the same colours, without its print."""
    fabric = garment.fabric
    others = {"other fabric": _other_fabric(garment, random), "other colours": _recolour(fabric, random)}
    designs = _TWO if len(fabric.colours) == 2 else _MORE
    if fabric.design in designs.get(fabric.pattern, ()):
        pattern = [p for p in designs if p is not fabric.pattern][int(random.integers(len(designs) - 1))]
        motif = str(random.choice(designs[pattern]))
        scale = float(random.uniform(0.03, 0.08))
        others["other pattern"] = replace(fabric, pattern=pattern, motif=motif, scale=scale)
    if fabric.pattern is Pattern.GRAPHIC:
        others["print erased"] = replace(fabric, pattern=Pattern.PLAIN, motif="", text="")
    return {name: replace(garment, fabric=other) for name, other in others.items()}


def _other_fabric(garment: GarmentSpec, random: np.random.Generator) -> FabricSpec:
    while True:
        other = draw_garment(int(random.integers(1 << 30)), garment.category).fabric
        far = _gap(other.colours[0], garment.fabric.colours[0]) > APART
        if far and (other.pattern is not garment.fabric.pattern or other.pattern is Pattern.PLAIN):
            return other


def _recolour(fabric: FabricSpec, random: np.random.Generator) -> FabricSpec:
    """Each colour exchanged for one that is clearly another, and clearly apart from the rest."""
    colours: list[Colour] = []
    for old in fabric.colours:
        while True:
            r, g, b = (int(c) for c in random.integers(20, 236, 3))
            if all(_gap((r, g, b), other) > APART for other in (old, *colours)):
                colours.append((r, g, b))
                break
    return replace(fabric, colours=tuple(colours))


def _gap(one: Colour, other: Colour) -> float:
    a, b = (to_lab(np.array([[colour]], np.uint8)) for colour in (one, other))
    return float(ciede2000(a, b)[0, 0])


def examine(cases: Sequence[Case], seed: int) -> Scores:
    """Every check of every case with every fault, and with everything harmless."""
    found: dict[str, dict[str, list[Check]]] = defaultdict(lambda: defaultdict(list))
    for number, case in enumerate(cases):
        random = np.random.default_rng((seed, number))
        garment, stranger = crop(case), cut_face(cases[number - 1])
        planted: tuple[tuple[Case, str, Iterator[Changed]], ...] = (
            (garment, HARMLESS, plant_harmless(garment, random)),
            (garment, "", plant_in_garment(garment)),
            (case, "", plant_in_face(case, stranger, random)),
            (case, "", plant_outside(case, random)),
        )
        for of, prefix, changes in planted:
            for name, rgb in changes:
                checks = judge_case(of, rgb)
                judgement = weigh(checks)
                for check in (*checks, Check(ANY, -judgement.cost, judgement.verdict)):
                    found[prefix + name][check.code].append(check)
    return found


def judge_case(case: Case, result: RGB) -> tuple[Check, ...]:
    """The checks of a changed draft."""
    outside = count_changed(result, case.photo, case.layer.mask)
    return judge(result, case.photo, [case.layer], outside, int((case.layer.mask <= 0).sum()))


def is_own(check: str, fault: str) -> bool:
    """Whether the check has to find that fault."""
    return fault.startswith(OWN.get(check, ""))


def own(scores: Scores, check: str) -> list[Check]:
    """Every verdict of a check on its own faults."""
    return [one for fault, by in scores.items() if is_own(check, fault) for one in by.get(check, ())]


def foreign(scores: Scores, check: str) -> dict[str, list[Check]]:
    """The verdicts of a check on faults that are no business of its own, by fault."""
    aside = (HARMLESS, *OWN[check], *SHARED.get(check, ()))
    return {
        fault: [*by[check]] for fault, by in scores.items() if check in by and not fault.startswith(aside)
    }


def harmless(scores: Scores, check: str) -> list[Check]:
    """Every verdict of a check on something harmless."""
    return [one for fault, by in scores.items() if fault.startswith(HARMLESS) for one in by.get(check, ())]


def rate(checks: Sequence[Check]) -> float:
    """How often a check fires: whenever it does not pass."""
    return sum(check.verdict is not Verdict.PASS for check in checks) / max(len(checks), 1)


def area(faulty: Sequence[Check], good: Sequence[Check]) -> float:
    """Area under the ROC curve: how often a faulty look scores worse than a good one; equals count half."""
    sign = -1 if good[0].code == "check_outside" else 1
    bad, fine = (sign * np.array([check.score for check in checks]) for checks in (faulty, good))
    return float((bad[:, None] < fine).mean() + 0.5 * (bad[:, None] == fine).mean())


def print_matrix(scores: Scores) -> None:
    """Area under the curve and rate of firing, by fault and check. Own faults have a star."""
    columns = (*CHECKS, ANY)
    print(f"{'':34}" + "".join(f"{name.removeprefix('check_'):>15}" for name in columns))
    for fault, by in sorted(scores.items(), key=lambda item: item[0].startswith(HARMLESS)):
        cells = []
        for check in columns:
            good, here = harmless(scores, check), by.get(check, ())
            star = "*" if is_own(check, fault) else "."
            cells.append(f"{area(here, good):.3f} {100 * rate(here):4.0f}%{star}" if here and good else "")
        print(f"{fault:34}" + "".join(f"{cell:>15}" for cell in cells))
    for check in CHECKS:
        good, mine = harmless(scores, check), own(scores, check)
        others = [one for checks in foreign(scores, check).values() for one in checks]
        tail = " ".join(f"{x:.3f}" for x in np.percentile([one.score for one in good], (0, 1, 5)))
        print(
            f"{check}: own faults {area(mine, good):.3f}, found {rate(mine):.1%}; fires on {rate(good):.1%} of the "
            f"harmless and {rate(others):.1%} of others' faults; harmless scores, percentiles 0, 1, 5: {tail}"
        )


def clock(case: Case, runs: int = 9) -> float:
    """Seconds of processor time that all checks of a look take, the median of several."""
    drawn = paste_back(case.layer.rgb, case.photo, case.layer.mask)
    seconds = []
    for _ in range(runs):
        began = time.process_time()
        judge(drawn, case.photo, [case.layer], 0, 1)
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
