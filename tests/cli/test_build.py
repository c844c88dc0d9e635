from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kbsearch
from kbsearch import app
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.cli import build_report
from kbsearch.errors import NotFound
from kbsearch.settings import load_settings
from tests.cli.building import BAD, GOOD, run
from tests.clients import ZETA


def test_every_client_is_built_and_shown_in_a_table(folder: Path) -> None:
    done = run("build")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert " ".join(lines[0].split()) == "client articles left out chunks embedded cached seconds generation commit"
    assert [line.split()[:2] for line in lines[1:]] == [["acme", "1"], ["zeta", "1"]]
    assert all("gen-1-" in line and "worktree" in line for line in lines[1:])
    again = run("build")
    assert again.stdout.count("(unchanged)") == 2
    assert "gen-2-" in run("build", "--force").stdout


def test_one_client_alone(folder: Path) -> None:
    assert run("build", "zeta").exit_code == 0
    assert sorted(path.name for path in (folder / "indexes").iterdir() if path.name[0] != ".") == ["zeta"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["zzz"], "There is no client 'zzz'"),
        (["amce"], "Did you mean 'acme'?"),
        (["--articles", "nowhere"], "There is no folder"),
        (["--articles", "empty"], "There is no client in"),
    ],
)
def test_a_wrong_request_says_so(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "empty").mkdir()
    done = run("build", *arguments)
    assert (done.exit_code, message in done.stderr) == (2, True), done.output


def test_a_faulty_article_is_left_out_with_its_line(folder: Path) -> None:
    (folder / "articles" / "acme" / "cassé.md").write_text(BAD, "utf-8")
    done = run("build")
    assert done.exit_code == 1, done.output
    assert done.stdout.splitlines()[1].split()[:3] == ["acme", "1", "1"]
    assert "acme/cassé.md:" in done.stdout
    assert (folder / "indexes" / "acme" / "CURRENT").exists()


def test_warnings_alone_are_no_failure(folder: Path) -> None:
    (folder / "articles" / "acme" / "vpn.md").write_text(GOOD.replace("id:", "symptons: [a]\nid:"), "utf-8")
    assert run("build", "--strict").exit_code == 0


def test_a_faulty_shared_article_is_told_once_and_held_against_those_who_opted_in(folder: Path) -> None:
    (folder / "articles" / "_shared" / "reseau").mkdir(parents=True)
    (folder / "articles" / "_shared" / "reseau" / "proxy.md").write_text(BAD, "utf-8")
    assert run("build", "--strict").exit_code == 0
    for client in ("acme", "zeta"):
        (folder / "articles" / client / "client.toml").write_text('shared = ["*"]', "utf-8")
    done = run("build")
    assert (done.exit_code, done.stdout.count("_shared/reseau/proxy.md:")) == (1, 1), done.output
    assert [line.split()[:3] for line in done.stdout.splitlines()[1:3]] == [["acme", "1", "1"], ["zeta", "1", "1"]]
    assert run("build", "--strict").stdout.count("it has faulty articles") == 2


def test_what_no_client_can_have_is_told(folder: Path) -> None:
    (folder / "articles" / "acme" / "client.toml").touch()
    (folder / "articles" / "Acme").mkdir()
    (folder / "articles" / "Acme" / "vpn.md").write_text(GOOD, "utf-8")
    (folder / "articles" / "perdu.md").write_text(GOOD, "utf-8")
    done = run("build")
    assert done.exit_code == 1, done.output
    assert "Acme:1: The folder “Acme” cannot be a client's" in done.stdout
    assert "perdu.md:1: “perdu.md” lies in no client's folder" in done.stdout
    assert run("build", "acme").exit_code == 0
    assert [one["path"] for one in json.loads(run("build", "--json").stdout)["faults"]] == ["Acme", "perdu.md"]


def test_only_folders_that_no_client_can_have_are_named_with_the_reason(folder: Path) -> None:
    (folder / "only" / "_shared").mkdir(parents=True)
    (folder / "only" / "_shared" / "vpn.md").write_text(GOOD, "utf-8")
    for name in ("Acme", "B C", "Dédé", "été", "É"):
        (folder / "only" / name).mkdir(parents=True)
        (folder / "only" / name / "vpn.md").write_text(GOOD, "utf-8")
    done = run("build", "--articles", "only")
    assert done.exit_code == 2
    for part in ("There is no client in ", "“Acme” cannot be a client's", "Rename it", "And 2 more like these."):
        assert part in done.stderr


def test_faults_and_warnings_of_one_client_do_not_fill_the_screen(folder: Path) -> None:
    for number in range(build_report.MOST_FAULTS + 2):
        long = f"# Long {number}\n\n1. " + " ".join(["mot"] * 600)
        (folder / "articles" / "acme" / f"long-{number}.md").write_text(long, "utf-8")
        (folder / "articles" / "acme" / f"mauvais-{number}.md").write_text(BAD, "utf-8")
    done = run("build")
    assert done.stdout.count("the model reads 512") == build_report.MOST_FAULTS
    assert "2 more warnings about acme. See them all: kbsearch check" in done.stdout
    assert "2 more faults of acme. See them all: kbsearch check" in done.stdout


