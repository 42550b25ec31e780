"""From files to a saved look: the same way that every shell takes. The people and clothes are the world's."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from toile import showcase
from toile.cli import main
from toile.domain.garment import Attributes, Category, Kind, Pattern, Sleeve
from toile.domain.geometry import Size
from toile.domain.look import Verdict
from toile.domain.pose import POSES
from toile.domain.recipe import Licence
from toile.errors import BadRequest
from toile.messages import Language, say
from toile.pixels.image import load
from toile.pixels.metadata import read_recipe
from toile.pixels.output import save
from toile.settings import Settings
from toile.studio import Delivery, Order, compare_faces, deliver, describe, read_seeing
from toile.vision.joints import dump_joints

SIZE = Size(300, 400)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person, her joints, a top: as files."""
    place = tmp_path_factory.mktemp("photos")
    photos = showcase.shoot(showcase.SITTINGS[0], SIZE)
    save(photos.person.rgb, place / "person.png")
    save(photos.garments[0].rgb, place / "top.png")
    assert photos.person.joints
    (place / "joints.json").write_text(json.dumps(dump_joints(photos.person.joints, SIZE)))
    (place / "words.txt").write_text("no picture")
    return place


@pytest.fixture(scope="module")
def delivery(folder: Path) -> Delivery:
    return deliver(order(folder, folder / "look.png"))


def order(folder: Path, output: Path) -> Order:
    return Order(
        folder / "person.png", ((folder / "top.png", Category.TOP),), output, joints=folder / "joints.json"
    )


def test_the_file_is_the_look_and_outside_the_edit_it_is_the_photo(folder: Path, delivery: Delivery) -> None:
    photo, look = load(folder / "person.png").rgb, load(folder / "look.png").rgb
    assert (look == delivery.look.rgb).all()
    outside = delivery.look.mask <= 0
    assert outside.mean() > 0.3 and (look[outside] == photo[outside]).all()
    assert delivery.look.changed_outside == 0
    assert (look != photo).any(axis=2).mean() > 0.03  # and something was put on


def test_the_recipe_in_the_file_names_the_photos_by_their_pixels(folder: Path, delivery: Delivery) -> None:
    recipe = read_recipe(folder / "look.png")
    assert recipe == delivery.look.recipe
    assert [i.sha256 for i in recipe.ingredients] == [
        load(folder / name).sha256 for name in ("person.png", "top.png")
    ]
    assert recipe.licences and recipe.joints and recipe.versions["toile"]


def test_the_same_order_gives_the_same_pixels(folder: Path, delivery: Delivery, tmp_path: Path) -> None:
    again = deliver(order(folder, tmp_path / "again.png"))
    assert (again.look.rgb == delivery.look.rgb).all()
    assert again.look.recipe == delivery.look.recipe


def test_every_stage_is_timed_by_the_clock_that_was_given(folder: Path, tmp_path: Path) -> None:
    ticks = iter(range(1000))
    told = deliver(order(folder, tmp_path / "a.png"), clock=lambda: float(next(ticks)))
    assert set(told.look.timings.values()) == {1.0}
    assert told.seconds == 2 * len(told.look.timings) + 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"garments": ()}, "no_garment_given"),
        ({"output": "words"}, "output_suffix"),
        ({"output": "none/look.png"}, "output_no_folder"),
        ({"output": "person.png"}, "output_is_source"),
        ({"output": "top.png"}, "output_is_source"),
        ({"person": "words.txt"}, "photo_not_image"),
        ({"person": "none.jpg"}, "photo_missing"),
        ({"joints": "none.json"}, "joints_unreadable"),
        ({"joints": "words.txt"}, "joints_not_json"),
        ({"joints": "person.png"}, "joints_unreadable"),
        ({"stages": "words.txt"}, "output_not_folder"),
    ],
)
def test_a_bad_order_is_refused_and_leaves_nothing(
    folder: Path, change: dict[str, object], code: str
) -> None:
    before = sorted(folder.iterdir())
    values = {key: folder / value if isinstance(value, str) else value for key, value in change.items()}
    good = order(folder, folder / "new.png")
    with pytest.raises(BadRequest) as caught:
        deliver(Order(**{**vars(good), **values}))
    assert caught.value.code == code
    assert sorted(folder.iterdir()) == before


