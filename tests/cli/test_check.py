"""`kbsearch check`, run as people and CI run it: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kbsearch.cli.check import within
from kbsearch.errors import BadRequest

Run = subprocess.CompletedProcess[str]

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "PYTHONPATH": str(Path(__file__).parents[2]),
}


def run(folder: Path, *arguments: str) -> Run:
    command = [sys.executable, "-m", "kbsearch", "check", *arguments]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    acme = tmp_path / "articles" / "acme"
    acme.mkdir(parents=True)
    (acme / "good.md").write_text("---\nid: good\n---\n# Bon\n")
    (acme / "warned.md").write_text("---\nid: warned\nsymptons: [a]\n---\n# Mieux\n")
    return tmp_path


def test_warnings_pass_unless_strict(base: Path) -> None:
    done = run(base)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "articles/acme/warned.md:3: warning: "
        "The key “symptons” is not known and is ignored. [front-matter-unknown-key]",
        "    → Did you mean symptoms?",
        "0 errors, 1 warning in 2 articles of 1 folder.",
    ]
    assert run(base, "--strict").returncode == 1
    assert run(base, "--strict", "articles/acme/good.md").returncode == 0
    assert run(base, "--strict", "acme/warned.md").returncode == 1


def test_a_folder_without_markdown_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.mdx").write_text("# A")
    assert run(tmp_path).stdout.splitlines() == [
        "articles:1: warning: There is no article here: no file is Markdown (.md). [no-articles]",
        "    → Give the folder of your articles with --articles; other kinds of files, .mdx too, are not read.",
        "0 errors, 1 warning in 0 articles of 0 folders.",
    ]


def test_a_warning_of_many_files_is_told_once_and_listed_in_json(base: Path) -> None:
    for at in range(30):
        (base / f"articles/acme/p{at:02}.md").write_text("---\nsidebar_position: 1\n---\n# P\n\nA<br>b <br> c\n")
    (base / "articles/acme/bad1.md").write_text("---\nstate: 50%\n---\n# B\n")
    lines = run(base).stdout.splitlines()
    assert [line for line in lines if "[front-matter-foreign-key]" in line and "p00.md:2" in line]
    assert lines.count("    The same in 29 more files, which --format json names.") == 2
    assert len(lines) < 14
    assert lines[-2].endswith(
        "30 warnings [front-matter-foreign-key], 30 warnings [raw-html], 1 warning [front-matter-unknown-key]."
    )
    found = json.loads(run(base, "--format", "json").stdout)["faults"]
    assert sum(fault["code"] == "raw-html" for fault in found) == 30


def test_of_many_faults_the_kinds_are_counted_errors_first(base: Path) -> None:
    (base / "articles/acme/links.md").write_text("# L\n\n" + "[a](rien.html)\n\n" * 19)
    assert not any(line.startswith("Of a kind") for line in run(base).stdout.splitlines())
    (base / "articles/acme/bad.md").write_text("---\nid: bad\nstate: 50%\n---\n# B\n")
    assert run(base).stdout.splitlines()[-2:] == [
        "Of a kind: 1 error [front-matter-value], 19 warnings [dead-link], 1 warning [front-matter-unknown-key].",
        "1 error, 20 warnings in 4 articles of 1 folder.",
    ]


def test_errors_fail_and_print_as_json_and_annotations(base: Path) -> None:
    (base / "articles/acme/bad,1.md").write_text("---\nid: bad\nstate: 50%\n---\n# B\n")
    done = run(base, "--format", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["errors"], report["warnings"], report["articles"]) == (1, 1, 3)
    assert report["faults"][0] == {
        "path": "acme/bad,1.md",
        "line": 3,
        "severity": "error",
        "code": "front-matter-value",
        "message": "“state” is “50%”, not one of draft, not_validated, validated, archived.",
        "hint": "Write one of: draft, not_validated, validated, archived.",
    }
    lines = run(base, "--format", "github").stdout.splitlines()
    assert lines[0].startswith(
        "::error file=articles/acme/bad%2C1.md,line=3,title=front-matter-value::“state” is “50%25”, not one of"
    )
    assert lines[1].startswith("::warning file=articles/acme/warned.md,line=3,")


def test_annotations_name_files_from_the_repository_wherever_it_is_run(base: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=base, env=ENVIRONMENT, check=True)
    for folder, articles in ((base, "articles"), (base / "articles", "."), (base / "articles/acme", "..")):
        lines = run(folder, "--format", "github", "--articles", articles).stdout.splitlines()
        assert [line.split(",")[0] for line in lines] == ["::warning file=articles/acme/warned.md"]


def commit(base: Path) -> None:
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        names = ["-c", "user.name=a", "-c", "user.email=a@b.fr"]
        subprocess.run(["git", *names, *arguments], cwd=base, env=ENVIRONMENT, check=True)


def test_only_what_changed(base: Path) -> None:
    commit(base)
    (base / "articles/acme/good.md").write_text("# Bon\n\n[x](rien.md)\n")
    done = run(base, "--changed-from", "main", "--format", "json")
    assert [fault["code"] for fault in json.loads(done.stdout)["faults"]] == ["dead-link"]
    assert json.loads(run(base, "--changed-from", "main", "--format", "json", "acme/warned.md").stdout)["faults"] == []
    whole = run(base, "articles", "--changed-from", "main", "--format", "json")
    assert [fault["code"] for fault in json.loads(whole.stdout)["faults"]] == ["dead-link"], "the folder itself"
    done = run(base, "--changed-from", "nope")
    assert (done.returncode, "no commit “nope”" in done.stderr) == (2, True)
    assert done.stderr.strip().endswith("Give an existing branch, tag or commit.")


def test_what_a_change_brings_about_in_a_file_that_stayed_is_told(base: Path) -> None:
    (base / "articles/_shared/win").mkdir(parents=True)
    (base / "articles/_shared/win/lent.md").write_text("---\nid: lent\n---\n# Lent\n")
    (base / "articles/acme/gone.md").write_text("# Parti\n")
    (base / "articles/acme/client.toml").write_text('shared = ["win"]\n')
    rows = (("a", "good.md"), ("b", "gone.md"), ("c", "_shared/win/lent.md"), ("d", "never.md"))
    golden = "\n".join(json.dumps({"id": id, "query": id, "relevant": [path]}) for id, path in rows)
    (base / "articles/acme/golden.jsonl").write_text(golden)
    commit(base)

    def lines(*arguments: str) -> list[int]:
        done = run(base, "--changed-from", "main", "--format", "json", *arguments)
        faults = json.loads(done.stdout)["faults"]
        assert {fault["path"] for fault in faults} <= {"acme/golden.jsonl"}, faults
        assert done.returncode == (1 if faults else 0)
        return [fault["line"] for fault in faults]

    assert lines() == []
    (base / "articles/acme/gone.md").unlink()
    assert lines() == [2], "deleted"
    assert lines("acme/good.md") == []
    assert lines("acme/golden.jsonl") == lines("articles/acme") == [2]
    (base / "articles/acme/good.md").write_text("---\nid: good\nstate: archived\n---\n# Bon\n")
    assert lines() == [1, 2], "archived"
    (base / "articles/acme/client.toml").write_text("shared = []\n")
    assert lines() == [1, 2, 3], "no longer opted into"
    (base / "articles/acme/client.toml").write_text('shared = ["win"]\n')
    (base / "articles/acme/mine.md").write_text("---\nid: lent\n---\n# Lent ici\n")
    assert lines() == [1, 2, 3], "overridden"


def test_nothing_can_be_compared_outside_git(base: Path) -> None:
    done = run(base, "--changed-from", "main")
    assert done.returncode == 2
    assert done.stderr.strip().endswith("is not in a Git repository. It has no “main”.")


@pytest.mark.parametrize("path", ["../outside.md", "absent.md", "/etc/passwd"])
def test_a_path_outside_the_folder_is_refused(base: Path, path: str) -> None:
    done = run(base, path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


HOSTILE: dict[str, tuple[bytes, str | None]] = {
    "bomb.md": (b"---\na: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n---\n# T", "front-matter-anchor"),
    "brackets.md": (b"---\na: " + b"[" * 100_000 + b"\n---\n# T", "front-matter-too-large"),
    "blank-code.md": (b"# T\n\n```\n" + b"\n" * 100_000 + b"x\n```\n", None),
    "brackets-body.md": (b"---\n" + b"[" * 100_000 + b"\n---\n# T", None),
    "brackets-small.md": (b"---\na: " + b"[" * 15_000 + b"\n---\n# T", "front-matter-too-deep"),
    "braces.md": (b"---\n" + b"{a: " * 3_500 + b"\n---\n# T", "front-matter-too-deep"),
    "tag.md": (b"---\na: !!python/object/apply:os.system [ls]\n---\n# T", "front-matter-tag"),
    "keys.md": (b"---\nid: keys\nid: again\n---\n# T", "front-matter-duplicate-key"),
    "nested.md": (b"# T\n\n" + b"> " * 60_000 + b"x", "nested-too-deep"),
    "lists.md": (b"# T\n\n" + b"- " * 60_000 + b"x", "nested-too-deep"),
    "links.md": (b"# T\n\n" + b"[" * 200_000, None),
    "big.md": (b"x" * 10_000_000, "too-large"),
    "nul.md": (b"# T\n\0", "nul-character"),
    "latin.md": ("# Café".encode("latin-1"), "not-utf-8"),
    "wide.md": ("# Café".encode("utf-16"), "not-utf-8"),
    "script.md": (b"# T\n\n<script>alert(1)</script>", "raw-html"),
    "scheme.md": (b"# T\n\n[a](javascript:alert(1))", "unsafe-link"),
    "up.md": (b"# T\n\n[a](../../../../etc/passwd)", "outside-link"),
    "open.md": (b"---\nid: open\n", "front-matter-unclosed"),
    "crlf.md": (b"\xef\xbb\xbf---\r\nid: crlf\r\nstate: validated\r\n---\r\n# T\r\n", None),
    "escape.md": (b'---\nid: "\\e[2J"\n---\n# T', "front-matter-id"),
    "double.md": (b"---\nid: good\n---\n# T", None),
    "empty.md": (b"", "no-title"),
}


def test_a_path_may_lead_to_the_folder_through_links(base: Path) -> None:
    root, link = base / "articles", base / "link"
    link.symlink_to(root)
    (root / "acme" / "link.md").symlink_to("good.md")
    for path, expected in (
        ("acme/good.md", "acme/good.md"),
        ("acme/link.md", "acme/link.md"),
        ("acme", "acme"),
        ("", ""),
    ):
        assert {within(one, other / path) for one in (root, link) for other in (root, link)} == {expected}
    with pytest.raises(BadRequest):
        within(root, link / "acme" / "rien.md")


def test_a_hostile_folder_is_survived_and_every_fault_named(base: Path) -> None:
    acme = base / "articles" / "acme"
    for name, (data, _) in HOSTILE.items():
        (acme / name).write_bytes(data)
    (acme / "link.md").symlink_to("/etc/passwd")
    (acme / "client.toml").write_bytes(b"a = " + b"[" * 50_000)
    (acme / "golden.jsonl").write_bytes(b"[" * 200_000)
    done = run(base, "--format", "json")
    assert done.returncode == 1, done.stderr[-500:]
    assert "\x1b" not in done.stdout
    report = json.loads(done.stdout)
    found = {(fault["path"], fault["code"]) for fault in report["faults"]}
    for name, (_, code) in HOSTILE.items():
        assert code is None or (f"acme/{name}", code) in found
    assert {("acme/link.md", "symlink"), ("acme/good.md", "duplicate-id")} <= found
    assert all(fault["line"] >= 1 for fault in report["faults"])
    assert not any(path == "acme/crlf.md" for path, _ in found)
    for fault in report["faults"]:
        assert fault["message"].isprintable()
        assert fault["hint"], fault


def test_nothing_heavy_is_imported(base: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from kbsearch.cli.check import command;"
        "print(CliRunner().invoke(command, ['--articles', 'articles']).exit_code,"
        "[name for name in ('torch', 'faiss', 'sentence_transformers', 'onnxruntime', 'litestar')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=base, env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 []"
