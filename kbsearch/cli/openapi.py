"""`kbsearch openapi`: the API's contract, and what a change of it breaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kbsearch.errors import BadSettings


@click.command()
@click.option("--write", is_flag=True, help="Publish what this code serves: write it into the package.")
@click.option("--new-version", is_flag=True, help="With --write: publish it although it breaks what was published.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="List what worked with the document in FILE and does not with this one.",
)
def command(write: bool, new_version: bool, against: Path | None) -> None:
    """Print the OpenAPI 3.1 document of the HTTP API, as a server gives it at /schema/openapi.json.

    It is a file of the package, so that every change of the contract is seen in review. Within /api/v1 the contract
    only grows: --write refuses a change that breaks what was published (an operation, parameter, field or value that
    is gone, another type, a new required field…) and lists it; --new-version says that it is meant.

    \b
    Examples
      kbsearch openapi > kbsearch-api.json
      kbsearch openapi --against kbsearch-api.json    before an upgrade: exit code 1 when something breaks
      kbsearch openapi --write                        after a change of the API, for who works on kbsearch
    """
    from kbsearch.api.contract.document import FILE

    if against is not None:
        _report(read(against), read(FILE))
    elif write:
        publish(FILE, served(), new_version=new_version)
    else:
        click.echo(FILE.read_text("utf-8"), nl=False)


def served() -> dict[str, Any]:
    """The document of this code."""
    from kbsearch.api.asgi import create_litestar
    from kbsearch.api.contract.document import document
    from kbsearch.api.pages.web import open_web
    from kbsearch.app import open_records
    from kbsearch.settings import load_settings

    kb = open_records(load_settings({}))  # opens and reads nothing
    try:
        return document(create_litestar(kb, open_web(), lambda: None))
    finally:
        kb.close()


def publish(file: Path, document: dict[str, Any], *, new_version: bool) -> None:
    """Write the document unless it breaks what the file says. Raises `BadSettings` with the list."""
    from kbsearch.core.contract import breaks

    found = breaks(read(file), document) if file.exists() and not new_version else []
    if found:
        click.echo("\n".join(f"  {one}" for one in found), err=True)
        message = (
            f"The change breaks {len(found)} things that were published in {file.name} (above). Nothing was written."
        )
        raise BadSettings(f"{message} Keep them, or say that they are meant to go: --new-version.")
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    click.echo(f"{file}: {sum(len(methods) for methods in document['paths'].values())} operations")


def read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise BadSettings(f"{file} is not JSON: {error}. Give an OpenAPI document in JSON.") from None
    if not isinstance(found, dict) or not isinstance(found.get("paths"), dict):
        raise BadSettings(f"{file} is not an OpenAPI document: it has no `paths`.")
    return found


def _report(old: dict[str, Any], new: dict[str, Any]) -> None:
    from kbsearch.core.contract import breaks

    found = breaks(old, new)
    for one in found:
        click.echo(str(one))
    click.echo(f"{len(found)} breaking changes", err=True)
    if found:
        click.get_current_context().exit(1)
