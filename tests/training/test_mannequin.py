"""The mannequin checkpoint: its data, its lessons, and the folder that comes of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from toile.compute.backend import Processor
from toile.diffusion import Engine
from toile.domain.geometry import Size
from toile.engine.cache import Cache
from toile.engine.model import read_model
from toile.engine.networks import Networks
from toile.engine.request import ImagePrompt, Unit
from toile.errors import BadRequest
from toile.training import autoencoder, folder, mannequin, mannequin_course, preview, sittings
from toile.training.autoencoder import Encoder
from toile.training.learner import Learner, Mean
from toile.training.mannequin_course import DIALS, Losses, School, Stage, begin, teach
from toile.training.plan import LENGTH
from toile.training.teller import Teller
from toile.training.views import Shelf, read_shelf

NUMBERS = (50_000, 50_001, 50_003)
DIAL = DIALS["tiny"]


@pytest.fixture(scope="session")
def sitters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mannequin") / "sittings"
    sittings.fill(place, DIAL.plan.size, NUMBERS)
    return place


@pytest.fixture(scope="session")
def shelf(sitters: Path) -> Shelf:
    return read_shelf(sitters, NUMBERS, 1)


@pytest.fixture(scope="session")
def checkpoint(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the course writes, after hardly any lessons."""
    place = tmp_path_factory.mktemp("course")
    few = Stage(8, 4, 1e-3)
    dial = replace(DIAL, vae=few, reading=few, painter=few, guide=few)
    mannequin_course.teach_all(School(dial, shelf, place, 1), place / "out")
    return place / "out"


def test_a_sitting_is_kept_as_it_was_drawn(sitters: Path) -> None:
    drawn, kept = sittings.draw_sitting(50_001, DIAL.plan.size), sittings.load(sitters / "0000050001.npz")
    assert (drawn.person, drawn.garments, drawn.pose, drawn.scene, drawn.framing, drawn.shown) == (
        kept.person,
        kept.garments,
        kept.pose,
        kept.scene,
        kept.framing,
        kept.shown,
    )
    for name in ("slot", "uv", "shade", "behind"):
        assert np.array_equal(getattr(drawn.picture, name), getattr(kept.picture, name))
        assert np.array_equal(getattr(drawn.piece, name), getattr(kept.piece, name))
    assert np.array_equal(drawn.joints, kept.joints)


def test_person_and_piece_are_of_one_cloth_and_the_caption_says_so(shelf: Shelf) -> None:
    """Of plain cloth: what is seen on the person is as colourful as the piece, and unlike others' pieces."""
    random = torch.Generator().manual_seed(3)
    own, other = [], []
    for _ in range(6):
        view, _ = shelf.draw_clothed(6, random)
        for row, number in enumerate(view.number):
            if view.shown[row].garments[number][2] != "plain" or not view.worn[row]:
                continue
            inside = view.agnostic[row, 0] > 0
            person = view.person[row].float()[:, inside].median(dim=1).values
            middle = view.piece[:, :, 40:56, 24:40].float().median(dim=2).values.median(dim=2).values
            own.append(float((person - middle[row]).abs().mean()))
            other.append(float((person - middle[(row + 1) % 6]).abs().mean()))
    assert np.median(own) < 0.6 * np.median(other)


def test_what_can_be_said_needs_no_pictures(shelf: Shelf) -> None:
    shown = shelf.say(20, torch.Generator().manual_seed(0))
    assert len(shown) == 20 and all(colours for one in shown for _, colours, _ in one.garments)


def test_a_lesson_masks_what_it_says(shelf: Shelf, tmp_path: Path) -> None:
    captions = mannequin_course.write_captions(shelf, 1, 500)
    tokenizer = mannequin_course.learn_vocabulary(captions, DIAL, tmp_path)
    vae = autoencoder.build_vae(DIAL.plan, torch.Generator().manual_seed(0))
    spread, glance = mannequin_course.measure_latents(vae, shelf, DIAL.plan, 1)
    assert glance.shape == (4, 3)
    encode = Encoder(vae, DIAL.plan, spread)
    random, words = torch.Generator().manual_seed(5), np.random.default_rng(5)
    view = shelf.draw(40, random)
    lesson = mannequin.prepare(view, DIAL.plan, encode, tokenizer, random, words)
    masks = lesson.masked[:, 0]
    assert set(masks.flatten().tolist()) == {0.0, 1.0}
    whole = masks.flatten(1).min(dim=1).values == 1
    assert 0.3 < whole.float().mean() < 0.8  # most are painted whole
    # Where all is masked, the latent of the rest is that of grey.
    grey = lesson.masked[whole][:, 1:]
    assert float((grey - grey[:1]).abs().max()) < 1e-5
    assert lesson.script.ids.shape == (40, LENGTH) and 0 < lesson.given.mean() < 1
    assert float(encode(autoencoder.as_input(shelf.draw(64, random).person)).std()) == pytest.approx(
        1, abs=0.2
    )


