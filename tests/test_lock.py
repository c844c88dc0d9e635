"""The lock files fit the project, hold hashes and nothing of the machine they were written on, and are used."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kbsearch import locking, materials
from kbsearch.locking import CUDA, LOCKS, ROOT, TORCH, hashes_of_same, parted, pinned, with_more_hashes
from tests.test_bootstrap import fake_install, run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PLATFORMS = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_machine": machine,
    }
    for python in ("3.11", "3.12", "3.13")
    for system, machine in (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64"))
]


def blocks(name: str) -> list[tuple[Requirement, str]]:
    """Each pinned requirement and the lines with its hashes."""
    text = re.sub(r"^#.*\n", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    found = [block.partition("\\\n") for block in re.split(r"\n(?=\S)", text.strip())]
    return [(Requirement(head.strip()), hashes) for head, _, hashes in found]


def required(extras: tuple[str, ...]) -> list[Requirement]:
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in PROJECT["optional-dependencies"][extra])]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda one: f"{one['sys_platform']}-{one['python_version']}")
@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_satisfies_the_project_on_every_platform(name: str, platform: dict[str, str]) -> None:
    locked = {
        canonicalize_name(one.name): next(iter(one.specifier)).version
        for one, _ in [*blocks(name), *blocks(TORCH)]
        if one.marker is None or one.marker.evaluate(platform)
    }
    for wanted in required(LOCKS[name]):
        if wanted.marker is None or wanted.marker.evaluate(platform):
            version = locked.get(canonicalize_name(wanted.name))
            assert version is not None, f"{wanted} is not in {name}: python3 -m kbsearch.bootstrap lock"
            assert wanted.specifier.contains(version, prereleases=True), f"{name} has {version}, wanted {wanted}"


@pytest.mark.parametrize("name", [*LOCKS, TORCH, CUDA])
def test_everything_is_one_version_with_hashes_and_nothing_says_where_from(name: str) -> None:
    for one, hashes in blocks(name):
        assert [spec.operator for spec in one.specifier] == ["=="], one
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64}(\s\\)?)+\s*", "\n" + hashes), one
        assert one.url is None, one
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|index|find-links|/(?:opt|home|root|tmp|work)/", text)
    assert name == CUDA or "nvidia" not in text


def test_what_runs_has_the_same_versions_as_what_is_tested() -> None:
    runs, tested = (pinned((ROOT / name).read_text("utf-8")) for name in (".locks/run.txt", ".locks/test.txt"))
    assert runs.items() <= tested.items()


def test_what_only_one_build_of_pytorch_needs_goes_apart_with_its_hashes() -> None:
    block = "{} \\\n    --hash=x\n".format
    everywhere, torch, cuda = (
        ("a==1", "torchmetrics==4"),
        ("torch==2",),
        ("nvidia-cublas==3 ; a", "cuda-toolkit==1", "triton==5"),
    )
    lock = "".join(map(block, (everywhere[0], *torch, *cuda, everywhere[1])))
    assert parted("# written\n" + lock) == tuple(
        "# written\n" + "".join(map(block, part)) for part in (everywhere, torch, cuda)
    )


def test_the_hashes_of_pytorch_add_up_for_one_version_and_start_anew_with_another() -> None:
    one, two, three = (f"sha256:{digit * 64}" for digit in "123")
    lock = with_more_hashes(f"# written\ntorch==2 \\\n    --hash={two}\n", (one,))
    assert lock == f"# written\ntorch==2 \\\n    --hash={one} \\\n    --hash={two}\n"
    assert hashes_of_same(f"torch==2 \\\n    --hash={three}\n", lock) == (one, two)
    assert hashes_of_same(f"torch==3 \\\n    --hash={three}\n", lock) == ()


def test_the_bill_of_materials_names_each_locked_file_and_is_the_same_every_time() -> None:
    text = materials.document(materials.bill())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    listed = {one["bom-ref"]: one for one in json.loads(text)["components"]}
    locked = [(name, *block) for name in (".locks/run.txt", TORCH, CUDA) for block in blocks(name)]
    assert set(listed) == {f"{one.name}{one.specifier}" for _, one, _ in locked}
    for name, one, hashes in locked:
        told = listed[f"{one.name}{one.specifier}"]
        assert {f"sha256:{each['content']}" for each in told["hashes"]} == set(re.findall(r"sha256:\w+", hashes)), one
        assert told["scope"] == ("optional" if name == CUDA else "required")
    [anyio] = [told for told in listed.values() if told["name"] == "anyio"]
    assert anyio["licenses"] == [{"expression": "MIT"}]
    assert materials.document(materials.bill()) == text


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for folder in ("kbsearch", ".locks"):
        (tmp_path / folder).mkdir()
    for name in ("kbsearch/__init__.py", "kbsearch/bootstrap.py", "pyproject.toml", *LOCKS, TORCH, CUDA):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


@pytest.mark.parametrize(("word", "lock"), [("up", ".locks/run.txt"), ("test", ".locks/test.txt")])
def test_the_first_command_installs_from_the_lock_and_then_the_rest(clone: Path, word: str, lock: str) -> None:
    fake_install(clone, extras="")
    (clone / lock).write_text((clone / lock).read_text("utf-8") + "# changed\n")
    asked = [line for line in run(clone, word).stdout.splitlines() if "pip install" in line]
    hashed = "--no-deps --require-hashes --requirement"
    assert asked[0].endswith(f"{hashed} {clone / lock} --requirement {clone / TORCH}")
    assert asked[1].endswith(f"--no-deps --no-build-isolation --editable {clone}"), "nothing without a hash"
    assert len(asked) == 2


def test_a_pytorch_for_graphics_cards_gets_what_it_needs(clone: Path) -> None:
    fake_install(clone, extras="", torch_wants="nvidia-cublas==1")
    (clone / TORCH).write_text((clone / TORCH).read_text("utf-8") + "# changed\n")
    asked = [line for line in run(clone, "up").stdout.splitlines() if "pip install" in line]
    assert asked[1].endswith(f"--no-deps --require-hashes --requirement {clone / CUDA}")
    assert len(asked) == 3


def test_unlocked_takes_what_the_project_allows(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNLOCKED", "1")
    fake_install(clone, extras="")
    (clone / ".locks/run.txt").write_text("changed")
    asked = [line for line in run(clone, "up").stdout.splitlines() if "pip install" in line]
    assert len(asked) == 1
    assert "--require-hashes" not in asked[0]


def test_a_hash_that_differs_stops_the_installation(tmp_path: Path) -> None:
    """pip itself, on a library that is nowhere but beside it."""
    wheel = tmp_path / "kbsearchlocktest-1-py3-none-any.whl"
    info = "kbsearchlocktest-1.dist-info/"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(f"{info}METADATA", "Metadata-Version: 2.1\nName: kbsearchlocktest\nVersion: 1\n")
        file.writestr(f"{info}WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}RECORD", "")
    lock = tmp_path / "wrong.lock"
    lock.write_text(f"kbsearchlocktest==1 --hash=sha256:{'0' * 64}\n")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--require-hashes", "--no-index", "--dry-run"]
    command += ["--find-links", str(tmp_path), "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "HASHES" in done.stderr + done.stdout


def test_an_audit_tells_what_is_known_and_says_when_nobody_knows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(locking, "_audited", lambda _: [])
    assert locking.audit() == 0
    assert "nothing was audited" in capsys.readouterr().out
    known = [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}, {"name": "b", "version": "2", "vulns": []}]
    monkeypatch.setattr(locking, "_audited", lambda _: known)
    assert locking.audit() == 1
    assert capsys.readouterr().out == "a 1: X-1\n2 libraries audited, 1 with known vulnerabilities.\n"
