from __future__ import annotations

import pytest

from kbsearch.core.search.judgements import read_judgements
from kbsearch.errors import BadRequest


def read(*lines: str) -> list[dict[str, int]]:
    return [dict(one.grades) for one in read_judgements("\n".join(lines).encode(), client="acme", source="q.jsonl")]


def test_paths_are_local_whatever_folder_stands_before() -> None:
    row = '{"id": "%d", "query": "x", "relevant": ["%s"], "corpus": ["kb_fr"]}'
    rows = [row % (at, path) for at, path in enumerate(["a/b.md", "acme/a/b.md", "kb_fr/a/b.md", "_shared/a.md"])]
    assert read(*rows) == [{"a/b.md": 1}, {"a/b.md": 1}, {"a/b.md": 1}, {"_shared/a.md": 1}]


def test_grades_win_over_relevant_and_zero_is_not_relevant() -> None:
    assert read('{"id": 1, "query": "x", "relevant": ["a"], "grades": {"a": 2, "b": 1, "c": 0}}') == [{"a": 2, "b": 1}]


def test_no_relevant_article_is_unanswerable() -> None:
    assert read('{"id": "1", "query": "x", "relevant": []}', "", "  ") == [{}]


def test_the_split_is_given_or_hashed() -> None:
    rows = [f'{{"id": "{at}", "query": "x", "relevant": []}}' for at in range(200)]
    splits = [one.split for one in read_judgements("\n".join(rows).encode(), client="acme", source="q")]
    assert 70 < splits.count("dev") < 130
    given = read_judgements(b'{"id": "1", "query": "x", "relevant": [], "split": "dev"}', client="acme", source="q")
    assert given[0].split == "dev"


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "1", "relevant": []}', '{"id": "1", "query": 3, "relevant": []}',
     '{"id": "1", "query": "x", "relevant": [], "split": "train"}', '{"id": null, "query": "x", "relevant": []}',
     '{"id": "1", "query": "x"}', '{"id": "1", "query": "x", "relevant": "a.md"}',
     '{"id": "1", "query": "x", "relevant": [1]}', '{"id": "1", "query": "x", "relevant": [], "corpus": "kb"}',
     '{"id": "1", "query": "x", "relevant": [], "grades": ["a"]}',
     '{"id": "1", "query": "x", "relevant": [], "grades": {"a": "2"}}', '{"id": " ", "query": "x", "relevant": []}',
     '{"id": "1", "query": " ", "relevant": []}', '{"id": "1", "query": "\\ud800", "relevant": []}',
     # over each of these trec_eval takes the process down
     '{"id": "\\ud800", "query": "x", "relevant": []}', '{"id": "1\\u0000", "query": "x", "relevant": []}',
     '{"id": "1", "query": "x", "relevant": ["\\ud800"]}',
     '{"id": "1", "query": "x", "relevant": [], "grades": {"\\ud800": 1}}',
     '{"id": "1", "query": "x", "relevant": [], "grades": {"a": 1000000000000000000000}}'],
)  # fmt: skip
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(BadRequest, match=r"q\.jsonl:2"):
        read('{"id": "0", "query": "x", "relevant": []}', line)


def test_a_repeated_id_is_named() -> None:
    with pytest.raises(BadRequest, match=r"q\.jsonl:2: repeats the id '0' of line 1"):
        read('{"id": "0", "query": "x", "relevant": []}', '{"id": "0", "query": "y", "relevant": []}')


def test_every_bad_line_is_named() -> None:
    with pytest.raises(BadRequest, match=r"q\.jsonl:1: .*q\.jsonl:3: no text"):
        read("{", '{"id": "0", "query": "x", "relevant": []}', '{"id": "1", "relevant": []}')
