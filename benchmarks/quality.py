"""What the mannequin checkpoint does of what it is asked, held against the exact truth of the synthetic world.

    python -m benchmarks.quality --seeds 900000:900120
    python -m benchmarks.quality --prompts mine.txt

Sittings of the seeds are photographed first: people, clothes, poses and places that no training saw. `words`: their
captions, in wordings that no training saw either, are painted, and an examiner, a small network taught on the world
alone, says what it sees; questions that it answers rightly for fewer than 98 of 100 pictures of the world are in
brackets. The number is the share of stated attributes that it finds; `guess` what always saying the commonest would
give; `examiner` how often it is right about pictures of the world, `vae` about what the VAE leaves of them. `sweep`:
the same for guidance and steps. `negative`: how often an attribute comes that the negative prompt names. `tryon`:
somebody in other clothes, and a garment's photograph, by the mannequin and by the draft, against a photograph of them
in it. `pose`: joints that were asked for, against those that the package's reader finds.

A file of prompts has a prompt on each line, and after a tab what of it is to be counted: `scene=park, gender=woman`.
"""

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from toile import settings
from toile.diffusion import Engine
from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.engine.collection import MANNEQUIN
from toile.engine.masking import Content
from toile.engine.request import ImagePrompt, Inpaint, Start, Unit
from toile.engine.tensors import open_tensors, write_tensors
from toile.errors import BadRequest
from toile.mannequin import CONTROL, TRYON, look_at
from toile.pixels.arrays import RGB, Mask
from toile.pixels.bones import draw_bones
from toile.pixels.colour import ciede2000, to_lab
from toile.pixels.compare import ssim
from toile.pixels.image import digest
from toile.pixels.output import save
from toile.prompts.compiler import Family, Wish, compile_prompt
from toile.prompts.garments import name_garment
from toile.training import examiner, sittings
from toile.training.autoencoder import as_input
from toile.training.captions import Shown, write_caption
from toile.training.examiner import grade
from toile.training.folder import list_halves
from toile.training.form import Form, draw_up
from toile.training.learner import Learner
from toile.training.mannequin_course import Stage, begin, teach
from toile.training.pool import draw_all
from toile.training.sittings import draw_dressed
from toile.training.teller import Teller
from toile.training.views import Shelf, View, read_shelf
from toile.tryon.draft import Draft
from toile.tryon.fit import GarmentPhoto, PersonPhoto, fit
from toile.vision.agnostic import draw_agnostic
from toile.vision.sight import see_person
from toile.world import cache
from toile.world.clothes.wardrobe import draw_outfit
from toile.world.figure import appearance
from toile.world.sample import PersonPhoto as Photo
from toile.world.sample import photograph, shoot_product

