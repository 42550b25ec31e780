"""What the environment decides."""

from pathlib import Path

import pytest

from toile.errors import BadRequest
from toile.messages import Language
from toile.settings import parse_language, read


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "zh_TW"}, Language.CHINESE),
        ({"LANG": "de_DE.UTF-8"}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.ENGLISH),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_CN"}, Language.CHINESE),
        ({"LANG": "zh_CN", "LC_MESSAGES": "en_GB"}, Language.ENGLISH),
        ({"LANG": "en_US", "LC_ALL": ""}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "TOILE_LANGUAGE": "en"}, Language.ENGLISH),
        ({"LANG": "en_US", "TOILE_LANGUAGE": "zh-CN"}, Language.CHINESE),
    ],
)
def test_the_language_follows_the_setting_then_the_locale(
    environment: dict[str, str], language: Language
) -> None:
    assert read({"TOILE_DATA": "/x", **environment}).language is language


@pytest.mark.parametrize("name", ["fr", "", "english", "中文", "?"])
def test_a_language_that_is_not_spoken_is_refused(name: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_language(name)
    assert caught.value.code == "unknown_language"


def test_the_data_directory_is_the_named_one_or_the_users_own() -> None:
    assert read({"TOILE_DATA": "/somewhere/toile"}).data == Path("/somewhere/toile")
    assert read({"TOILE_DATA": "~/toile"}).data == Path.home() / "toile"
    assert read({}).data.name == "toile" and read({}).data.is_absolute()


def test_proxies_and_mirrors_are_read_in_either_case() -> None:
    environment = {"HTTPS_PROXY": "http://a", "no_proxy": "b", "PIP_INDEX_URL": "c", "PATH": "/bin"}
    assert read(environment).network == {"HTTPS_PROXY": "http://a", "no_proxy": "b", "PIP_INDEX_URL": "c"}


def test_files_of_models_are_read_by_role_and_empty_ones_do_not_count() -> None:
    environment = {
        "TOILE_DATA": "/x",
        "TOILE_MODEL_POSE": " rtmpose:p.onnx ",
        "TOILE_MODEL_CUTOUT": "",
        "TOILE_MODEL_OTHER": "a",
    }
    settings = read(environment)
    assert settings.models == {"pose": "rtmpose:p.onnx"} and settings.model_folder == Path("/x/models")
