"""What a query asks that the article found may not be about, however alike they are otherwise.

*Supprimer ma signature* and *créer ma signature* share all nouns, lie side by side in meaning, and have opposite
procedures; *la batterie fume* is near what helps an empty battery. Here is a small table of such demands: where the
query makes one and none of the article's title, symptoms, keywords and headings does, it is a thing to check at most.
What asks and what tells of a symptom instead: `actions`; what tells of a danger: `dangers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kbsearch.core.answers.actions import ACTIONS, BEFORE, IT, OF_IT, THING, TROUBLE, blanks, either
from kbsearch.core.answers.dangers import DANGERS, HARMLESS
from kbsearch.core.text import fold


@dataclass(frozen=True, slots=True)
class Demand:
    """Patterns of folded text."""

    reason: str
    asked: re.Pattern[str]
    """As a query makes it."""
    said: re.Pattern[str]
    """As the labels of an article about it say it, in any form."""


ASKS_OTHERWISE, DANGER = "asks-otherwise", "danger"
_NOT_BY_ITSELF = "(?<!\\bse )(?<!\\bs['’])"
"""What switches itself off is a symptom: *il vient de s'éteindre*. Who cuts himself is hurt all the same."""


def _demand(reason: str, asked: str, said: str) -> Demand:
    before = "" if reason == DANGER else _NOT_BY_ITSELF
    words = rf"(?<![\w-]){before}{blanks(either(asked))}(?![\w-])"
    return Demand(reason, re.compile(words), re.compile(rf"\b{blanks(either(said))}"))


DEMANDS = (
    *(_demand(DANGER, asked, said) for asked, said in DANGERS),
    *(_demand(ASKS_OTHERWISE, asked, said) for asked, said in ACTIONS),
)


def _found(demand: Demand, query: str, wishes: str, is_anywhere: bool) -> re.Match[str] | None:
    if demand.reason == DANGER:
        return demand.asked.search(query)
    if is_anywhere:
        return demand.asked.search(wishes)
    before = BEFORE.match(wishes)
    return demand.asked.match(wishes, before.end() if before else 0)


def _with_it(said: str, asked: re.Match[str]) -> str:
    """The labels with `IT` for what the query asks about, whatever its number."""
    thing = THING.match(asked.string, asked.end())
    if not thing:
        return ""
    one = re.sub("[sx]$", "", thing[1])
    return re.sub(rf"\b{one}([sx]?)\b{OF_IT}", lambda found: IT + "s" * bool(found[1]), said)


def unmet(query: str, labels: Callable[[], Sequence[str]], body: str, *, is_curated: bool = True) -> tuple[str, ...]:
    """Reasons of the demands that the query makes and an article does not speak of, each once.

    `labels`: its title, symptoms, keywords and headings; asked for only where there is a demand. A danger may also
    stand in its `body`, in the query’s very words. Where articles are not `is_curated` they have hardly more than a
    title to speak with: there a query asks for what it begins with alone.
    """
    asked = fold(query)
    told, wishes = HARMLESS.sub(" ", asked), TROUBLE.sub(" ", asked)
    demands = [(demand, found) for demand in DEMANDS if (found := _found(demand, told, wishes, is_curated))]
    if not demands:
        return ()
    said, read = HARMLESS.sub(" ", fold("\n".join(labels()))), fold(body)
    return tuple(
        dict.fromkeys(
            demand.reason
            for demand, found in demands
            if not demand.said.search(said)
            and not (demand.reason == DANGER and (found.group() in read or demand.asked.search(said)))
            and not (demand.reason == ASKS_OTHERWISE and demand.said.search(_with_it(said, found)))
        )
    )