_EXAMINER = Path(__file__).parent / "examiner.safetensors"
_SCHOOL = Stage(44_800, 64, 1e-2, 0.99)
_LOOKED_AT = 1000  # pictures of the world, to prove the examiner
_PROVEN = 0.98  # of pictures of the world, for a question to count
_LARGE = 4  # times the mannequin's size, at which the draft and the reader of joints work
_TORSO = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
_NONE = float("nan")
_NEAR, _FAR = 5.0, 10.0  # CIEDE2000: as good as the other garment, and unlike the right one
_OTHERS = 500_000  # what is added to a seed for other clothes
_TESTS = ("words", "sweep", "negative", "tryon", "pose")


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, of how many, and the same of others where there are any."""

    name: str
    value: float
    count: int
    others: Mapping[str, float]


@dataclass(frozen=True)
class Bench:
    """What is measured, and with what."""

    engine: Engine
    shelf: Shelf
    form: Form
    reader: Learner
    keep: Path | None

    @property
    def size(self) -> Size:
        return self.engine.model.native

    def read(self, pictures: Sequence[RGB]) -> tuple[Tensor, Tensor]:
        """What is said of pictures, and the features it is said by."""
        stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
        with torch.no_grad():
            seen = examiner.examine(self.reader, self.form, as_input(stacked))
        return seen.said, seen.features

    def save(self, name: str, picture: RGB) -> None:
        if self.keep:
            self.keep.mkdir(parents=True, exist_ok=True)
            save(picture, self.keep / name)


@dataclass(frozen=True)
class Prompt:
    """A prompt, and the answers that it states."""

    text: str
    stated: Mapping[str, str]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", default="900000:900096", metavar="FROM:TO")
    parser.add_argument("--prompts", metavar="FILE", type=Path)
    parser.add_argument("--checkpoint", metavar="FOLDER", type=Path, default=MANNEQUIN)
    parser.add_argument("--only", metavar="TEST,...", help=f"of {', '.join(_TESTS)}")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the pictures")
    parser.add_argument("--teach-examiner", metavar="FOLDER", type=Path, help="from sittings, and keep it")
    asked = parser.parse_args()
    cache.use(settings.read().data / "compiled")
    first, last = (int(number) for number in asked.seeds.split(":"))
    if asked.teach_examiner:
        teach_examiner(asked.teach_examiner)
        return
    tests = asked.only.split(",") if asked.only else list(_TESTS)
    if asked.prompts:
        tests = ["words"]
    bench = _open(asked.checkpoint, range(first, last), asked.keep)
    prompts = _read_prompts(asked.prompts) if asked.prompts else None
    measures: Mapping[str, Callable[[], Iterator[Row]]] = {
        "words": partial(measure_words, bench, prompts),
        "sweep": partial(measure_sweep, bench),
        "negative": partial(measure_negative, bench),
        "tryon": partial(measure_tryon, bench, range(first, first + 16)),
        "pose": partial(measure_pose, bench, range(first, first + 16)),
    }
    for test in tests:
        began = time.perf_counter()
        for row in measures[test]():
            more = "  ".join(f"{name} {value:.3f}" for name, value in row.others.items())
            print(f"{test:<10}{row.name:<34}{row.value:>8.3f}  of {row.count:<5} {more}", flush=True)
        sys.stderr.write(f"{test}: {time.perf_counter() - began:.0f} s\n")


def _open(checkpoint: Path, seeds: range, keep: Path | None) -> Bench:
    """The sittings of the seeds, photographed if they are not yet, and the examiner."""
    if not _EXAMINER.exists():
        raise SystemExit(
            "The examiner was not taught yet: --teach-examiner FOLDER, a folder of training sittings."
        )
    engine = Engine(checkpoint)
    place = settings.read().data / "cache" / f"sittings-{engine.model.native.width}"
    draw_all(partial(sittings.fill, size=engine.model.native), seeds, place, 2, 2, Teller(), sittings.DIGITS)
    shelf = read_shelf(place, seeds, 1)
    form = _read_form()
    reader = examiner.build(engine.model.native, form, torch.Generator())
    stored = open_tensors(_EXAMINER)
    reader.fill(
        {name: torch.from_numpy(stored.read(name).astype(np.float32)) for name in stored.header.tensors}
    )
    return Bench(engine, shelf, form, reader.eval(), keep)


def _read_form() -> Form:
    """The questions of the examiner, from a table of its own."""
    return draw_up(
        {question: answer} for question, answers in examiner.QUESTIONS.items() for answer in answers
    )


def teach_examiner(folder: Path) -> None:
    """Teach the examiner on sittings in a folder, and keep it beside this file."""
    numbers = sorted(int(path.stem) for path in folder.glob("*.npz") if path.stem.isdecimal())
    shelf, form = read_shelf(folder, numbers, 0), _read_form()
    learner = examiner.build(shelf.size, form, torch.Generator().manual_seed(0))

    def losses(step: int) -> Mapping[str, Tensor]:
        random = torch.Generator().manual_seed(7_000_003 + step)
        return examiner.learn(learner, form, shelf.draw(_SCHOOL.batch, random), random)

    def tell(values: Mapping[str, float]) -> None:
        print({name: round(value, 3) for name, value in values.items()}, flush=True)

    path = folder.parent / "examiner.pt"
    learner.fill(teach(begin(learner, _SCHOOL, path), _SCHOOL, path, losses, Teller(values=tell)))
    write_tensors(_EXAMINER, list_halves(learner.named()))


def _read_prompts(path: Path) -> list[Prompt]:
    """Prompts of a file. Raises BadRequest for a line that states what nobody asks."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _, stated = line.partition("\t")
        pairs = [pair.partition("=") for pair in stated.split(",") if pair.strip()]
        answers = {name.strip(): answer.strip() for name, _, answer in pairs}
        for name, answer in answers.items():
            if answer not in examiner.QUESTIONS.get(name, ()):
                raise SystemExit(f"{path}: {name}={answer} is no question and answer of the examiner")
        if text.strip():
            found.append(Prompt(text.strip(), answers))
    return found


