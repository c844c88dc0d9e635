"""What a client can find: own, shared, overridden, left out."""

from __future__ import annotations

import re
import unicodedata

import pytest

from kbsearch.core.articles.bases import assemble, read_folder
from kbsearch.core.bounded import Lost
from kbsearch.core.model import SHARED, Base, Fault, Severity
from kbsearch.core.ports import OwnerFiles, SourceFile


def files(contents: dict[str, str]) -> OwnerFiles:
    return OwnerFiles(tuple(SourceFile(path, text.encode(), "0") for path, text in sorted(contents.items())), ())


def base(own: dict[str, str], shared: dict[str, str] | None = None) -> Base:
    other = read_folder(SHARED, files(shared)) if shared else None
    return assemble(read_folder("acme", files(own)), other, "c0ffee")


def paths(made: Base) -> list[str]:
    return [article.public_path for article in made.articles]


SHARED_FILES = {
    "windows/lent.md": "---\nid: lent\n---\n# Lent",
    "windows/plein.md": "# Disque plein",
    "reseau/vpn.md": "---\nid: vpn\ncategory: Réseaux\n---\n# VPN",
    "reseau/brouillon.md": "---\nstate: draft\ncategory: windows\n---\n# B",
}


def test_only_opted_in_categories_come_in() -> None:
    assert paths(base({"client.toml": 'shared = ["Windows"]', "z.md": "# Z"}, SHARED_FILES)) == [
        "_shared/windows/lent.md",
        "_shared/windows/plein.md",
        "z.md",
    ]
    assert paths(base({"client.toml": 'shared = ["réseaux"]'}, SHARED_FILES)) == ["_shared/reseau/vpn.md"]
    assert len(base({"client.toml": 'shared = ["*"]'}, SHARED_FILES).articles) == 3
    assert paths(base({"a.md": "# A"}, SHARED_FILES)) == ["a.md"]


def test_a_category_is_a_folder_s_name_whichever_way_its_accents_are_written() -> None:
    mac, typed = (unicodedata.normalize(form, "Réseau") for form in ("NFD", "NFC"))
    shared = {f"{mac}/vpn.md": "# VPN", f"{mac}/faux.md": "---\nstate: foo\n---\n# F"}
    for name in (mac, typed):
        made = base({"client.toml": f'shared = ["{name}"]'}, shared)
        assert ([article.category for article in made.articles], made.left_out) == ([typed], 1)
        assert {fault.code for fault in made.faults} == {"front-matter-value"}


def test_an_own_article_overrides_the_shared_one_of_that_id() -> None:
    toml = 'shared = ["*"]'
    made = base({"client.toml": toml, "a.md": "---\nid: lent\n---\n# A", "b.md": "# B"}, SHARED_FILES)
    assert {article.path: article.overrides for article in made.articles if article.owner == "acme"} == {
        "a.md": "_shared/windows/lent.md",
        "b.md": "",
    }
    assert "_shared/windows/lent.md" not in paths(
        base({"client.toml": toml, "a.md": "---\nid: lent\n---\n# A"}, SHARED_FILES)
    )
    archived = {"client.toml": toml, "a.md": "---\nid: lent\nstate: archived\n---\n# A"}
    assert "_shared/windows/lent.md" not in paths(base(archived, SHARED_FILES))
    draft = {"client.toml": toml, "a.md": "---\nid: lent\nstate: draft\n---\n# A"}
    assert "_shared/windows/lent.md" in paths(base(draft, SHARED_FILES))
    assert "_shared/windows/plein.md" not in paths(base({"client.toml": toml, "windows/plein.md": "# P"}, SHARED_FILES))


@pytest.mark.parametrize(
    ("path", "head", "state"),
    [
        ("a.md", "id: lent", ""),
        ("a.md", "id: 'lent' # comme le leur", "archived"),
        ("windows/plein.md", "id: [", ""),
        ("windows/plein.md", "", ""),
    ],
)
def test_what_an_unreadable_article_overrides_does_not_come_back(path: str, head: str, state: str) -> None:
    own = {"client.toml": 'shared = ["*"]', path: f"---\n{head}\nstate: {state}\nreviewed: hier\n---\n# A"}
    theirs = "windows/plein.md" if path == "windows/plein.md" else "windows/lent.md"
    made = base(own, SHARED_FILES)
    assert paths(made) == [
        f"_shared/{path}" for path in sorted(SHARED_FILES) if path not in (theirs, "reseau/brouillon.md")
    ]
    assert [(fault.path, fault.severity) for fault in made.faults if fault.code == "override-unread"] == [
        (f"acme/{path}", Severity.WARNING)
    ]
    assert f"_shared/{theirs}" in "".join(fault.message for fault in made.faults)
    draft = {**own, path: own[path].replace(f"state: {state}", "state: draft")}
    assert f"_shared/{theirs}" in paths(base(draft, SHARED_FILES))
    sound = base({**own, "b.md": "---\nid: lent\n---\n# B", "c.md": "---\nid: windows/plein\n---\n# C"}, SHARED_FILES)
    assert "override-unread" not in {fault.code for fault in sound.faults}


