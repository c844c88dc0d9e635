"""`kbsearch build` on somebody's own docs: plain folders of Markdown."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.building import GOOD, run


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"# {name}\n\nRelancer.\n", "utf-8")


def built(folder: Path, *arguments: str) -> dict[str, int]:
    done = run("build", "--articles", str(folder), "--json", *arguments)
    assert done.exit_code == 0, done.output
    return {one["client"]: one["articles"] for one in json.loads(done.stdout)["clients"]}


def test_a_flat_folder_is_one_client_named_after_it(folder: Path) -> None:
    write(folder / "Mes Notes", "a.md", "vpn/b.md", "vpn/acces/c.md")
    (folder / "Mes Notes" / "hr.md").write_text("---\n\nUn trait d'abord\n\n---\n", "utf-8")
    assert built(folder / "Mes Notes") == {"mes-notes": 4}
    assert built(folder / "Mes Notes", "mes-notes") == {"mes-notes": 4}
    assert run("ask", "--articles", "Mes Notes", "mes-notes", "Relancer").exit_code == 0
    said = run("build", "--articles", "Mes Notes").stdout
    assert "“a.md” lies in no folder, so all folders here are read as one client, mes-notes. If that is meant" in said
    checked = run("check", "--articles", "Mes Notes", "--format", "json", "Mes Notes/vpn")
    assert json.loads(checked.stdout)["faults"] == []


def test_faults_of_a_plain_folder_name_the_file_on_disk(folder: Path) -> None:
    write(folder / "Été", "My Docs/a.md")
    (folder / "Été" / "My Docs" / "b.md").write_text("---\nid: [\n---\n", "utf-8")
    done = run("build", "--articles", "Été")
    assert (done.exit_code, "My Docs/b.md:" in done.stdout) == (1, True), done.output
    assert "The folder “My Docs” is read as the client my-docs." in done.stdout
    assert "Été/My Docs/b.md:" in run("check", "--articles", "Été", "Été/My Docs/b.md").stdout


def test_one_stray_file_never_makes_one_client_of_several(folder: Path) -> None:
    for client in ("acme", "zeta"):
        (folder / "articles" / client / "client.toml").unlink()
    assert run("build").exit_code == 0
    (folder / "articles" / "perdu.md").write_text(GOOD, "utf-8")
    done = run("build")
    assert done.exit_code == 2
    assert "perdu.md lies right in " in done.stderr
    assert "there are indexes of acme, zeta, built apart" in done.stderr
    assert sorted(path.name for path in (folder / "indexes").iterdir() if path.name[0] != ".") == ["acme", "zeta"]
    (folder / "articles" / "perdu.md").unlink()
    (folder / "articles" / "client.toml").touch()
    assert "client.toml lies right in " in run("build").stderr
    assert "the id of articles/acme" in run("build", "--indexes", "others").stdout  # one client now, with its faults


def test_a_folder_that_holds_clients_is_not_built(folder: Path) -> None:
    assert run("build").exit_code == 0
    for client in ("acme", "zeta"):
        (folder / "articles" / client / "client.toml").touch()
    for command, code in (("check", 1), ("build", 3)):
        done = run(command, "--articles", ".")
        assert done.exit_code == code, done.output
        assert "“articles” holds clients of its own, here “acme”" in done.output.replace("\n", " ")
    assert not (folder / "indexes" / "articles" / "CURRENT").exists()
    write(folder / "articles" / "acme", "sous/b.md", "sous/client.toml")
    done = run("build", "--prune")
    assert (done.exit_code, "acme was not built:" in done.output) == (3, True), done.output
    assert run("ask", "acme", "VPN coupé").exit_code == 0  # as it was built before


def test_golden_queries_of_a_plain_folder_are_found(folder: Path) -> None:
    write(folder / "Mes Notes", "a.md")
    row = {"id": "1", "query": "relancer", "relevant": ["a.md"]}
    (folder / "Mes Notes" / "golden.jsonl").write_text(json.dumps(row), "utf-8")
    built(folder / "Mes Notes")
    done = run("eval", "--articles", "Mes Notes", "mes-notes", "--json")
    assert (done.exit_code, json.loads(done.stdout)["missing"]) == (0, []), done.output
