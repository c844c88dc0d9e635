"""Labelled queries: JSON Lines, one query a line, as editors keep them beside the articles.

    {"id": "q1", "query": "tpe marque cnx impossible", "relevant": ["terminaux/tpe-hors-ligne.md"]}

    id         unique in the file; never its line, which moves: it says which half a query is in
    query      as a caller or a hurried agent puts it
    relevant   paths of the articles that answer it, from the client's folder (`_shared/…` for shared ones);
               `[]` = no article does, which is excluded from ranking measures and counted
    grades     optional {path: gain}, for instance 2 answers it, 1 useful, at most 1000; without it every relevant path
               has gain 1
    split      optional `dev` or `test`; without it, decided by the id's hash
    corpus     optional list of folder names that paths may begin with; the client's own name always may
    kind       optional label, for instance `code` or `typo`
    drop       optional list of {path, text}: text that the query was cut from, to be taken out before building

Other keys are ignored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeGuard

from kbsearch.core import jsonl
from kbsearch.core.faults import shown
from kbsearch.core.model import SHARED

Split = Literal["dev", "test"]

MOST_GAIN = 1000
"""Of one path in `grades`: trec_eval counts in machine integers."""

_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


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
    return tuple(jsonl.read(data, row_reader(client), source=source))


def row_reader(client: str) -> Callable[[int, Mapping[str, Any]], Judgement]:
    """Reads the rows of one file (line number, fields), one after the other. A row's `ValueError` says what is wrong
    with it, `jsonl.RepeatedId` that its id is that of a row before."""
    ids = jsonl.Ids()

    def parse(line: int, row: Mapping[str, Any]) -> Judgement:
        return _judgement(str(ids.take(row, line)), row, client)

    return parse


def _judgement(name: str, row: Mapping[str, Any], client: str) -> Judgement:
    query, split = row.get("query"), row.get("split")
    if not name.strip() or not _is_text(name):
        raise ValueError('"id" is blank, or holds what is no text')
    if not _is_text(query) or not query.strip():
        raise ValueError('no text under "query"')
    if split not in (None, "dev", "test"):
        raise ValueError(f'"split" is {shown(str(split))}, not dev or test')
    prefixes = [*([client] if client != SHARED else []), *_paths(row, "corpus", [])]
    relevant = [_local(path, prefixes) for path in _paths(row, "relevant", None)]
    graded = {_local(path, prefixes): gain for path, gain in _grades(row).items()}
    grades = graded or dict.fromkeys(relevant, 1)
    gains = MappingProxyType({path: gain for path, gain in grades.items() if gain > 0})
    kind, is_cut_out = str(row.get("kind", "")), bool(row.get("drop"))
    return Judgement(name, query, gains, split or split_of(name), kind, is_cut_out)


def _is_text(value: object) -> TypeGuard[str]:
    """Whether it is one that can be measured: trec_eval takes the process down over a lone surrogate or a NUL."""
    return isinstance(value, str) and _NO_TEXT.search(value) is None


def _paths(row: Mapping[str, Any], key: str, default: list[str] | None) -> list[str]:
    found = row.get(key, default)
    if not isinstance(found, list) or not all(map(_is_text, found)):
        raise ValueError(f'no list of texts under "{key}"')
    return found


def _grades(row: Mapping[str, Any]) -> Mapping[str, int]:
    found = row.get("grades") or {}
    if not isinstance(found, dict) or not all(type(gain) is int and gain <= MOST_GAIN for gain in found.values()):
        raise ValueError(f'"grades" does not give each path a whole number of at most {MOST_GAIN}')
    if not all(map(_is_text, found)):
        raise ValueError('"grades" names a path that is no text')
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