def test_what_a_lost_or_refused_article_overrides_does_not_come_back() -> None:
    own = {"client.toml": 'shared = ["*"]', "a.md": "---\nid: lent\n---\n# A", "b.md": "# B"}
    refused = (Fault("acme/windows/plein.md", 1, "too-large", "m"), Fault("acme/reseau", 1, "symlink", "m"))
    lost = read_folder(
        "acme", OwnerFiles(files(own).files, refused), lambda work, items: (Lost("too-slow", "") for _ in items)
    )
    made = assemble(lost, read_folder(SHARED, files(SHARED_FILES)), "c0ffee")
    assert paths(made) == ["_shared/reseau/vpn.md"]


def test_of_two_articles_with_one_id_the_first_stays_and_both_are_named() -> None:
    made = base(
        {"client.toml": "", "a.md": "---\ntitle: A\nid: x\n---\nx", "b.md": "---\nid: x\n---\n# B", "c.md": "# C"}
    )
    assert paths(made) == ["a.md", "c.md"]
    assert made.left_out == 1
    (fault,) = made.faults
    assert (fault.path, fault.line, fault.code, fault.severity) == ("acme/b.md", 2, "duplicate-id", Severity.ERROR)
    assert "acme/a.md line 3" in fault.message


def test_lines_are_those_of_the_keys_that_were_read() -> None:
    toml = '[[levels]]\nlevel = "N2"\ngroup = "support"'
    made = base(
        {
            "client.toml": toml,
            "a.md": '+++\ntitle = "id"\nkeywords = ["x"]\nid = "x"\n[escalation]\nlevel = "N2"\ngroup = "x"\n+++\n# A',
            "b.md": "---\n# id: y\nescalation: {level: N2, group: x}\nid: x\n---\n# B\n\n    group: x",
            "c.md": '+++\nescalation = {level = "N2",group = "x"}\n+++\n# C',
            "d.md": "---\ntitle: D\n---\n\nid: x\n\n    group: x",
            "e.md": "---\nid: d\nescalation:\n  level: N2\n  group: x\n---\n# E\n\nx",
            "f.md": "---\nid: d\nstate: draft\nescalation:\n  level: N2\n---\n# F\n\ngroup: x",
        }
    )
    told = {(fault.path.removeprefix("acme/"), fault.code): (fault.line, fault.message) for fault in made.faults}
    assert told["b.md", "duplicate-id"][0] == 4
    assert "acme/a.md line 4" in told["b.md", "duplicate-id"][1]
    assert "acme/d.md line 1" in told["e.md", "duplicate-id"][1]
    groups = {path: line for (path, code), (line, _) in told.items() if code == "escalation-group"}
    assert groups == {"a.md": 7, "c.md": 2}


def test_a_draft_does_not_take_an_id_from_a_live_article() -> None:
    made = base({"a.md": "---\nid: x\nstate: draft\n---\n# A", "b.md": "---\nid: x\n---\n# B"})
    assert paths(made) == ["b.md"]


def test_faulty_draft_and_archived_articles_are_counted_as_left_out() -> None:
    own = {
        "a.md": "---\nstate: draft\n---\n# A",
        "b.md": "---\nstate: archived\n---\n# B",
        "c.md": "---\nstate: foo\n---\n# C",
        "d.md": "# D",
        "README.md": "# not an article",
        "_drafts/e.md": "# not one either",
        "client.toml": "",
    }
    made = base(own)
    assert (paths(made), made.left_out, made.drafts, made.archived) == (["d.md"], 3, 1, 1)
    theirs = base(
        {"client.toml": 'shared = ["windows"]', "lent.md": "---\nid: lent\nstate: archived\n---\n# L"}, SHARED_FILES
    )
    assert (theirs.left_out, theirs.drafts, theirs.archived) == (2, 1, 1)
    theirs = base({"client.toml": 'shared = ["reseau"]'}, {"reseau/b.md": "---\nstate: draft\n---\n# B"})
    assert (theirs.left_out, theirs.drafts, theirs.archived) == (1, 1, 0)
    refused = OwnerFiles(
        files({"d.md": "# D"}).files,
        (Fault("acme/big.md", 1, "too-large", "m"), Fault("acme/i.png", 1, "symlink", "m")),
    )
    assert read_folder("acme", refused).left_out == 1


