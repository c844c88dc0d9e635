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
    drop       optional list of {path, text}: text that the query was cut from, to be taken out before building

Other keys are ignored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from kbsearch.core import jsonl

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
    is_cut_out: bool = False
    """Whether the query's words stand in an article they must be taken out of before building (`drop`)."""


def read_judgements(data: bytes, *, client: str, source: str) -> tuple[Judgement, ...]:
    """Every row of a query file. Raises `BadRequest` that names `source` and the lines."""
    ids = jsonl.Ids()

    def parse(line: int, row: Mapping[str, Any]) -> Judgement:
        return _judgement(str(ids.take(row, line)), row, client)

    return tuple(jsonl.read(data, parse, source=source))


def _judgement(name: str, row: Mapping[str, Any], client: str) -> Judgement:
    query, split = row.get("query"), row.get("split")
    if not isinstance(query, str):
        raise ValueError('no text under "query"')
    if split not in (None, "dev", "test"):
        raise ValueError(f'"split" is {split!r}, not dev or test')
    prefixes = [client, *_paths(row, "corpus", [])]
    relevant = [_local(path, prefixes) for path in _paths(row, "relevant", None)]
    graded = {_local(path, prefixes): gain for path, gain in _grades(row).items()}
    grades = graded or dict.fromkeys(relevant, 1)
    gains = MappingProxyType({path: gain for path, gain in grades.items() if gain > 0})
    kind, is_cut_out = str(row.get("kind", "")), bool(row.get("drop"))
    return Judgement(name, query, gains, split or split_of(name), kind, is_cut_out)


def _paths(row: Mapping[str, Any], key: str, default: list[str] | None) -> list[str]:
    found = row.get(key, default)
    if not isinstance(found, list) or not all(isinstance(path, str) for path in found):
        raise ValueError(f'no list of texts under "{key}"')
    return found


def _grades(row: Mapping[str, Any]) -> Mapping[str, int]:
    found = row.get("grades") or {}
    if not isinstance(found, dict) or not all(type(gain) is int for gain in found.values()):
        raise ValueError('"grades" does not give each path a whole number')
    return found


def split_of(name: str) -> Split:
    """Half of all ids, by hash: stable when rows come and go."""
    return "dev" if hashlib.sha256(name.encode()).digest()[0] % 2 else "test"


def _local(path: str, prefixes: Iterable[str]) -> str:
    """The path from the client's folder, whatever folder name stands before it."""
    for prefix in prefixes:
        if path.startswith(f"{prefix}/"):
            return path.removeprefix(f"{prefix}/")
    return path