def _write_prompts(bench: Bench) -> list[Prompt]:
    """A caption of every sitting, in held-out wordings, and what of the truth it states."""
    random, words = torch.Generator().manual_seed(5), np.random.default_rng(5)
    found = []
    for shown in bench.shelf.look(torch.arange(len(bench.shelf)), random).shown:
        text = write_caption(shown, words, held_out=True, complete=True)
        found.append(Prompt(text, state(shown, text)))
    return found


# What is not always said though everything is, and how it is told that it was.
_SAID: Mapping[str, tuple[str, ...]] = {
    "sleeves": ("sleeve", "袖"),
    "framing": ("length", "身", "shot", "照"),
}


def state(shown: Shown, text: str) -> dict[str, str]:
    """The answers that a caption of everything states."""
    found = grade(shown)
    for question, marks in _SAID.items():
        if question in found and not any(mark in text for mark in marks):
            del found[question]
    return {
        name: answer for name, answer in found.items() if not (name.endswith("print") and answer == "plain")
    }


def measure_words(bench: Bench, prompts: Sequence[Prompt] | None) -> Iterator[Row]:
    """Prompt precision, the distance to pictures of the world, and how different pictures of one prompt are."""
    own = prompts or _write_prompts(bench)
    painted = [bench.engine.create(one.text, seed=number)[0].rgb for number, one in enumerate(own)]
    for number, picture in enumerate(painted):
        bench.save(f"words-{number:03d}.png", picture)
    sure, through = _prove(bench)
    marks = _mark(bench, painted, [one.stated for one in own])
    yield from _list_marks(marks, sure, through, _guess([one.stated for one in own]))
    counted = [mark for name, some in marks.items() if sure.get(name, 0) >= _PROVEN for mark in some]
    if counted:
        yield Row("all that are proven", statistics.mean(counted), len(counted), {})
    everything = [mark for some in marks.values() for mark in some]
    yield Row("all", statistics.mean(everything), len(everything), {})
    if prompts is None:
        world = _pictures(bench.shelf.look(torch.arange(len(bench.shelf)), _seeded(6)))
        half = len(world) // 2
        _, truth = bench.read(world)
        _, made = bench.read(painted)
        floor = measure_frechet(truth[:half], truth[half:])
        yield Row(
            "Fréchet distance to the world",
            measure_frechet(made, truth),
            len(painted),
            {"world halves": floor},
        )
        same = [bench.engine.create(own[0].text, seed=number)[0].rgb for number in range(8)]
        yield Row(
            "diversity over seeds",
            _spread(bench.read(same)[1]),
            len(same),
            {"world": _spread(truth), "prompts": _spread(made)},
        )


def _seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _pictures(view: View) -> list[RGB]:
    """The people of views, as pictures."""
    return list(view.person.permute(0, 2, 3, 1).contiguous().numpy())


