"""The doctor's findings."""

from pathlib import Path

import pytest

from toile.doctor import PARTS, examine, mask_credentials
from toile.domain.look import Verdict
from toile.messages import Language, say
from toile.settings import Settings


def settings(data: Path, **network: str) -> Settings:
    return Settings(data, Language.ENGLISH, network)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://bob:secret@mirror.local/simple", "https://***@mirror.local/simple"),
        ("https://token@mirror.local", "https://***@mirror.local"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("https://a/simple https://u:p@b/simple", "https://a/simple https://***@b/simple"),
        ("localhost,10.0.0.0/8", "localhost,10.0.0.0/8"),
    ],
)
def test_credentials_are_never_shown(address: str, shown: str) -> None:
    assert mask_credentials(address) == shown


def test_every_finding_can_be_said_in_both_languages(tmp_path: Path) -> None:
    for finding in examine(settings(tmp_path, http_proxy="http://p")):
        for language in Language:
            assert say(finding.topic, language)
            assert say(finding.code, language, **finding.values)


def test_the_base_is_found_and_every_part_is_mentioned(tmp_path: Path) -> None:
    findings = {finding.topic: finding for finding in examine(settings(tmp_path))}
    assert findings["topic_base"].verdict is Verdict.PASS
    assert "numpy 2" in str(findings["topic_base"].values["versions"])
    assert {f"topic_{name}" for name in PARTS} <= set(findings)


def test_a_missing_part_comes_with_the_command_that_adds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PARTS, "serve", ("pip install 'toile[serve]'", ("no_such_module", "numpy")))
    finding = next(f for f in examine(settings(tmp_path)) if f.topic == "topic_serve")
    assert finding.code == "doctor_part_missing" and finding.verdict is Verdict.WARN
    assert finding.values == {"missing": "no_such_module", "command": "pip install 'toile[serve]'"}


def test_looking_leaves_no_trace_and_a_locked_place_is_said(tmp_path: Path) -> None:
    examine(settings(tmp_path / "not" / "there"))
    assert list(tmp_path.iterdir()) == []
    locked = {f.topic: f for f in examine(settings(Path("/proc/toile")))}
    assert locked["topic_data"].verdict is Verdict.FAIL