def test_what_is_not_committed_is_pointed_out(folder: Path) -> None:
    def git(*arguments: str) -> None:
        names = ["-c", "user.name=a", "-c", "user.email=a@b.fr"]
        subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    git("add", "articles")
    git("commit", "-qm", "x")
    assert "differ" not in run("build").stderr
    (folder / "elsewhere.md").write_text(GOOD, "utf-8")
    (folder / "articles" / "acme" / "vpn.md").write_text(GOOD + "\nEncore.\n", "utf-8")
    said = "1 file differs from the commit and is not in it; commit it, or set KBSEARCH_SOURCE=worktree."
    assert said in run("build").stderr
    (folder / "articles" / "zeta" / "neuf.md").write_text(GOOD, "utf-8")
    done = run("build")
    assert (done.exit_code, "2 files differ from the commit and are not in it; commit them" in done.stderr) == (0, True)
    assert said in run("build", "zeta").stderr
    assert json.loads(run("build", "--json").stdout)["uncommitted"] == 2
    git("add", "articles")
    git("commit", "-qm", "y")
    assert "differ" not in run("build").stderr


def test_strict_holds_the_faulty_client_back_and_builds_the_others(folder: Path) -> None:
    assert run("build").exit_code == 0
    (folder / "articles" / "acme" / "cassé.md").write_text(BAD, "utf-8")
    (folder / "articles" / "zeta" / "vpn.md").write_text(GOOD + "\nEncore.\n", "utf-8")
    done = run("build", "--strict")
    assert done.exit_code == 1, done.output
    assert "\nacme was not built: it has faulty articles. Run: kbsearch check" in done.stdout
    assert "acme/cassé.md:" in done.stdout
    assert (folder / "indexes" / "acme" / "CURRENT").read_text().startswith("gen-1-")
    assert (folder / "indexes" / "zeta" / "CURRENT").read_text().startswith("gen-2-")


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ('name = "Acme"\nshared = [', "articles/acme/client.toml:2: Not valid TOML"),
        ("shared = 3", "articles/acme/client.toml:1: “shared” must be a list of texts. Write"),
        ('[[levels]]\nlevel = "N9"\ngroup = "a"', "articles/acme/client.toml:2: “level” is “N9”"),
    ],
)
def test_a_broken_client_file_keeps_what_was_built_before(folder: Path, toml: str, place: str) -> None:
    assert run("build").exit_code == 0
    (folder / "articles" / "acme" / "client.toml").write_text(toml, "utf-8")
    (folder / "articles" / "zeta" / "vpn.md").write_text(GOOD + "\nEncore.\n", "utf-8")
    done = run("build")
    assert done.exit_code == 3, done.output
    assert f"\nacme was not built: {place}" in done.stdout
    assert (folder / "indexes" / "acme" / "CURRENT").read_text().startswith("gen-1-")
    assert (folder / "indexes" / "zeta" / "CURRENT").read_text().startswith("gen-2-")


def test_json(folder: Path) -> None:
    (folder / "articles" / "acme" / "cassé.md").write_text(BAD, "utf-8")
    done = run("build", "--json")
    found = json.loads(done.stdout)
    assert found["commit"] == "worktree"
    assert [one["client"] for one in found["clients"]] == ["acme", "zeta"]
    acme = found["clients"][0]
    assert (acme["articles"], acme["left_out"], acme["published"]) == (1, 1, True)
    assert acme["faults"][0]["path"] == "acme/cassé.md"


def test_a_client_that_is_being_built_is_named_and_the_others_are_built(folder: Path) -> None:
    with app.open_store(load_settings({})).building("acme"):
        done = run("build")
    assert done.exit_code == 3
    assert f"'acme' is being built by process {os.getpid()}" in done.stdout
    assert (folder / "indexes" / "zeta" / "CURRENT").exists()


def test_an_index_without_articles_is_pointed_out(folder: Path) -> None:
    run("build")
    (folder / "articles" / "zeta").rename(folder / "elsewhere")
    done = run("build")
    where = folder / "indexes" / "zeta"
    said = f"zeta has an index but no articles any more, and is still served: {where}. Run: kbsearch build --prune"
    assert said in done.stderr
    assert (run("build", "acme").stderr, where.exists()) == ("", True)
    assert "leave CLIENT out" in run("build", "acme", "--prune").stderr


