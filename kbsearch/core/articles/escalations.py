"""What articles say of who takes over, against what the client declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbsearch.core import clients
from kbsearch.core.articles import reading as articles
from kbsearch.core.client import Client
from kbsearch.core.faults import shown
from kbsearch.core.model import Article, Fault, Severity
from kbsearch.core.ports import SourceFile


def escalation_faults(kept: Sequence[tuple[Article, SourceFile]], client: Client) -> Iterator[Fault]:
    """Escalations to a group or level that the client's `client.toml` does not declare, or to a level that is not the
    group's. Nothing to say without any level."""
    known = {level.group: level.level for level in client.levels}
    for article, source in kept:
        said = article.escalation
        if not known or said is None:
            continue
        path, file = f"{article.owner}/{article.path}", f"{article.owner}/{clients.FILE}"
        if said.group and said.group not in known:
            line = articles.key_line(source, "escalation", "group")
            message = f"The escalation group {shown(said.group)} is not in {file}."
            hint = f"Use one of {', '.join(sorted(known))}, or add it to {clients.FILE}."
            yield Fault(path, line, "escalation-group", message, hint, Severity.WARNING)
        own = known.get(said.group, "")
        if said.level and (said.level != own if own else said.level not in known.values()):
            line = articles.key_line(source, "escalation", "level")
            message = f"The escalation level {said.level} is not in {file}: the path goes by the client's other rules."
            hint = f"Declared: {', '.join(dict.fromkeys(known.values()))}; or add a [[levels]] entry to {clients.FILE}."
            if own:
                message = f"The escalation level {said.level} is not that of its group {shown(said.group)}, {own}."
                hint = "The group counts: write its level, or another group."
            yield Fault(path, line, "escalation-level", message, hint, Severity.WARNING)


def shared_escalation_faults(client: Client, line: int, theirs: Sequence[Article]) -> Iterator[Fault]:
    """Groups that shared articles escalate to and the client does not declare, one fault each, on this line of its
    file. Levels are not told: an article for several clients cannot know which of them each has."""
    known, path = {level.group for level in client.levels}, f"{client.id}/{clients.FILE}"
    missing: dict[str, list[str]] = {}
    for article in theirs:
        if known and article.escalation and article.escalation.group and article.escalation.group not in known:
            missing.setdefault(article.escalation.group, []).append(f"{article.owner}/{article.path}")
    for group, paths in missing.items():
        message = f"The escalation group {shown(group)} of {shown(paths[0], most=120)} is not in {path}"
        others = f" ({len(paths)} shared articles escalate to it)" if len(paths) > 1 else ""
        hint = f"Add a [[levels]] entry with this group to {clients.FILE}, or override the article."
        yield Fault(path, line, "escalation-group", f"{message}{others}.", hint, Severity.WARNING)
