"""Code that fits on a screen: the size limits every file of the package and of the tests keeps to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(
    path
    for folder in ("kbsearch", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if ".venv" not in path.parts  # the peers of the benchmarks live in benchmarks/.venv
)
MOST_LINES_IN_A_FILE = 300
MOST_LINES_IN_A_FUNCTION = 60
MOST_ARGUMENTS = 6
DEEPEST_INHERITANCE = 2


def walk(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_and_its_functions_fit(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES_IN_A_FILE
    for node in walk(path):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        assert (node.end_lineno or 0) - node.lineno < MOST_LINES_IN_A_FUNCTION, node.name
        named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        arguments = [one.arg for one in named if one.arg not in ("self", "cls")]
        assert len(arguments) <= MOST_ARGUMENTS, f"{node.name}({', '.join(arguments)})"


def test_inheritance_is_shallow() -> None:
    bases: dict[str, list[str]] = {}
    for path in FILES:
        for node in walk(path):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [base.id for base in node.bases if isinstance(base, ast.Name)]

    def steps(name: str) -> int:
        """Classes of ours above this one, along the longest line."""
        return max((1 + steps(base) for base in bases[name] if base in bases and base != name), default=0)

    assert {name: steps(name) for name in bases if steps(name) > DEEPEST_INHERITANCE} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_catch_all_modules(path: Path) -> None:
    assert path.stem not in ("utils", "helpers", "common", "base", "manager")


def test_no_two_packages_of_the_core_need_each_other() -> None:
    graph = grimp.build_graph("kbsearch", cache_dir=None)
    packages = sorted(graph.find_children("kbsearch.core"))

    def needs(importer: str, imported: str) -> bool:
        return graph.direct_import_exists(importer=importer, imported=imported, as_packages=True)

    assert [pair for pair in combinations(packages, 2) if needs(*pair) and needs(*reversed(pair))] == []