SHARED_FAULTS = {
    "windows/lent.md": "---\nid: lent\nstate: foo\n---\n# Lent",
    "windows/plein.md": "---\nsymptons: [a]\n---\n# Disque plein",
    "windows/ancien.md": "---\nstate: archived\n---\n# Ancien",
    "reseau/vpn.md": "---\nid: [\ncategory: 'Bureau'\n---\n# VPN",
    "lost.md": "---\nid: [\n---\n",
}


def test_faults_of_shared_articles_are_those_of_the_clients_that_opted_in() -> None:
    def found(shared: str) -> tuple[list[str], int]:
        made = base({"client.toml": f"shared = [{shared}]"}, SHARED_FAULTS)
        return [fault.path for fault in made.faults], made.left_out

    windows = ["_shared/windows/lent.md", "_shared/windows/plein.md"]
    assert found("") == ([], 0)
    assert found("'Windows'") == (windows, 2)
    assert found("'*'") == (["_shared/lost.md", "_shared/reseau/vpn.md", *windows], 4)
    network = base({"client.toml": "shared = ['bureau']"}, SHARED_FAULTS)
    assert ("_shared/reseau/vpn.md", Severity.ERROR) in [(fault.path, fault.severity) for fault in network.faults]


def test_a_faulty_shared_article_that_the_client_overrides_is_no_fault_of_the_client() -> None:
    made = base({"client.toml": "shared = ['windows']", "windows/lent.md": "# Lent"}, SHARED_FAULTS)
    assert [fault.path for fault in made.faults] == ["_shared/windows/plein.md"]
    assert made.left_out == 1


def test_what_was_refused_unread_in_the_shared_folder_is_a_fault_of_its_category() -> None:
    refused = (Fault("_shared/windows/big.md", 1, "too-large", "m"), Fault("_shared/reseau", 1, "symlink", "m"))
    shared = read_folder(SHARED, OwnerFiles(files({"windows/a.md": "# A"}).files, refused))
    own = read_folder("acme", files({"client.toml": "shared = ['windows']"}))
    made = assemble(own, shared, "c0ffee")
    assert ([fault.path for fault in made.faults], made.left_out) == (["_shared/windows/big.md"], 1)
    every = assemble(read_folder("acme", files({"client.toml": "shared = ['*']"})), shared, "c0ffee")
    assert ([fault.path for fault in every.faults], every.left_out) == (["_shared/reseau", "_shared/windows/big.md"], 1)


def test_groups_and_categories_that_do_not_exist_are_warnings() -> None:
    toml = 'name = "A"\nshared = ["windos"]\n[[levels]]\nlevel = "N2"\ngroup = "support"'
    article = "---\ntitle: A\nescalation:\n  group: suport\n---\nx"
    made = base({"client.toml": toml, "a.md": article}, SHARED_FILES)
    assert [(f.path, f.line, f.code, f.severity) for f in made.faults] == [
        ("acme/a.md", 4, "escalation-group", Severity.WARNING),
        ("acme/client.toml", 2, "shared-category", Severity.WARNING),
    ]
    assert "windows" in made.faults[1].hint
    assert base({"a.md": article}).faults == ()


def test_groups_of_shared_articles_that_a_client_does_not_declare_are_a_warning_of_the_client() -> None:
    def found(toml: str) -> list[tuple[str, int, str, Severity]]:
        text = "---\nescalation: {level: N2, group: support-poste}\nstate: %s\n---\n# T"
        shared = {f"{folder}/{n}.md": text % "validated" for folder in ("windows", "reseau") for n in "ab"}
        made = base({"client.toml": toml}, {**shared, "windows/draft.md": text % "draft"})
        return [(fault.path, fault.line, fault.message, fault.severity) for fault in made.faults]

    level = '[[levels]]\nlevel = "N2"\ngroup = "%s"'
    message = (
        "The escalation group “support-poste” of “_shared/windows/a.md” is not in acme/client.toml "
        "(2 shared articles escalate to it)."
    )
    assert found('name = "A"\nshared = ["windows"]\n' + level % "autre") == [
        ("acme/client.toml", 2, message, Severity.WARNING)
    ]
    assert found('shared = ["windows"]\n' + level % "support-poste") == []
    assert found(level % "autre") == []
    assert found('shared = ["windows"]') == []


def test_an_article_called_by_its_path_takes_no_id_that_another_was_given() -> None:
    made = base({"a.md": "---\nid: x\n---\n# A", "b.md": "---\nid: x\n---\n# B", "c.md": "---\nid: b\n---\n# C"})
    ids = {article.path: article.id for article in made.articles}
    assert (ids["a.md"], ids["c.md"]) == ("x", "b")
    assert re.fullmatch("b-[0-9a-f]{6}", ids["b.md"])
    made = base({"a.md": "---\nid: c\n---\n# A", "c.md": "# C"})
    assert [article.path for article in made.articles] == ["a.md", "c.md"]
    assert {fault.severity for fault in made.faults} == {Severity.WARNING}