def test_prune_removes_what_is_kept_for_clients_without_articles(folder: Path) -> None:
    run("build")
    live = app.open_live(load_settings({}))
    assert live.get(ZETA).articles
    (folder / "articles" / "zeta").rename(folder / "elsewhere")
    with app.open_store(load_settings({})).building("zeta"):
        busy = run("build", "--prune")
    assert (busy.exit_code, "'zeta' is being built by process" in busy.stderr) == (3, True)
    done = run("build", "--prune")
    assert (done.exit_code, "zeta has no articles any more: its index " in done.stderr) == (0, True)
    assert sorted(path.name for path in (folder / "indexes").iterdir()) == [".cache", "acme"]
    assert not list((folder / "indexes" / ".cache").glob("zeta*"))
    live.refresh()
    with pytest.raises(NotFound):
        live.get(ZETA)
    live.close()
    assert json.loads(run("build", "--prune", "--json").stdout)["pruned"] == []


def test_why_files_are_left_out_is_in_the_table(folder: Path) -> None:
    for number, state in enumerate(["draft", "archived", "draft", "foo"]):
        (folder / "articles" / "acme" / f"{number}.md").write_text(f"---\nstate: {state}\n---\n# T", "utf-8")
    acme, zeta = run("build").stdout.splitlines()[1:3]
    assert " ".join(acme.split()).startswith("acme 1 2 drafts, 1 archived, 1 faulty ")
    assert zeta.split()[:3] == ["zeta", "1", "0"]
    assert [json.loads(run("build", "--json").stdout)["clients"][0][key] for key in ("drafts", "archived")] == [2, 1]


def test_places_are_said_like_check_says_them(folder: Path) -> None:
    (folder / "articles" / "acme" / "cassé.md").write_text(BAD, "utf-8")
    (folder / "inside").mkdir()
    for arguments in ([], ["--articles", "inside/../articles"]):
        built, checked = run("build", *arguments).stdout, run("check", *arguments).stdout
        assert "\narticles/acme/cassé.md:2: " in built
        assert checked.startswith("articles/acme/cassé.md:2: ")
    assert f"There is no folder {folder}/nowhere." in run("build", "--articles", "inside/../nowhere").stderr


def test_status(folder: Path) -> None:
    nothing = run("status")
    assert (nothing.exit_code, "Run: kbsearch build" in nothing.stderr) == (3, True)
    run("build")
    done = run("status")
    assert done.exit_code == 0, done.output
    for line, client in zip(done.stdout.splitlines(), ["acme", "zeta"], strict=True):
        for part in (client, "gen-1-", "commit worktree", "just now", " 1 article ", "model ffffffffffff"):
            assert part in line
    assert run("status", "nope").exit_code == 2
    name = (folder / "indexes" / "zeta" / "CURRENT").read_text().strip()
    (folder / "indexes" / "zeta" / name / "chunks.jsonl").write_text("")
    damaged = run("status", "--json")
    assert damaged.exit_code == 1
    states = [json.loads(line) for line in damaged.stdout.splitlines()]
    assert states[0]["problem"] == ""
    assert "chunks.jsonl is damaged" in states[1]["problem"]
    said = run("status", "zeta").stdout
    assert said.split()[:2] == ["zeta", "damaged:"]
    assert said.endswith(". Run: kbsearch build zeta\n")
    assert run("build", "zeta", "--force").exit_code == 0
    (folder / "indexes" / "zeta" / "CURRENT").write_text("gen-9-00000000\n")
    fallen_back = run("status", "zeta").stdout
    assert (" 1 article " in fallen_back, fallen_back.endswith(". Run: kbsearch build zeta\n")) == (True, True)
    (folder / "indexes" / "neuf").mkdir()
    assert " ".join(run("status", "neuf").stdout.split()) == "neuf not built. Run: kbsearch build neuf"


@pytest.mark.model
def test_the_real_model_and_watch_from_end_to_end(
    tmp_path: Path, default_model: PreparedModel, embedder: GraphEmbedder
) -> None:
    """A process that watches: what is written is found, by the real model, in the generation that follows."""
    article = tmp_path / "articles" / "acme" / "vpn.md"
    article.parent.mkdir(parents=True)
    article.write_text(GOOD, "utf-8")
    environment = {
        **os.environ,
        "KBSEARCH_MODELS": str(default_model.folder.parent),
        "PYTHONPATH": str(Path(kbsearch.__file__).parents[1]),
    }
    command = [sys.executable, "-m", "kbsearch", "build", "--watch", "--json"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        first = json.loads(watching.stdout.readline())["clients"][0]
        assert (first["articles"], first["published"]) == (1, True)
        assert watching.stderr.readline().startswith("Watching")
        time.sleep(1)
        (article.parent / "imp.md").write_text("# Imprimante hors ligne\n\nVérifier le câble réseau.\n", "utf-8")
        second = json.loads(watching.stdout.readline())["clients"][0]
        assert (second["articles"], second["embedded"] > 0, second["cached"]) == (2, True, first["embedded"])
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 0, watching.stderr.read()
    indexes = load_settings({"indexes": tmp_path / "indexes"})
    snapshot = app.open_store(indexes).open("acme").snapshot
    row = snapshot.vectors.search(embedder.embed_queries(["l'imprimante n'imprime plus"])[0], 1)[0][0]
    assert snapshot.chunks[row].article == "imp"
