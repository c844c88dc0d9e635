"""An `export` of MDX goes, as far as it is code; what stands below it, and prose that begins alike, stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.articles.flavours import as_github
from tests.examples import examples


@pytest.mark.parametrize(
    "code",
    [
        "export const a = 1",
        "export const a = 1 // (",
        "export const url = 'https://a.b/(c'",
        "export const a = /* [ */ 1",
        "export const a = 1\nexport const b = 2",
        "import a from 'b'\nexport const c = {\n  d: 1,\n}",
        "export const a =\n  1",
        "export const a = [1]\n  .map((b) => b)",
        "export const a = `\n# (\n`",
        "export const a = {\n  b: 'c',\n\n  d: 1,\n};",
        "export const A = ({c}) => (\n  <p>l'eau (froide)</p>\n);",
        "export const a = async () => {\n}",
        "export const A = ({children, color}) => <span style={{color}}>{children}</span>",
        "export default ({children}) => <div>{children}</div>",
        "export const a = <div>\n  Bonjour\n</div>",
        "export const a = <div>\n  l'eau (froide) d'ici } : <b>non</b>\n\n</div>;",
        "export const a = <>\n  <A b={(c) => c > 1} d='>' />\n  {e ? <B>\n  x\n  </B> : <C/>}\n</>",
        "export const a = <A\n  b={1}\n/>",
        "export const a = <A\n  b={1}\n>\n  {/* } */}\n  {`}`} // non\n</A>",
        "export const A = () => (\n  <div>\n    {b.map((c) => <p>{c}</p>)}\n  </div>\n)",
        "export const A = () => {\n  return <p>\n    l'eau\n  </p>\n}",
        "export function A() {\n  return <p>\n    :)\n  </p>\n}",
        "export const a =\n  <div>\n    x\n  </div>",
        "export const a = b && <i>\n  x\n</i>",
        "export const a = b < c",
        "export const a = b<c>(1)",
        "export const a = [b < c, d > e]",
        "import {a,\n  b} from 'x'",
        'import A, {\n  b as c,\n\n  d,\n} from "x";',
        "import {a}from 'x'",
        "export {a} from 'x'",
        "export {\n  a,\n  default as b,\n} from 'x';",
        "export * from 'x'",
        "export * as a from 'x'",
        "export function A()\n{\n  const a = '}'\n\n  return a\n}",
    ],
)
@pytest.mark.parametrize("below", ["# Titre\nTexte important.", "- item", "\nTexte.\n\nFin; ou }"])
def test_an_export_ends_where_it_is_whole(code: str, below: str) -> None:
    assert as_github(f"{code}\n{below}") == "\n" * (code.count("\n") + 1) + below


@pytest.mark.parametrize(
    "text",
    [
        "export default function of the machine\nTexte.",
        "export default function of (the machine)\nTexte.\n\nFin.",
        "export function list (see below), as printed;\nTexte.",
        "export const values = see the list {below}\nTexte.",
        "export const a = {\n# Titre\n\nTexte }",
        "export const a =\n# Titre",
        "export const a =\n\nTexte;",
        "export const a = `\n\nTexte",
        "export const a = /*\n\nTexte",
        "export const a = ]\nTexte",
        "export const a = <div>\nTexte.",
        "export const a = <div>\n  Texte.\n</div",
        "export const a = <div>\n\nTexte.\n</div>",
        "export const a = <div>\n  <p>\n</div>\n\nTexte.",
        "import {a,\n  b}\n\nTexte.",
        "import {a,\n  b\nTexte : non } from 'x'",
        "export {a} from the list",
        "export {fichier}",
        "export * from the list",
        "export des données : (voir)\nTexte.",
    ],
)
def test_what_is_no_whole_export_stays(text: str) -> None:
    assert as_github(text) == text


PARTS = st.sampled_from(
    [
        *(
            "export const a = 1",
            "export const a = {",
            "export const a = `",
            "export function a(",
            "export const a =",
            "}",
        ),
        *("  b: 1,", "  /*", "  */", "`", ")", "", "", "x", "- x", "# x", "import a from 'b'"),
    ]
)


@examples(10)
@given(st.lists(PARTS, max_size=20))
def test_paragraphs_stay(parts: list[str]) -> None:
    """A word at the margin below a blank line is of the page, whatever stands above and below."""
    made = as_github("\n".join(parts)).split("\n")
    assert len(made) == max(1, len(parts))
    for at, part in enumerate(parts):
        if at and not parts[at - 1] and part.endswith("x"):
            assert made[at] == part


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *("export const a = {\n\n", "export const a = {\n", "export const a = {\n  b\n\n", "export const a =\n"),
        *("export const a = /*\n\n", "export const a = `\n\n", "export function a(\n\n", "export const a = 1\n\n"),
        *("export const a = <div>\n\n", "export const a = <a\n\n", "import {a,\n", "import {\n\n", "import {a,\n\n"),
        *("1 <a> ", "<a>", "<a ", "</a>", "<", "<a>{", "<a b='", "export {\n\n", "import a, ", "export {a,"),
        *("/*", "\\'", "'", "`", "(", " ", "{/*", "export "),
    ],
)
def test_hostile_exports_take_no_time(unit: str) -> None:
    for before in ("", "export const a = ", "export const ", "export const a = {\n  ", "export const a = <b>\n  "):
        begun = time.process_time()
        as_github(before + unit * (200_000 // len(unit)))
        assert time.process_time() - begun < 4
