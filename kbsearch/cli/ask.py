"""`kbsearch ask`: one question, or a file of them, answered in the terminal."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import msgspec

from kbsearch import api, app
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.path_report import language, lines
from kbsearch.cli.wishes import Wishes, with_wishes
from kbsearch.core import escalation, jsonl
from kbsearch.core.escalation.words import Lang
from kbsearch.core.faults import printable
from kbsearch.core.model import Answer, AnswerState, Result
from kbsearch.core.one_client import OneClient
from kbsearch.core.questions import Question as Clarifying
from kbsearch.core.search.excerpt import segments
from kbsearch.core.search.notes import warnings
from kbsearch.errors import BadRequest
from kbsearch.settings import Settings

STATE_COLOURS = {AnswerState.SURE: "green", AnswerState.TO_CHECK: "yellow", AnswerState.NOTHING_RELIABLE: "red"}

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a query file."""

    id: str | int
    """As it is written there; without one, the number of its line. Empty for a question on the command line."""
    query: str


@click.command()
@click.argument("client")
@click.argument("query", required=False)
@click.option(
    "--queries",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Answer every line of a JSON Lines file: {"id": "q1", "query": "…"}; other keys are ignored.',
)
@with_wishes
@click.option("--json", "as_json", is_flag=True, help="One JSON object per question.")
@with_settings
def command(
    settings: Settings, client: str, query: str | None, queries: Path | None, wishes: Wishes, as_json: bool
) -> None:
    """Ask CLIENT's articles a question, in a caller's words.

    Nothing is built: what `kbsearch build` published last is searched. Without a model, words alone are compared, and
    each answer says so (`mode`).

    \b
    Examples
      kbsearch ask caissio "le terminal marque connexion impossible"
      kbsearch ask caissio E-204 --limit 3 --json
      kbsearch ask caissio "terminal hors ligne" --call c-118
      kbsearch ask caissio "ne s'allume plus" --choice "product=TPE Move C3"
      kbsearch ask caissio --queries calls.jsonl --json > answers.jsonl
    """
    if (query is None) == (queries is None):
        raise BadRequest("Give either a question or --queries FILE.", field="query")
    if queries is not None and wishes.call:
        raise BadRequest("--call goes with one question, not with --queries.", field="call")
    questions = [Question("", query or "")] if queries is None else read_questions(queries)
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        lang = language(snapshot)
        report_model(kb)
        replies = kb.threads.readers.map(partial(answered, kb, one, wishes), [question.query for question in questions])
        for question, reply in zip(questions, replies, strict=True):
            if wishes.call:
                screen = api.search.shown.shown(
                    one,
                    f"terminal:{uuid4().hex}",
                    reply.path.at.astimezone(UTC),
                    reply,
                    api.search.path_shapes.path_out(one, reply.path, lang),
                )
                kb.calls.record_search(one, wishes.call, screen)
            if as_json:
                print_json(one, question, reply, lang)
            else:
                for incident in reply.incidents:
                    said = f"{api.catalogue.text(lang, 'incident')} {printable(incident.title)}"
                    click.secho(said, fg="red", bold=True)
                    if incident.message:
                        click.echo(f"  {printable(incident.message)}")
                print_text(question, reply.answer)
                click.echo("\n".join(lines(reply.path, lang)))
    finally:
        kb.close()


def answered(kb: app.App, client: OneClient, wishes: Wishes, query: str) -> app.Reply:
    """One question's answer, and who takes over now if it does not help."""
    asked = escalation.Asked(datetime.now(UTC))
    return kb.reply(
        client, kb.understand(client, query, call=wishes.call or ""), asked, limit=wishes.limit, chosen=wishes.chosen
    )


def read_questions(path: Path) -> list[Question]:
    """Every line checked before the first is answered. Raises `BadRequest` that names the file and the lines."""
    ids = jsonl.Ids()

    def parse(line: int, row: Mapping[str, Any]) -> Question:
        if not isinstance(row.get("query"), str):
            raise ValueError('no text under "query"')
        return Question(ids.take({"id": str(line), **row}, line), row["query"])

    return jsonl.read(path.read_bytes(), parse, source=str(path))


def print_json(client: OneClient, question: Question, reply: app.Reply, lang: Lang) -> None:
    """The query as it was asked, not as it was normalised, so that a reader can match lines."""
    row = {
        "id": question.id,
        "query": question.query,
        "mode": reply.answer.mode,
        "results": list(_rows(reply.answer)),
        "question": dataclasses.asdict(reply.answer.question) if reply.answer.question else None,
        "escalation": msgspec.to_builtins(api.search.path_shapes.path_out(client, reply.path, lang)),
        "incidents": [msgspec.to_builtins(api.incidents.shapes.incident_shown(client, one)) for one in reply.incidents],
        "state": reply.answer.state.value,
        "probability": round(reply.answer.probability, 3),
        "reasons": list(reply.answer.reasons),
        "suggestions": [dataclasses.asdict(one) for one in reply.answer.suggestions],
        "notes": list(reply.answer.notes),
        "commit": reply.answer.commit,
        "generation": reply.answer.generation,
    }
    click.echo(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))


def _rows(answer: Answer) -> Iterator[dict[str, Any]]:
    for result in answer.results:
        yield {
            "article": result.article,
            "path": result.path,
            "title": result.title,
            "score": float(result.score),
            "passage": msgspec.structs.asdict(result.passage),
        }


def print_text(question: Question, answer: Answer) -> None:
    """For a person: place, title, where in the article, the passage with matches in bold; colours on a terminal."""
    if question.id != "":
        click.secho(printable(f"{question.id}  {question.query}"), underline=True)
    if answer.mode == "keyword":
        click.secho("words only", fg="yellow")
    if answer.reasons:
        click.secho(state_line(answer), fg=STATE_COLOURS[answer.state], bold=True)
    for note in warnings(answer.notes, results=len(answer.results)):
        click.secho(api.catalogue.text("en", f"note-{note}"), fg="yellow", bold=True)
    if answer.suggestions:
        click.echo("Try with: " + printable(", ".join(f"{s.instead} (for {s.word})" for s in answer.suggestions)))
    if not answer.results:
        click.echo("No article found.")
    for place, result in enumerate(answer.results, start=1):
        _print_result(place, result)
    if answer.question:
        _print_question(answer.question)
    click.echo(click.style(f"commit {answer.commit[:12]}, generation {answer.generation}", dim=True))


def state_line(answer: Answer) -> str:
    """`Sure: exact code, words and meaning point at the same article`."""
    reasons = ", ".join(api.catalogue.text("en", f"reason-{code}") for code in answer.reasons)
    return f"{api.catalogue.text('en', f'answer-{answer.state.value}')}: {reasons}"


def _print_result(place: int, result: Result) -> None:
    first, last = result.passage.lines
    click.echo(f"{place:2}. {click.style(printable(result.title), bold=True)}")
    where = printable(" › ".join(result.passage.heading))
    click.echo(click.style(f"    {result.path}:{first}-{last}" + (f"  {where}" if where else ""), dim=True))
    pieces = [(printable(_SPACES.sub(" ", piece)), hit) for piece, hit in segments(result)]
    text = "".join(click.style(piece, fg="green", bold=True) if hit else piece for piece, hit in pieces)
    click.echo("    " + " ".join(text.split()))


def _print_question(question: Clarifying) -> None:
    click.echo(f"To ask: {click.style(printable(question.text), bold=True)}")
    for choice in question.choices:
        option = click.style(printable(f"  --choice {shlex.quote(f'{question.facet}={choice.value}')}"), dim=True)
        click.echo(f"    {printable(choice.label)}{option}")
