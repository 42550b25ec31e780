"""`toile doctor`: what this machine has and what it lacks."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toile.commands.verb import Option, Verb
from toile.domain.look import Verdict
from toile.messages import next_step, say
from toile.settings import Settings

if TYPE_CHECKING:
    from toile.commands.terminal import Terminal
    from toile.doctor import Finding


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal, print_json
    from toile.doctor import examine

    findings = examine(settings)
    if arguments.json:
        print_json(
            [
                {
                    "topic": say(finding.topic, settings.language),
                    "verdict": finding.verdict.value,
                    "code": finding.code,
                    "text": say(finding.code, settings.language, **finding.values),
                    "next_step": next_step(finding.code, settings.language, **finding.values),
                }
                for finding in findings
            ]
        )
    else:
        show(findings, Terminal(settings.language))
    return 3 if any(finding.verdict is Verdict.FAIL for finding in findings) else 0


def show(findings: Sequence["Finding"], terminal: "Terminal") -> None:
    """One line per finding; under it what to do about it."""
    from rich.text import Text

    terminal.title("toile doctor", terminal.say("help_doctor"))
    terminal.console.print()
    rows, topic = [], ""
    for finding in findings:
        text = Text(terminal.say(finding.code, **finding.values))
        step = next_step(finding.code, terminal.language, **finding.values)
        if step:
            text.append("\n" + step, style="dim")
        name = terminal.say(finding.topic)
        rows.append((terminal.mark(finding.verdict), Text(name if name != topic else "", style="bold"), text))
        topic = name
    terminal.rows(rows)


VERB = Verb(
    "doctor", "help_doctor", run, (Option("--json", "help_json"),), examples=("toile doctor --lang zh",)
)
