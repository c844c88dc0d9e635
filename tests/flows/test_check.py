"""The check as a whole: what only several files together can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Literal

import pytest

from kbsearch.core.model import Fault, Severity
from kbsearch.core.ports import OwnerFiles, SourceFile
from kbsearch.core.search.judgements import read_judgements
from kbsearch.errors import BadRequest, StateError
from kbsearch.flows.check import Change, check


@dataclass
class FolderOfTexts:
    """A library made of a dictionary."""

    texts: dict[str, str]
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    commit: str = "worktree"

    folders: dict[str, str] = field(default_factory=dict)

    def owners(self) -> Mapping[str, str]:
        return {owner: self.folders.get(owner, owner) for owner in sorted({path.split("/")[0] for path in self.texts})}

    def read(self, owner: str) -> OwnerFiles:
        own = sorted(
            (path.partition("/")[2], text) for path, text in self.texts.items() if path.startswith(f"{owner}/")
        )
        files = tuple(SourceFile(path, text.encode(), "0") for path, text in own)
        return OwnerFiles(files, (), self.others.get(owner, ()))

    def faults(self) -> tuple[Fault, ...]:
        return (Fault("lost.md", 1, "outside-client", "“lost.md” lies in no client's folder."),)


LIBRARY = FolderOfTexts(
    {
        "_shared/windows/lent.md": "---\nid: lent\n---\n# Lent\n\n[a](plein.md)",
        "acme/client.toml": 'shared = ["windows"]',
        "acme/a.md": "---\nid: x\n---\n# A\n\n[b](b.md) [img](img/c.png) [rien](rien.md) [dossier](img)",
        "acme/b.md": "---\nid: x\n---\n# B",
        "acme/draft.md": "---\nstate: draft\n---\n# D\n\n<script>",
        "acme/golden.jsonl": "\n".join(
            [
                '{"id": "1", "query": "lent", "relevant": ["_shared/windows/lent.md", "a.md"]}',
                '{"id": "1", "query": "rien", "relevant": []}',
                "",
                '{"id": "2", "query": "b", "relevant": ["b.md"]}',
                "{",
                "[]",
                '{"id": "3", "query": " ", "relevant": []}',
                '{"id": "4", "query": "x", "relevant": "a.md"}',
                "[" * 100_000,
            ]
        ),
    },
    {"acme": ("img/c.png",)},
)


def found(only: set[str] | None = None) -> list[tuple[str, int, str]]:
    return [(fault.path, fault.line, fault.code) for fault in check(LIBRARY, only=only).faults]


def test_everything_is_found_in_file_order() -> None:
    assert found() == [
        ("_shared/windows/lent.md", 6, "dead-link"),
        ("acme/a.md", 6, "dead-link"),
        ("acme/a.md", 6, "not-served"),
        ("acme/b.md", 2, "duplicate-id"),
        ("acme/draft.md", 6, "raw-html"),
        ("acme/golden.jsonl", 2, "golden-duplicate-id"),
        ("acme/golden.jsonl", 4, "golden-path"),
        ("acme/golden.jsonl", 5, "golden-row"),
        ("acme/golden.jsonl", 6, "golden-row"),
        ("acme/golden.jsonl", 7, "golden-row"),
        ("acme/golden.jsonl", 8, "golden-row"),
        ("acme/golden.jsonl", 9, "golden-row"),
        ("lost.md", 1, "outside-client"),
    ]


def test_counts() -> None:
    report = check(LIBRARY)
    assert (report.errors, report.warnings) == (9, 4)
    assert (report.articles, report.owners) == (4, 2)
    assert all(fault.hint for fault in report.faults if fault.code != "outside-client")


@pytest.mark.parametrize(
    ("only", "codes"),
    [
        ({"acme/a.md"}, ["dead-link", "not-served", "duplicate-id"]),
        ({"acme/b.md"}, ["duplicate-id"]),
        ({"acme/rien.md"}, ["dead-link"]),
        ({"_shared"}, ["dead-link"]),
        ({"acme/draft.md", "lost.md"}, ["raw-html", "outside-client"]),
        (set(), []),
    ],
)
def test_only_what_concerns_the_paths_given(only: set[str], codes: list[str]) -> None:
    assert [code for _, _, code in found(only)] == codes


def test_with_a_change_what_was_not_there_before_is_told_too() -> None:
    texts = {path: text for path, text in LIBRARY.texts.items() if path != "acme/client.toml"}
    after = FolderOfTexts({**texts, "acme/c.md": "# C"}, LIBRARY.others)
    asked: list[int] = []

    def before() -> FolderOfTexts:
        asked.append(1)
        return LIBRARY

    new = ("acme/golden.jsonl", 1, "golden-path")
    told = check(after, change=Change(frozenset({"acme/client.toml"}), before)).faults
    renamed = ("acme/b.md", 2, "duplicate-id")  # without a client.toml it is called by its path
    assert [(fault.path, fault.line, fault.code) for fault in told] == [renamed, new]
    everything = Change(frozenset({"acme", "_shared", "lost.md"}), before)
    assert check(after, change=everything).faults == check(after).faults
    assert len(asked) == 1, "read only where something that did not change has faults"


def test_where_what_was_before_cannot_be_read_nothing_is_hidden() -> None:
    class PartialClone(FolderOfTexts):
        def read(self, owner: str) -> OwnerFiles:
            raise StateError("The Git repository lacks an object.")

    everything = check(LIBRARY).faults
    assert check(LIBRARY, change=Change(frozenset(), lambda: PartialClone(LIBRARY.texts))).faults == everything
    assert check(LIBRARY, change=Change(frozenset(), lambda: None)).faults == everything


def test_a_link_to_a_replaced_article_is_not_dead_and_any_other_is() -> None:
    library = FolderOfTexts(
        {
            "acme/neuf.md": "---\nreplaces: [vieux, postes/range]\n---\n# Neuf",
            "acme/ebauche.md": "---\nstate: draft\nreplaces: [parti]\n---\n# Ebauche",
            "acme/a.md": "# A\n\n[1](vieux.md#x) [2](postes/range.md)\n\n[3](parti.md)\n\n[4](vieux.png)",
            "zeta/a.md": "# A\n\n[1](vieux.md)",
        }
    )
    dead = [(fault.path, fault.line) for fault in check(library).faults if fault.code == "dead-link"]
    assert dead == [("acme/a.md", 5), ("acme/a.md", 7), ("zeta/a.md", 3)]


def test_a_link_of_a_wiki_is_not_dead_where_a_page_has_its_name() -> None:
    texts = {"acme/c/paper-jam.md": "# P", "zeta/ailleurs.md": "# A"}
    texts["acme/a/b.md"] = "# B\n\n[[Paper jam]] [1](../c/paper-jam) [[Ailleurs]]"
    (dead,) = (fault for fault in check(FolderOfTexts(texts)).faults if fault.code == "dead-link")
    assert (dead.path, "Ailleurs" in dead.message) == ("acme/a/b.md", True)


def test_a_link_to_the_owner_s_own_folder_is_not_dead_and_to_another_s_is() -> None:
    texts = {"acme/reseau/a.md": "# A\n\n[a](../) [b](/) [c](..) [d](_shared/)", "zeta/z.md": "# Z\n\n[z](../acme)"}
    faults = check(FolderOfTexts({**texts, "_shared/x.md": "# X"})).faults
    assert [(fault.path, fault.code) for fault in faults if fault.path != "lost.md"] == [("zeta/z.md", "outside-link")]
    assert [fault.code for fault in check(FolderOfTexts(texts)).faults if "_shared" in fault.message] == ["dead-link"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_link_to_a_file_that_a_mac_named_is_not_dead(form: Literal["NFC", "NFD"]) -> None:
    mac, link = unicodedata.normalize("NFD", "réseau/été.md"), unicodedata.normalize(form, "réseau/été.md")
    library = FolderOfTexts({f"acme/{mac}": "# É", "acme/a.md": f"# A\n\n[a]({link}) [b](réseau/)"})
    assert [fault for fault in check(library).faults if fault.code == "dead-link"] == []


def test_paths_are_those_on_disk() -> None:
    texts = {"ete-client/a.md": "# A\n\n[b](b.md)", "ete-client/reseau/c.md": "# C\n\n[b](b.md)"}
    for folder, path in (("Été Client", "Été Client/a.md"), ("", "a.md"), ("a\x1b[31m", "a\\x1b[31m/a.md")):
        library = FolderOfTexts(texts, folders={"ete-client": folder})
        assert [fault.path for fault in check(library, only={path}).faults] == [path]


def test_severities() -> None:
    severities = {fault.code: fault.severity for fault in check(LIBRARY).faults}
    assert severities["dead-link"] is Severity.WARNING
    assert severities["duplicate-id"] is Severity.ERROR
    assert severities["golden-path"] is Severity.ERROR


def test_passages_too_long_for_the_model_and_unknown_time_zones() -> None:
    step = "1. " + "mot " * 500
    library = FolderOfTexts({"acme/a.md": f"# A\n\n{step}\n", "acme/client.toml": 'time_zone = "Europe/Pariss"'})
    codes = {(fault.path, fault.line, fault.code) for fault in check(library).faults}
    assert {("acme/a.md", 1, "long-passage"), ("acme/client.toml", 1, "time-zone")} <= codes


@pytest.mark.parametrize(
    "line", ["mot " * 4000, "[" * 20_000, "SELECT a.b, c FROM t WHERE x='y';" * 300, "文字" * 2000]
)
def test_one_fault_tells_of_a_line_that_is_many_passages(line: str) -> None:
    faults = check(FolderOfTexts({"acme/a.md": f"# A\n\n1. {line}\n"})).faults
    assert [fault.code for fault in faults] == ["long-passage", "outside-client"]
    assert "Line" in faults[0].message


def test_golden_rows_may_hold_line_separators_and_begin_with_a_byte_order_mark() -> None:
    row = '\ufeff{"id": "1", "query": "deux\u2028lignes\x85", "relevant": ["a.md"]}\r\n'
    assert check(FolderOfTexts({"acme/a.md": "# A", "acme/golden.jsonl": row})).errors == 1  # that of FolderOfTexts


ROWS = (
    ('{"id": 7, "query": "x", "relevant": ["a.md"]}', ""),
    ('{"id": "1", "query": "x", "relevant": ["acme/a.md"]}', ""),
    ('{"id": "1", "query": "x", "relevant": ["kb/a.md"], "corpus": ["kb"]}', ""),
    ('{"id": "1", "query": "x", "relevant": ["zeta/a.md"]}', "golden-path"),
    ('{"id": "1", "query": "x", "relevant": ["b.md"], "grades": {"acme/a.md": 2, "c.md": 0}}', ""),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "grades": {"b.md": 2}}', "golden-path"),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "grades": {"a.md": "2"}}', "golden-row"),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "grades": {"a.md": 1e3}}', "golden-row"),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "split": "dev"}', ""),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "split": "train"}', "golden-row"),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "split": {"\\u001b": 1}}', "golden-row"),
    ('{"id": "1", "query": "x", "relevant": ["a.md"], "corpus": "acme"}', "golden-row"),
    ('{"id": true, "query": "x", "relevant": ["a.md"]}', "golden-row"),
    ('{"id": "", "query": "x", "relevant": ["a.md"]}', "golden-row"),
    ('{"id": "1", "query": "\\u2003", "relevant": ["a.md"]}', "golden-row"),
    ('{"id": "1", "query": "x", "relevant": ["a.md", "\\ud800"]}', "golden-row"),
    ('{"id": "0", "query": "x", "relevant": ["a.md"]}', "golden-duplicate-id"),
    ('{"id": 0, "query": "x", "relevant": ["a.md"]}', "golden-duplicate-id"),
)


@pytest.mark.parametrize(("row", "code"), ROWS)
def test_a_golden_row_is_a_fault_where_it_cannot_be_measured_and_only_there(row: str, code: str) -> None:
    golden = f'{{"id": "0", "query": "x", "relevant": ["a.md"]}}\n{row}'
    faults = check(FolderOfTexts({"acme/a.md": "# A", "acme/golden.jsonl": golden})).faults
    found = [fault for fault in faults if fault.code != "outside-client"]
    assert [(fault.line, fault.code) for fault in found] == ([(2, code)] if code else [])
    assert all(fault.message.isprintable() and fault.hint for fault in found)
    measurable = code in ("", "golden-path")
    with nullcontext() if measurable else pytest.raises(BadRequest, match="acme:2: "):
        asked = read_judgements(golden.encode(), client="acme", source="acme")[1]
        assert (set(asked.grades) == {"a.md"}) == (code == "")


def test_shared_golden_rows_name_paths_as_clients_do() -> None:
    row = '{"id": "1", "query": "x", "relevant": ["_shared/a.md"]}'
    assert (
        check(FolderOfTexts({"_shared/a.md": "# A", "_shared/golden.jsonl": row})).errors == 1
    )  # that of FolderOfTexts


FRENCH = {f"acme/f{n}.md": "---\nlang: fr\nsymptoms: [il ne sort plus rien]\n---\n# Panne" for n in range(3)}
BOX = "---\nlang: en\nsymptoms: [{}]\n---\n# The box is offline\n\nIt is not on the network and you cannot see it.\n"


@pytest.mark.parametrize(
    ("symptoms", "client", "warned"),
    [
        ("the box is red", 'lang = "fr"', True),
        ("", 'lang = "fr"', True),
        ("the box is red, le boîtier est au rouge", 'lang = "fr"', False),
        ("voyant rouge", 'lang = "fr"', False),  # in either language
        ("the box is red", 'lang = "en"', False),
    ],
)
def test_an_article_in_a_language_that_callers_do_not_speak(symptoms: str, client: str, warned: bool) -> None:
    library = FolderOfTexts({**FRENCH, "acme/client.toml": client, "acme/box.md": BOX.format(symptoms)})
    found = [fault.path for fault in check(library).faults if fault.code == "callers-words"]
    assert found == ["acme/box.md"] * warned


def test_a_base_in_one_language_has_no_such_article_and_a_shared_one_is_told_once() -> None:
    english = {f"acme/e{n}.md": BOX.format("the box is red") for n in range(3)}
    assert "callers-words" not in {one.code for one in check(FolderOfTexts({**english, "acme/client.toml": ""})).faults}
    twice = {path.replace("acme", "zeta"): text for path, text in FRENCH.items()}
    shared = {"_shared/reseau/box.md": BOX.format("the box is red")}
    clients = {f"{one}/client.toml": 'shared = ["reseau"]' for one in ("acme", "zeta")}
    faults = check(FolderOfTexts({**FRENCH, **twice, **shared, **clients})).faults
    assert [fault.path for fault in faults if fault.code == "callers-words"] == ["_shared/reseau/box.md"]


def test_a_link_to_a_folder_with_a_dot_in_its_name_is_no_link_to_a_file() -> None:
    links = "[a](../v2.0) [b](../v2.0/) [c](../v2.0#x) [d](..) [e](../v2.0/p.png) [f](../p.png)"
    texts = {"acme.fr/v1.0/a.md": f"# A\n\n{links}", "acme.fr/v2.0/b.md": "# B"}
    faults = check(FolderOfTexts(texts, {"acme.fr": ("v2.0/p.png", "p.png")})).faults
    assert [fault.message.partition(" is ")[0] for fault in faults if fault.code != "outside-client"] == [
        "The file “../p.png”",
        "The file “../v2.0/p.png”",
    ]


def test_a_product_that_searches_pass_over_is_a_warning() -> None:
    library = FolderOfTexts({"acme/a.md": "---\nproduct: ONT ON-200\n---\n# Voyant rouge\n\nRelancer."})
    assert "product-passed-over" in [fault.code for fault in check(library).faults]
