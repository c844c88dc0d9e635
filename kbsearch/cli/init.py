"""`kbsearch init`: a starter base that passes `kbsearch check` and can be searched at once."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from kbsearch.cli.words import counted
from kbsearch.errors import BadSettings

SETTINGS = """\
# Settings of this knowledge base; every one has a default. `kbsearch --help` says where else they can come from.
articles = "articles"
indexes = "indexes"

# "auto" reads the last Git commit when it holds the articles, else the files as they stand.
# source = "auto"

# [model]
# source = "default"       # or a sentence-transformers folder; see: kbsearch model prepare --help
"""

IGNORED = """\
# Built from the articles, never edited.
/indexes/
# Calls, people, keys and secrets: never in Git. `kbsearch backup` copies them.
/data/
# What `kbsearch backup restore --replace` puts aside.
/data.*/
"""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write into a folder that is not empty, replacing files of the same name.")
def command(folder: Path, force: bool) -> None:
    """Write a starter knowledge base into DIR: one example client, shared articles, settings.

    \b
    Example
      kbsearch init ma-base && cd ma-base && kbsearch check && kbsearch up
    """
    if folder.exists() and any(folder.iterdir()) and not force:
        raise BadSettings(f"{folder} is not empty. Choose a new folder, or write into this one with --force.")
    written = copy(resources.files("kbsearch") / "starter", folder / "articles")
    for name, text in (("kbsearch.toml", SETTINGS), (".gitignore", IGNORED)):
        (folder / name).write_text(text, "utf-8")
    click.echo(f"{counted(written, 'file')} written to {folder / 'articles'}, settings to {folder / 'kbsearch.toml'}.")
    click.echo(
        f"""
Next:
  cd {folder}
  kbsearch check            every fault, with file and line
  kbsearch up               model, index, page and API on this machine
  git init && git add . && git commit -m "Ma base"      then each index states its commit

How to write an article: {folder / "articles" / "README.md"}"""
    )


def copy(source: Traversable, target: Path) -> int:
    """Copy a folder of the package; the number of files written."""
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for entry in source.iterdir():
        if entry.is_dir():
            written += copy(entry, target / entry.name)
        elif not entry.name.endswith((".py", ".pyc")):
            (target / entry.name).write_bytes(entry.read_bytes())
            written += 1
    return written