def test_noise_hides_what_a_picture_is_like_as_a_whole() -> None:
    """At the highest level a fifteenth of the picture is left: the mean of white noise would not hide it."""
    noise = mannequin.draw_noise(torch.zeros(200, 16, 16, 12), torch.Generator().manual_seed(1))
    whole = noise.mean(dim=(2, 3))
    assert 0.4 < float(whole.std()) < 0.7
    fine = noise - torch.nn.functional.avg_pool2d(noise, 2).repeat_interleave(2, 2).repeat_interleave(2, 3)
    assert float(fine.std()) == pytest.approx(
        0.75**0.5, abs=0.03
    )  # of single places it is as white as sampling's


def test_the_linear_code_is_the_best_one(shelf: Shelf) -> None:
    """It gives back more of pictures than any other of as many numbers: here, than the mean of squares does."""
    pictures = autoencoder.as_input(shelf.draw(8, torch.Generator().manual_seed(1)).person)
    code = autoencoder.find_code(pictures, DIAL.plan)
    said = code(pictures)
    assert said.shape == (8, 4, 12, 8)
    assert said.mean(dim=(0, 2, 3)).abs().max() < 1e-3
    assert said.std(dim=(0, 2, 3)).sub(1).abs().max() < 1e-2
    flat = said.permute(1, 0, 2, 3).flatten(1)
    assert (torch.corrcoef(flat) - torch.eye(4)).abs().max() < 1e-2


def test_a_training_that_is_broken_off_goes_on_as_if_it_were_not(tmp_path: Path) -> None:
    """To the bit: all that is drawn in a step is decided by its number."""
    stage = Stage(24, 4, 1e-2)

    class Stop(Exception):
        pass

    def learner() -> Learner:
        return Learner(
            {"a": lambda g: g.linear(g.input("x", (4, 8)), "a", 8)}, torch.Generator().manual_seed(1)
        )

    def losses(net: Learner, until: int) -> Losses:
        def say(step: int) -> dict[str, torch.Tensor]:
            if step == until:
                raise Stop
            x = torch.randn(4, 8, generator=torch.Generator().manual_seed(step))
            said = net(lambda g: g.finish({"y": g.linear(g.input("x", (4, 8)), "a", 8)}, "a"), {"x": x})["y"]
            return {"off": (said - x).square().mean()}

        return say

    ticks = iter(range(0, 10_000, 100))  # every step is written down
    whole = learner()
    one = teach(begin(whole, stage, tmp_path / "a.pt"), stage, tmp_path / "a.pt", losses(whole, 99), Teller())
    broken = learner()
    with pytest.raises(Stop):
        teach(
            begin(broken, stage, tmp_path / "b.pt"), stage, tmp_path / "b.pt",
            losses(broken, 3), Teller(), clock=lambda: next(ticks),
        )  # fmt: skip
    again = learner()
    state = begin(again, stage, tmp_path / "b.pt")
    assert state.step == 3
    other = teach(state, stage, tmp_path / "b.pt", losses(again, 99), Teller())
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_the_mean_of_weights_forgets_where_it_began() -> None:
    net = Learner({"a": lambda g: g.linear(g.input("x", (1, 2)), "a", 2)}, torch.Generator().manual_seed(1))
    mean = Mean(net, 0.999)
    net.fill({name: torch.ones_like(value) for name, value in net.named().items()})
    for _ in range(60):
        mean.follow(net)
    assert all(float((value - 1).abs().max()) < 0.01 for value in mean.weights.values())


