"""`kbsearch model`: prepare, show or verify the embedding models."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import click

from kbsearch import app
from kbsearch.cli.options import with_settings
from kbsearch.errors import ModelMissing
from kbsearch.settings import Settings

PROBE = "imprimante hors ligne"
TOLERANCE = 1e-3

SOURCE_HELP = "`default`, a folder, or the id of a model that is already on this machine."


@click.group()
def command() -> None:
    """The embedding models: any sentence-transformers model becomes one small graph, made once, used offline.

    There are two: the main one reads everything; a small English one is also asked about plain English documents
    (`english = "none"` below `[model]` in kbsearch.toml does without).

    \b
    Examples
      kbsearch model prepare                      both default models, one or two minutes
      kbsearch model prepare --source ./my-model  any sentence-transformers folder
      kbsearch model show
    """


@command.command()
@click.option("--source", metavar="SOURCE", help=SOURCE_HELP)
@click.option("--again", is_flag=True, help="Make it afresh even if it is there.")
@with_settings
def prepare(settings: Settings, source: str | None, again: bool) -> None:
    """Load each model with sentence-transformers, export it, shrink it to 8 bits, verify it, keep it."""
    settings, names = chosen(settings, source)
    for name in names:
        try:
            if not again:
                click.echo(f"{name} model: already prepared in {app.load_model(settings, name).folder}")
                continue
        except ModelMissing:
            pass
        started = time.monotonic()
        model = app.prepare_model(settings, name, progress=Steps(name).show)
        click.echo(f"{name} model: prepared in {time.monotonic() - started:.0f} s in {model.folder}")
    if source is not None:
        click.echo(f'To use it, put this line into kbsearch.toml: model_source = "{source}"')


@command.command()
@click.option("--source", metavar="SOURCE", help=SOURCE_HELP)
@with_settings
def show(settings: Settings, source: str | None) -> None:
    """What is prepared: each model's folder, fingerprint, size, limits and prompts."""
    settings, names = chosen(settings, source)
    for name in names:
        model = app.load_model(settings, name)
        size = sum(path.stat().st_size for path in model.folder.iterdir())
        facts: dict[str, Any] = {
            "model": name,
            "source": model.source,
            "folder": model.folder,
            "fingerprint": model.fingerprint,
            "size": f"{size / 1e6:.0f} MB",
            "dimensions": model.dim,
            "most tokens": model.max_tokens,
            "query prompt": repr(model.query_prompt),
            "document prompt": repr(model.document_prompt),
        }
        for fact, value in facts.items():
            click.echo(f"{fact:16} {value}")
        click.echo()


@command.command()
@click.option("--source", metavar="SOURCE", help=SOURCE_HELP)
@with_settings
def verify(settings: Settings, source: str | None) -> None:
    """Check every byte of each model against its fingerprint, and that its graph answers the same twice."""
    settings, names = chosen(settings, source)
    for name in names:
        embedder = app.open_embedder(settings, name)
        first, second = embedder.embed_queries([PROBE, PROBE])
        if abs(float(first @ first) - 1) > TOLERANCE or bool((first != second).any()):
            raise ModelMissing(
                f"The prepared {name} model gives unusable vectors.", remedy="kbsearch model prepare --again"
            )
        click.echo(f"{name} model: sound, {embedder.fingerprint}")


def chosen(settings: Settings, source: str | None) -> tuple[Settings, tuple[app.ModelName, ...]]:
    """The settings with another main model, and which models are meant: that one alone, or all."""
    if source is None:
        return settings, app.model_names(settings)
    return dataclasses.replace(settings, model_source=source), ("main",)


class Steps:
    """Says each step as it starts, with the seconds so far."""

    NAMES = ("read", "export", "quantise", "verify", "publish")

    def __init__(self, name: app.ModelName) -> None:
        self.name = name
        self.started = time.monotonic()

    def show(self, step: str) -> None:
        place = f"{self.NAMES.index(step) + 1}/{len(self.NAMES)}" if step in self.NAMES else "…"
        click.echo(f"{self.name} model {place} {step} ({time.monotonic() - self.started:.0f} s)", err=True)
