"""What the documents say about the code is what the code says about itself."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def refresh(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", root / "docs" / "refresh.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_is_up_to_date(refresh: ModuleType, root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert text == refresh.refreshed(text, refresh.PAGES[name]), "run: python docs/refresh.py"


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(root: Path, name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (root / name).read_text(encoding="utf-8")):
        assert (root / target).exists(), target


def test_every_verb_of_make_is_explained(root: Path) -> None:
    rules = (root / "Makefile").read_text()
    phony = re.search(r"\.PHONY: (.*)", rules)
    assert phony and set(re.findall(r"^([a-z-]+):.*## ", rules, re.M)) == set(phony[1].split())