def _prove(bench: Bench) -> tuple[dict[str, float], dict[str, float]]:
    """How often the examiner is right about pictures of the world, and about what the VAE leaves of them."""
    everybody = torch.arange(len(bench.shelf))
    marks: dict[str, list[float]] = defaultdict(list)
    for turn in range(max(1, _LOOKED_AT // len(bench.shelf))):
        view = bench.shelf.look(everybody, _seeded(100 + turn))
        for name, some in _mark(bench, _pictures(view), [grade(one) for one in view.shown]).items():
            marks[name] += some
    view = bench.shelf.look(everybody, _seeded(100))
    through = [_through_vae(bench, one) for one in _pictures(view)]
    after = _mark(bench, through, [grade(one) for one in view.shown])
    return _average(marks), _average(after)


def _average(marks: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: statistics.mean(some) for name, some in marks.items()}


def _through_vae(bench: Bench, picture: RGB) -> RGB:
    """A picture into latents and back: of many steps the last one only, with hardly any noise."""
    start = Start(picture, denoise=0.0)
    return bench.engine.create("", start=start, size=bench.size, seed=0, steps=200)[0].rgb


def _mark(
    bench: Bench, pictures: Sequence[RGB], stated: Sequence[Mapping[str, str]]
) -> dict[str, list[float]]:
    """By question, 1 for every picture that shows what is stated, else 0."""
    said, _ = bench.read(pictures)
    filled = bench.form.fill(stated)
    found: dict[str, list[float]] = defaultdict(list)
    for place, (question, some) in enumerate(zip(bench.form.questions, bench.form.split(said), strict=True)):
        for answer, right in zip(some.argmax(dim=1).tolist(), filled[:, place].tolist(), strict=True):
            if right >= 0:
                found[question].append(float(answer == right))
    return found


def _list_marks(
    marks: Mapping[str, Sequence[float]],
    sure: Mapping[str, float],
    through: Mapping[str, float],
    guess: Mapping[str, float],
) -> Iterator[Row]:
    for name, some in sorted(marks.items()):
        label = name if sure.get(name, 0) >= _PROVEN else f"({name})"
        others = {"guess": guess[name], "examiner": sure.get(name, _NONE), "vae": through.get(name, _NONE)}
        yield Row(label, statistics.mean(some), len(some), others)


def _guess(stated: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """How often the commonest answer to each question is the right one."""
    asked = {question for one in stated for question in one}
    answers = {question: [one[question] for one in stated if question in one] for question in asked}
    return {question: some.count(statistics.mode(some)) / len(some) for question, some in answers.items()}


def measure_frechet(one: Tensor, other: Tensor) -> float:
    """The Fréchet distance of two sets of features [N, D] taken as normal (Heusel et al. 2017, arXiv 1706.08500)."""
    means = [some.double().mean(dim=0) for some in (one, other)]
    spreads = [torch.cov(some.double().T) for some in (one, other)]
    values, vectors = torch.linalg.eigh(spreads[0])
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    middle = torch.linalg.eigvalsh(root @ spreads[1] @ root).clamp(min=0).sqrt().sum()
    apart = (means[0] - means[1]).square().sum()
    return float(apart + spreads[0].trace() + spreads[1].trace() - 2 * middle)


def _spread(features: Tensor) -> float:
    """The mean distance of two of them."""
    count = len(features)
    return float(torch.cdist(features, features).sum() / (count * (count - 1)))


def measure_sweep(bench: Bench) -> Iterator[Row]:
    """Precision by guidance and by steps, over a quarter of the prompts."""
    prompts = _write_prompts(bench)[::4]
    sure, _ = _prove(bench)
    usual = bench.engine.usual
    for name, values in (("cfg", (1.0, 2.0, 3.0, 5.0)), ("steps", (2, 4, 8, 16))):
        for value in values:
            fields = {**usual, name: value}
            began = time.perf_counter()
            painted = [
                bench.engine.create(one.text, seed=number, **fields)[0].rgb
                for number, one in enumerate(prompts)
            ]
            took = (time.perf_counter() - began) / len(painted)
            marks = _mark(bench, painted, [one.stated for one in prompts])
            counted = [
                mark for asked, some in marks.items() if sure.get(asked, 0) >= _PROVEN for mark in some
            ]
            everything = [mark for some in marks.values() for mark in some]
            yield Row(
                f"{name} {value}",
                statistics.mean(everything),
                len(everything),
                {"proven": statistics.mean(counted) if counted else _NONE, "seconds": took},
            )


def measure_negative(bench: Bench) -> Iterator[Row]:
    """How often the answer that comes most comes still, where its word is in the negative prompt."""
    for prompt, question, words in (
        ("a woman wearing a t-shirt and trousers", "scene", _name_scene),
        ("a woman wearing a t-shirt and trousers in a park", "top colour", str),
    ):
        place = list(bench.form.questions).index(question)

        def answer(negative: str, prompt: str = prompt, place: int = place) -> list[str]:
            painted = [
                bench.engine.create(prompt, negative=negative, seed=number)[0].rgb for number in range(40)
            ]
            said = bench.form.split(bench.read(painted)[0])[place].argmax(dim=1)
            answers = list(bench.form.questions.values())[place]
            return [answers[number] for number in said.tolist()]

        plain = answer("")
        most = statistics.mode(plain)
        less = answer(words(most))
        yield Row(
            f"{question}: {most} although unwanted",
            statistics.mean(one == most for one in less),
            len(less),
            {"without": statistics.mean(one == most for one in plain)},
        )


def _name_scene(name: str) -> str:
    return SCENES[name].words


@dataclass(frozen=True)
class Change:
    """Somebody in other clothes, photographed, the product shot of a garment, and them in it; at the large size."""

    before: Photo
    product: GarmentPhoto
    after: Photo
    category: Category
    prompt: str


def measure_tryon(bench: Bench, seeds: range) -> Iterator[Row]:
    """A garment on somebody, by the mannequin and by the draft, against the truth; at the mannequin's size."""
    found: dict[str, dict[str, list[float]]] = {"mannequin": defaultdict(list), "draft": defaultdict(list)}
    for seed in seeds:
        change = _draw_change(seed, bench)
        before, after = (_shrink(photo.rgb, bench.size) for photo in (change.before, change.after))
        worn = _shrink_mask(change.after, change.category, bench.size)
        if worn.sum() < 150:
            continue
        made = {"mannequin": _try_on(bench, change, seed)}
        try:
            person = PersonPhoto(
                change.before.rgb, digest(change.before.rgb), "person", change.before.truth.joints
            )
            look = fit(
                person, [replace(change.product, category=change.category)], Draft(), clock=time.perf_counter
            )
            made["draft"] = _shrink(look.rgb, bench.size)
        except BadRequest as refused:
            sys.stderr.write(f"{seed}: the draft: {refused}\n")
        row = [before, _shrink(change.product.rgb, bench.size), *made.values(), after]
        bench.save(f"tryon-{seed}.png", np.concatenate(row, axis=1))
        for method, rgb in made.items():
            for name, value in _compare(bench, rgb, after, before, worn).items():
                found[method][name].append(value)
    for name, values in found["mannequin"].items():
        others = found["draft"][name]
        yield Row(
            name,
            statistics.mean(values),
            len(values),
            {"draft": statistics.mean(others) if others else _NONE},
        )


def _compare(bench: Bench, made: RGB, truth: RGB, before: RGB, worn: Mask) -> dict[str, float]:
    lab = [to_lab(picture) for picture in (made, truth, before)]
    inside = worn > 0.5
    apart = ciede2000(lab[0][inside].mean(axis=0), lab[1][inside].mean(axis=0))
    fine = [one[..., 0] - cv2.GaussianBlur(one[..., 0], (0, 0), 4) for one in lab]
    alike = float(np.corrcoef(fine[0][inside], fine[1][inside])[0, 1])
    features = bench.read([made, truth])[1]
    return {
        "SSIM where it is worn": ssim(made, truth, worn),
        "colour of it, CIEDE2000": float(apart),
        "colour by pixels, CIEDE2000": float(np.median(ciede2000(lab[0][inside], lab[1][inside]))),
        "pattern kept, correlation": alike,
        "other garment left, share": float(
            np.mean((ciede2000(lab[0], lab[2])[inside] < _NEAR) & (ciede2000(lab[1], lab[2])[inside] > _FAR))
        ),
        "distance in features": float((features[0] - features[1]).norm()),
    }


def _draw_change(seed: int, bench: Bench) -> Change:
    size = Size(_LARGE * bench.size.width, _LARGE * bench.size.height)
    drawn = draw_dressed(seed)
    other = draw_outfit(seed + _OTHERS, drawn.persona.gender)
    worn = drawn.wearing[drawn.shown]
    others = [garment for garment in drawn.wearing if garment is not worn]
    instead = [garment for garment in other if garment.category is worn.category]
    if not instead:
        instead = [garment for garment in other if garment.category is not Category.OUTER]
        others = []
    scene, pose = SCENES[drawn.scene], drawn.pose
    take = partial(
        photograph, drawn.persona, pose=pose, scene=scene, size=size, framing=drawn.framing, seed=seed
    )
    before, after = take(wearing=[*others, *instead]), take(wearing=list(drawn.wearing))
    product = shoot_product(worn, size, "white", seed=seed)
    photo = GarmentPhoto(product.rgb, digest(product.rgb), "garment", category=worn.category)
    wish = Wish(person=appearance.attributes(drawn.persona), scene=drawn.scene)
    return Change(before, photo, after, worn.category, compile_prompt(wish, Family.MANNEQUIN).positive)


def _try_on(bench: Bench, change: Change, seed: int) -> RGB:
    before = _shrink(change.before.rgb, bench.size)
    joints = change.before.truth.joints.joints
    at = {name: (joint.x / _LARGE, joint.y / _LARGE) for name, joint in joints.items()}
    mask = draw_agnostic(at, bench.size, change.category)
    garment = look_at(change.product, bench.size)
    words = compile_prompt(
        Wish([name_garment(garment.attributes, garment.category, taught=True)], own=change.prompt),
        Family.MANNEQUIN,
    )
    return bench.engine.create(
        words.positive,
        seed=seed,
        start=Start(before, 1.0),
        inpaint=Inpaint(mask, blur=1, content=Content.NOTHING),
        image=ImagePrompt(bench.engine.model.checkpoint.path / TRYON, garment.piece),
        size=bench.size,
    )[0].rgb


def _shrink(rgb: RGB, size: Size) -> RGB:
    return np.asarray(cv2.resize(rgb, tuple(size), interpolation=cv2.INTER_AREA), np.uint8)


def _shrink_mask(photo: Photo, category: Category, size: Size) -> Mask:
    worn = photo.truth.garment_alpha[category]
    return np.asarray(cv2.resize(worn.astype(np.float32), tuple(size), interpolation=cv2.INTER_AREA))


def measure_pose(bench: Bench, seeds: range) -> Iterator[Row]:
    """Joints that the ControlNet was shown, and those that the reader finds in what was painted."""
    size = Size(_LARGE * bench.size.width, _LARGE * bench.size.height)
    errors: dict[str, list[float]] = {"mannequin": [], "world": []}
    unseen = 0
    for seed in seeds:
        drawn = draw_dressed(seed)
        photo = photograph(
            drawn.persona,
            list(drawn.wearing),
            POSES["arms-away"] if drawn.pose.name == "back" else drawn.pose,
            SCENES["white-studio"],
            size,
            "full",
            seed=seed,
        )
        asked = {name: (joint.x, joint.y) for name, joint in photo.truth.joints.joints.items()}
        small = {name: (x / _LARGE, y / _LARGE) for name, (x, y) in asked.items()}
        wish = Wish(person=appearance.attributes(drawn.persona), scene="white-studio")
        painted = bench.engine.create(
            compile_prompt(wish, Family.MANNEQUIN).positive,
            seed=seed,
            controls=(Unit(bench.engine.model.checkpoint.path / CONTROL, draw_bones(small, bench.size)),),
        )[0].rgb
        bench.save(f"pose-{seed}.png", np.concatenate([_shrink(photo.rgb, bench.size), painted], axis=1))
        for name, rgb in (
            ("mannequin", _enlarge(painted, size)),
            ("world", photo.rgb),
        ):
            try:
                found = see_person(rgb).pose.joints
            except BadRequest:
                unseen += name == "mannequin"
                continue
            torso = _measure_torso(asked)
            away = [
                float(np.hypot(found[joint].x - asked[joint][0], found[joint].y - asked[joint][1]) / torso)
                for joint in asked
                if joint in found
            ]
            errors[name].append(statistics.median(away))
    yield Row(
        "joints off, of the torso",
        statistics.mean(errors["mannequin"]) if errors["mannequin"] else _NONE,
        len(errors["mannequin"]),
        {"world": statistics.mean(errors["world"]), "nobody found": unseen},
    )


def _enlarge(rgb: RGB, size: Size) -> RGB:
    return np.asarray(cv2.resize(rgb, tuple(size), interpolation=cv2.INTER_CUBIC), np.uint8)


def _measure_torso(joints: Mapping[str, tuple[float, float]]) -> float:
    left, right, low, lower = (np.array(joints[name]) for name in _TORSO)
    return float(np.linalg.norm((left + right) / 2 - (low + lower) / 2))


if __name__ == "__main__":
    main()