def test_the_folder_is_a_checkpoint_that_says_what_it_was_taught(checkpoint: Path, tmp_path: Path) -> None:
    engine = Engine(checkpoint, data=tmp_path, device="cpu")
    (made,) = engine.create("a woman in a red dress, 公园", steps=3, seed=1)
    assert made.rgb.shape == (96, 64, 3) and not made.notices
    (made,) = engine.create("a dragon, 恐龙", steps=1, seed=1)
    assert [notice.values["words"] for notice in made.notices] == ["dragon, 恐龙"]
    with pytest.raises(BadRequest) as caught:
        engine.create("a woman", size=Size(512, 96))
    assert caught.value.code == "size_untrained"


def test_garments_and_poses_have_a_say(checkpoint: Path, tmp_path: Path, shelf: Shelf) -> None:
    engine = Engine(checkpoint, data=tmp_path, device="cpu")
    view = shelf.draw(2, torch.Generator().manual_seed(2))
    piece, bones = (values[0].permute(1, 2, 0).numpy() for values in (view.piece, view.bones))
    plain, dressed = (
        engine.create("a woman", steps=2, seed=1, image=image)[0].rgb
        for image in (None, ImagePrompt(checkpoint / "tryon", piece))
    )
    assert not np.array_equal(plain, dressed)
    unit = Unit(checkpoint / "controlnet", bones)
    assert engine.create("a woman", steps=2, seed=1, controls=(unit,))[0].rgb.shape == plain.shape


def test_what_was_trained_is_what_runs(checkpoint: Path, tmp_path: Path, shelf: Shelf) -> None:
    """The weights in the folder, halves, in OpenVINO and where they were trained."""
    networks = Networks(read_model(checkpoint), Cache(tmp_path), Processor("f32"))
    plan = DIAL.plan
    vae = autoencoder.build_vae(plan, torch.Generator().manual_seed(1))
    vae.fill(torch.load(checkpoint.parent / "vae.pt", weights_only=True)["mean"])
    spread, _ = mannequin_course.measure_latents(vae, shelf, plan, 1)
    picture = autoencoder.as_input(shelf.draw(1, torch.Generator().manual_seed(9)).person)
    wanted = Encoder(vae, plan, spread)(picture)[0].numpy()
    moments = networks.encode(picture[0].numpy())
    assert np.abs(moments[:4] - wanted).max() < 0.02 * np.abs(wanted).max()
    assert moments[4:].max() < -15  # as good as no variance
    latent = torch.from_numpy(wanted[None])
    shown = preview.show(vae, plan, spread, latent)[0].float().numpy()
    back = np.clip((networks.decode(wanted) + 1) * 127.5, 0, 255)
    assert np.abs(back - shown).mean() < 1.5


def test_a_checkpoint_can_be_gone_on_from(checkpoint: Path, tmp_path: Path, shelf: Shelf) -> None:
    """With the same VAE and words, from the weights that it has."""
    few = Stage(4, 4, 1e-6)
    dial = replace(DIAL, vae=few, reading=few, painter=few, guide=few)
    mannequin_course.teach_all(School(dial, shelf, tmp_path, 2, start=checkpoint), tmp_path / "out")
    for name in ("vae/diffusion_pytorch_model.safetensors", "tokenizer/vocab.json"):
        assert (tmp_path / "out" / name).read_bytes() == (checkpoint / name).read_bytes()
    for part in ("unet", "text_encoder", "tryon", "controlnet"):
        before, after = (folder.read_part(path, part) for path in (checkpoint, tmp_path / "out"))
        assert before and before.keys() == after.keys()
        assert all(float((before[name] - after[name]).abs().max()) < 1e-2 for name in before)


def test_plain_diffusers_loads_it(checkpoint: Path) -> None:
    import diffusers
    from PIL import Image

    diffusers.utils.logging.set_verbosity_error()
    pipeline = diffusers.StableDiffusionInpaintPipeline.from_pretrained(checkpoint)
    pipeline.set_progress_bar_config(disable=True)
    said = pipeline(
        "a woman in a red dress",
        image=Image.new("RGB", (64, 96)),
        mask_image=Image.new("L", (64, 96), 255),
        height=96,
        width=64,
        num_inference_steps=2,
        output_type="np",
    )
    assert said.images.shape == (1, 96, 64, 3) and np.isfinite(said.images).all()
