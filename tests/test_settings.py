from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kbsearch import settings
from kbsearch.errors import BadSettings
from kbsearch.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in fields(Settings):
        monkeypatch.delenv(f"KBSEARCH_{name.name.upper()}", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_every_setting_has_a_parser() -> None:
    assert list(settings._PARSERS) == [field.name for field in fields(Settings)]


def test_defaults_are_below_the_current_folder(empty_folder: Path) -> None:
    found = load_settings({})
    assert found.articles == empty_folder / "articles"
    assert found.indexes == empty_folder / "indexes"
    assert found.models == empty_folder / "cache" / "kbsearch" / "models"


def test_options_win_over_environment_and_environment_over_file(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "kbsearch.toml").write_text('port = 1\nhost = "a"\nsource = "git"\n[model]\nsource = "m"\n')
    monkeypatch.setenv("KBSEARCH_PORT", "2")
    monkeypatch.setenv("KBSEARCH_HALF_PRECISION", "off")
    monkeypatch.setenv("KBSEARCH_HOST", "b")
    found = load_settings({"host": "c", "indexes": None, "articles": Path("base")})
    assert (found.source, found.port, found.host, found.model_source) == ("git", 2, "c", "m")
    assert found.half_precision is False
    assert found.articles == empty_folder / "base"
    assert load_settings({"articles": Path("a/../b/./c")}).articles == empty_folder / "b" / "c"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 80", ["'prot'", "kbsearch.toml", "Did you mean 'port'"]),
        ("[model]\nsouce = 'x'", ["'model_souce'", "Did you mean 'model_source'"]),
        ("zzzzzz = 1", ["'zzzzzz'", "Known: articles"]),
        ("port = 70000", ["'port'", "70000", "0 to 65535"]),
        ("port = true", ["'port'", "whole number"]),
        ("port = 1.5", ["whole number"]),
        ("source = 'gti'", ["did you mean 'git'"]),
        ("half_precision = 'maybe'", ["true or false"]),
        ("keep_generations = 1", ["2 to 100"]),
        ("host = 3", ["text"]),
        ("articles = ''", ["folder"]),
        ("port = ", ["kbsearch.toml cannot be read", "at end of document"]),
    ],
)
def test_a_bad_file_says_what_and_how(empty_folder: Path, text: str, words: list[str]) -> None:
    (empty_folder / "kbsearch.toml").write_text(text)
    with pytest.raises(BadSettings) as caught:
        load_settings({})
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_file_with_a_byte_order_mark_is_read_and_one_in_latin_1_told(empty_folder: Path) -> None:
    file = empty_folder / "kbsearch.toml"
    file.write_bytes("\ufeffport = 9000\r\n".encode())
    assert load_settings({}).port == 9000
    file.write_bytes("# réglages\nport = 9000\n".encode("latin-1"))
    with pytest.raises(BadSettings, match=r"kbsearch\.toml cannot be read: save it as UTF-8\.$"):
        load_settings({})


def test_a_home_folder_that_there_is_not_is_told(monkeypatch: pytest.MonkeyPatch, empty_folder: Path) -> None:
    with pytest.raises(BadSettings, match=r"'articles' \(option\) is '~no-such-user/x': there is no such user"):
        load_settings({"articles": "~no-such-user/x"})

    def gone(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "expanduser", lambda path: gone(path) if str(path).startswith("~") else path)
    with pytest.raises(BadSettings, match="KBSEARCH_MODELS"):
        load_settings({})
    assert load_settings({"models": "m"}).models == empty_folder / "m"


def test_a_misspelt_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBSEARCH_ARTICLE", "/x")
    with pytest.raises(BadSettings, match=r"KBSEARCH_ARTICLE.*Did you mean 'articles'"):
        load_settings({})


def test_a_variable_set_to_nothing_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBSEARCH_PORT", "")
    assert load_settings({}).port == 8321
