"""The compiler of prompts: the same wish in the same words, for every family, and contradictions settled and said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.pose import POSES
from toile.errors import BadRequest
from toile.prompts.compiler import Compiled, Family, Wish, compile_prompt
from toile.prompts.wording import PLACES

TEE = {
    "cut": ("t-shirt", "T恤"),
    "colour": ("navy and white", "藏青色、白色"),
    "pattern": ("striped", "条纹"),
    "fit": ("regular", "常规"),
    "sleeves": ("long-sleeved", "长袖"),
    "neckline": ("crew neck", "圆领"),
}
JEANS = {"cut": ("jeans", "牛仔裤"), "colour": ("sky blue", "天蓝色"), "fit": ("skinny", "紧身")}
WOMAN = {
    "gender": ("woman", "女性"),
    "age": ("young", "年轻"),
    "height": ("tall", "高个子"),
    "build": ("average", "匀称"),
    "skin": ("fair", "白皙"),
    "hair": ("long wavy hair", "长卷发"),
    "hair colour": ("red", "红色"),
}
WISH = Wish([TEE, JEANS], WOMAN, "park", "walking")


def own(words: str, **more: object) -> Compiled:
    return compile_prompt(Wish([TEE, JEANS], WOMAN, "park", "walking", own=words), Family.MANNEQUIN)


def codes(compiled: Compiled) -> list[str]:
    return [notice.code for notice in compiled.notices]


def test_tags_for_stable_diffusion() -> None:
    said = compile_prompt(WISH, Family.SD15)
    assert said.positive.startswith(
        "tall young woman, long wavy red hair, fair skin, "
        "navy and white striped long-sleeved t-shirt with a crew neck, skinny sky blue jeans, "
        "walking towards the camera, in a park, photo"
    )
    assert "bad anatomy" in said.negative and not said.notices


def test_a_sentence_for_flux_which_heeds_no_negative_prompt() -> None:
    said = compile_prompt(Wish([JEANS], WOMAN, negative="hats"), Family.FLUX)
    assert said.positive.startswith("A tall young woman wearing skinny sky blue jeans, long wavy red hair")
    assert said.negative == "" and codes(said) == ["prompt_no_negative"]


def test_chinese_where_the_family_reads_it() -> None:
    said = compile_prompt(WISH, Family.MANNEQUIN, "zh")
    assert said.positive.split("，") == [
        "高个子年轻女性",
        "红色长卷发",
        "白皙皮肤",
        "藏青色白色条纹圆领长袖T恤",
        "天蓝色紧身牛仔裤",
        "迎面走来",
        "在公园里",
    ]
    assert compile_prompt(WISH, Family.SDXL, "zh").positive.isascii()


@pytest.mark.parametrize("words", ["on the beach at noon", "a walk by the sea", "在海边"])
def test_the_users_place_counts_before_the_chosen_one(words: str) -> None:
    said = own(words)
    assert codes(said) == ["prompt_scene"] and "in a park" not in said.positive and words in said.positive


def test_the_same_place_twice_is_no_contradiction() -> None:
    assert codes(own("in the park, golden hour")) == []


def test_the_users_pose_counts_before_the_chosen_one() -> None:
    said = own("sitting on a wall")
    assert codes(said) == ["prompt_pose"] and "walking" not in said.positive


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("in a red t-shirt, golden hour", "golden hour"),
        ("wearing a green tee, golden hour", "golden hour"),
        ("红色T恤，黄昏", "黄昏"),
        ("a blue t-shirt at dusk", "a blue t-shirt at dusk"),  # navy is a blue
    ],
)
def test_garments_are_what_was_chosen(words: str, left: str) -> None:
    said = own(words)
    assert said.positive.endswith(f", {left}")
    assert codes(said) == ([] if left == words else ["prompt_garment"])


def test_who_wears_them_is_who_was_chosen() -> None:
    said = own("a man, golden hour")
    assert codes(said) == ["prompt_person"] and said.positive.endswith(", golden hour")
    assert codes(own("human, golden hour")) == []  # only whole words


def test_names_that_are_not_known_are_refused_with_those_that_are() -> None:
    for wish, code in ((Wish(scene="moon"), "scene_unknown"), (Wish(pose="flying"), "pose_unknown")):
        with pytest.raises(BadRequest) as caught:
            compile_prompt(wish, Family.SD15)
        assert caught.value.code == code and caught.value.values["known"]


@given(
    st.sampled_from(Family),
    st.sampled_from(("en", "zh")),
    st.sampled_from(("", *PLACES)),
    st.sampled_from(("", *POSES)),
    st.text(max_size=60),
)
def test_whatever_is_wished_the_prompt_is_clean_and_always_the_same(
    family: Family, language: str, scene: str, pose: str, words: str
) -> None:
    wish = Wish([TEE], WOMAN, scene, pose, words)
    first = compile_prompt(wish, family, language)
    assert first == compile_prompt(wish, family, language)
    assert "t-shirt" in first.positive or "T恤" in first.positive
    assert not first.positive.startswith((",", " ", "，")) and "None" not in first.positive


def test_nothing_wished_is_nothing_said() -> None:
    assert compile_prompt(Wish(), Family.MANNEQUIN).positive == ""
