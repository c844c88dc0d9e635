"""Labelled queries: JSON Lines, one query a line, as editors keep them beside the articles.

    {"id": "q1", "query": "tpe marque cnx impossible", "relevant": ["terminaux/tpe-hors-ligne.md"]}

    id         unique in the file
    query      as a caller or a hurried agent puts it
    relevant   paths of the articles that answer it, from the client's folder (`_shared/…` for shared ones);
               `[]` = no article does, which is excluded from ranking measures and counted
    grades     optional {path: gain}, for instance 2 answers it, 1 useful; without it every relevant path has gain 1
    split      optional `dev` or `test`; without it, decided by the id's hash
    corpus     optional list of folder names that paths may begin with; the client's own name always may
    kind       optional label, for instance `code` or `typo`

Other keys are ignored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from kbsearch.errors import BadRequest

Split = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One labelled query."""

    id: str
    query: str
    grades: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """`Article.public_path` → gain, above 0. Empty = no article answers it."""
    split: Split = "test"
    kind: str = ""


def read_judgements(lines: Iterable[str], *, client: str, source: str) -> tuple[Judgement, ...]:
    """Every line of a query file. Raises `BadRequest` that names `source` and the line."""
    found: dict[str, Judgement] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            judgement = _judgement(json.loads(line), client)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
            raise BadRequest(f"{source}:{number} is not a labelled query: {what}.", field="queries") from None
        if judgement.id in found:
            raise BadRequest(f"{source}:{number} repeats the id {judgement.id!r}.", field="queries")
        found[judgement.id] = judgement
    return tuple(found.values())


def _judgement(row: dict[str, Any], client: str) -> Judgement:
    prefixes = [client, *row.get("corpus", [])]
    relevant = [_local(path, prefixes) for path in row["relevant"]]
    graded = {_local(path, prefixes): int(gain) for path, gain in (row.get("grades") or {}).items()}
    grades = graded or dict.fromkeys(relevant, 1)
    name, split = str(row["id"]), row.get("split")
    if split not in (None, "dev", "test"):
        raise ValueError(f"split is {split!r}, not dev or test")
    if not isinstance(row["query"], str):
        raise TypeError("query is not a text")
    gains = MappingProxyType({path: gain for path, gain in grades.items() if gain > 0})
    return Judgement(name, row["query"], gains, split or split_of(name), str(row.get("kind", "")))


def split_of(name: str) -> Split:
    """Half of all ids, by hash: stable when rows come and go."""
    return "dev" if hashlib.sha256(name.encode()).digest()[0] % 2 else "test"


def _local(path: str, prefixes: Iterable[str]) -> str:
    """The path from the client's folder, whatever folder name stands before it."""
    for prefix in prefixes:
        if path.startswith(f"{prefix}/"):
            return path.removeprefix(f"{prefix}/")
    return path