def test_the_command_line_tells_the_whole_story(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [
        "try",
        str(folder / "person.png"),
        str(folder / "top.png"),
        "--joints",
        str(folder / "joints.json"),
    ]
    assert main([*typed, "-o", str(tmp_path / "a.png"), "--save-stages", str(tmp_path / "stages")]) == 0
    told = capsys.readouterr().out
    assert "Outside the edit: 0 of" in told and "altogether" in told and "Checks" in told
    assert len(list((tmp_path / "stages").glob("*.png"))) >= 5
    assert main([*typed, "-o", str(tmp_path / "b.jpg"), "--json", "--lang", "zh"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["outside"]["changed"] == 0 and data["outside"]["of"] > 10_000
    assert data["size"] == [300, 400] and data["recipe"]["method"] == "draft"
    assert "output_lossy" in [notice["code"] for notice in data["notices"]]
    assert all(check["text"] and check["verdict"] in ("pass", "warn", "fail") for check in data["checks"])
    assert main(["recipe", str(tmp_path / "b.jpg"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == data["recipe"]


def test_cutout_and_pose_work_on_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cutout", str(folder / "top.png"), "-o", str(tmp_path / "cut.png")]) == 0
    with Image.open(tmp_path / "cut.png") as image:
        alpha = np.asarray(image.getchannel("A"))
    assert image.mode == "RGBA" and alpha[0, 0] == 0 and 0.05 < (alpha > 128).mean() < 0.8
    assert main(["cutout", str(folder / "top.png"), "-o", str(tmp_path / "cut.jpg")]) == 2
    capsys.readouterr()
    assert main(["pose", str(folder / "person.png"), "--json"]) == 0
    (tmp_path / "pose.json").write_text(capsys.readouterr().out)
    given = [str(folder / "person.png"), str(folder / "top.png"), "--joints", str(tmp_path / "pose.json")]
    assert main(["try", *given, "-o", str(tmp_path / "look.png")]) == 0


def test_the_world_can_be_rendered_twice_the_same(tmp_path: Path) -> None:
    typed = ["world", "render", "--seed", "5", "--size", "96x128", "--pose", "walking", "-o"]
    assert main([*typed, str(tmp_path / "a")]) == main([*typed, str(tmp_path / "b")]) == 0
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert {
        "000005.png",
        "000005-labels.png",
        "000005-alpha.png",
        "000005-hair.png",
        "000005-depth.png",
    } < set(names)
    assert all((tmp_path / "a" / n).read_bytes() == (tmp_path / "b" / n).read_bytes() for n in names)
    data = json.loads((tmp_path / "a" / "000005.json").read_text())
    assert data["attributes"]["pose"]["pose"] == {
        "en": POSES["walking"].words,
        "zh": POSES["walking"].words_zh,
    }
    assert set(data["words"]["persona"]) == {"en", "zh"}
    assert {"front", "behind", "pixels"} == set(data["occlusion"][0])


def test_a_gallery_has_chapters_sheets_and_a_page_in_both_languages(tmp_path: Path) -> None:
    assert main(["world", "gallery", "--count", "1", "--size", "72x96", "-o", str(tmp_path)]) == 0
    page = (tmp_path / "gallery.html").read_text(encoding="utf-8")
    sheets = sorted(p.name for p in tmp_path.glob("*.jpg"))
    pictures = sorted(p.name for p in (tmp_path / "pictures").iterdir())
    assert len(sheets) == len(pictures) == page.count("<section") == page.count("<figure>") == 11
    assert all(f"pictures/{name}" in page for name in pictures)
    assert page.count('<span lang="en"') == page.count('<span lang="zh-CN"') > 22


def test_a_face_that_is_not_the_persons_is_found_where_a_network_can_tell(
    delivery: Delivery, folder: Path, tmp_path: Path
) -> None:
    """The network answers the mean colour of the face, less 128: a face painted in its negative is another's."""
    nodes = [
        helper.make_node("ReduceMean", ["data"], ["means"], axes=[2, 3], keepdims=0),
        helper.make_node("Sub", ["means", "grey"], ["tint"]),
        helper.make_node("MatMul", ["tint", "wide"], ["fc1"]),
    ]
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, axes)
        for name, axes in (("data", (1, 3, 112, 112)), ("fc1", (1, 128)))
    ]
    kept = [
        numpy_helper.from_array(np.eye(3, 128, dtype=np.float32), "wide"),
        numpy_helper.from_array(np.array(128, np.float32), "grey"),
    ]
    graph = helper.make_graph(nodes, "test", ports[:1], ports[1:], initializer=kept)
    (tmp_path / "models").mkdir()
    file = tmp_path / "models" / "face.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), file)
    (tmp_path / "models" / "models.json").write_text('{"identity": "sface:face.onnx"}')
    seeing = read_seeing(Settings(tmp_path, Language.ENGLISH, {}))

    photo = load(folder / "person.png").rgb
    look = compare_faces(delivery.look, photo, seeing)
    check = look.checks[-1]
    assert check.code == "check_face" and check.verdict is Verdict.PASS and check.score > 0.999
    assert say(check.code, Language.CHINESE, **check.values)
    assert look.recipe.licences[-1] == Licence("sface", "Apache-2.0", commercial=True)
    assert str(look.recipe.settings["identity_model"]).startswith("sface sha256:")
    other = compare_faces(replace(delivery.look, rgb=255 - photo), photo, seeing)
    assert other.checks[-1].verdict is Verdict.FAIL and other.checks[-1].score < 0


def test_nothing_is_pointed_to_and_nothing_is_said_of_faces(delivery: Delivery, tmp_path: Path) -> None:
    seeing = read_seeing(Settings(tmp_path, Language.ENGLISH, {}))
    assert compare_faces(delivery.look, delivery.look.rgb, seeing) is delivery.look


@pytest.mark.slow
def test_the_demo_lays_out_every_look(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toile.cli", "demo", "-o", str(tmp_path), "--looks", "3"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "0 of" in done.stdout and str(tmp_path / "lookbook.html") in done.stdout
    assert sorted(p.name for p in (tmp_path / "looks").iterdir()) == ["01.png", "02.png", "03.png"]
    assert (tmp_path / "lookbook.png").stat().st_size > 100_000


def test_the_demo_has_24_looks_of_8_people_in_many_scenes_and_poses() -> None:
    subjects = [sitting.subject for sitting in showcase.SITTINGS]
    assert len(showcase.SITTINGS) == 24 and len(set(subjects)) == 8
    assert len({s.scene for s in subjects}) == 8 and len({s.pose for s in subjects}) >= 5
    assert len({piece for sitting in showcase.SITTINGS for piece in sitting.garments}) >= 24


@pytest.mark.parametrize(
    ("attributes", "english", "chinese"),
    [
        (
            Attributes(Kind.TOP, Sleeve.LONG, "crew", (("navy", 0.6), ("white", 0.4)), Pattern.STRIPES, 1.0),
            "navy and white striped long-sleeved top",
            "藏青、白色条纹长袖上衣",
        ),
        (
            Attributes(
                Kind.TOP, Sleeve.SHORT, "v", (("light grey", 0.9), ("red", 0.1)), Pattern.GRAPHIC, 1.0
            ),
            "light grey and red short-sleeved top with a print",
            "浅灰、红色图案短袖上衣",
        ),
        (
            Attributes(
                Kind.TROUSERS, Sleeve.NONE, "none", (("black", 0.9), ("grey", 0.1)), Pattern.PLAIN, 1.0
            ),
            "black trousers",
            "黑色长裤",
        ),
        (
            Attributes(Kind.DRESS, Sleeve.NONE, "none", (), Pattern.PLAIN, 0.0),
            "sleeveless dress",
            "无袖连衣裙",
        ),
    ],
)
def test_a_garment_in_a_few_words(attributes: Attributes, english: str, chinese: str) -> None:
    assert describe(attributes, Language.ENGLISH) == english
    assert describe(attributes, Language.CHINESE) == chinese
