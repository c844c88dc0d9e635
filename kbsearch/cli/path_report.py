"""A path as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kbsearch import api
from kbsearch.core.escalation import say
from kbsearch.core.escalation.words import delay, reached, whom
from kbsearch.core.faults import printable

if TYPE_CHECKING:
    from kbsearch.core.escalation import Path
    from kbsearch.core.escalation.words import Lang
    from kbsearch.core.snapshot import Snapshot


def language(snapshot: Snapshot) -> Lang:
    """The client's own."""
    return "en" if snapshot.client.lang == "en" else "fr"


def lines(path: Path, lang: Lang) -> Iterator[str]:
    """Warnings, then the steps; who can be reached now stands out."""
    yield click.style(api.catalogue.text(lang, "path"), bold=True)
    for warning in path.warnings:
        yield click.style(f"  ! {printable(say(warning, lang))}", fg="yellow")
    for place, step in enumerate(path.steps):
        is_now = place == path.now
        mark = "→" if is_now else " "
        title = f"{mark} {place + 1}. {printable(whom(step, lang))}"
        yield click.style(title, bold=is_now, fg="green" if is_now else None)
        when = ", ".join(filter(None, (reached(step, lang), delay(step, lang))))
        yield f"     {when}. {printable(say(step.rule, lang))}"
        if step.facts:
            facts = api.catalogue.text(lang, "path-facts", facts=" · ".join(step.facts))
            yield click.style(f"     {printable(facts)}", dim=not is_now)
