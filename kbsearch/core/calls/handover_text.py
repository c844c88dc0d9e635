"""The hand-over sheet in words, as Markdown or plain text, in French and English."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kbsearch.core.calls.handover import Handover, Seen
from kbsearch.core.escalation import Step, say
from kbsearch.core.escalation.words import Lang, delay, moment, reached, titled
from kbsearch.core.faults import printable

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Fiche de passage vers {next}", "Hand-over to {next}"),
    "client": ("Client", "Client"),
    "call": ("Appel", "Call"),
    "begun": ("Début", "Began"),
    "came": ("Arrivé par", "Came in by"),
    "speaks": ("Langue de l’appelant", "Caller’s language"),
    "speaks-fr": ("français", "French"),
    "speaks-en": ("anglais", "English"),
    "caller": ("Clé de rappel", "Call-back key"),
    "caller-unknown": ("aucun numéro transmis", "no number was told"),
    "priority": ("Priorité", "Priority"),
    "impact": ("Impact", "Impact"),
    "symptoms": ("Symptômes, tels que dits", "Symptoms, as said"),
    "answers": ("Réponses aux questions", "Answers to questions"),
    "facts": ("À savoir pour {next}", "What {next} needs to know"),
    "articles": ("Articles vus", "Articles seen"),
    "path": ("Qui prend la suite", "Who takes over"),
    "not-told": ("non précisé", "not told"),
    "not-asked": ("non demandé", "not asked"),
    "none": ("rien", "nothing"),
    "steps": ("étapes faites : {steps}", "steps done: {steps}"),
    "version-event": ("version {version}", "version {version}"),
    "version-search": ("version de l’index à ce moment : {version}", "version of the index then: {version}"),
    "version-unknown": ("version inconnue", "version not known"),
    "refused": ("écarté", "ruled out"),
    "tried": ("essayé", "tried"),
    "used": ("utile", "useful"),
    "opened": ("lu", "read"),
    "copied": ("copié", "copied"),
    "displayed": ("affiché en premier, non ouvert", "shown first, not opened"),
    "first-facts": ("demander : {facts}", "ask: {facts}"),
}
"""Key → (French, English)."""

CHANNELS: dict[str, tuple[str, str]] = {
    "phone": ("téléphone", "telephone"),
    "chat": ("messagerie", "chat"),
    "mail": ("courriel", "e-mail"),
}
"""What many tools call a channel → (French, English); any other name stands as it was given."""

_MARKS = re.compile(r"[\\`*_<#~|]|&(?=#|\w)|\](?=[(\[:])")
"""What CommonMark, or GitHub's tables and strikethrough, may read as more than a character, wherever it stands. What
redaction writes, `[name]`, is no link without more behind it and stays as it is."""
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_MARKS_OF_URL = re.compile(r"[\\`*<|]|_(?!_*[^\W_])|(?<!/)~|~(?![^\W_])|&(?=#|\w+;)|\](?=[(\[:])")
"""Fewer within an address, where GitHub takes a backslash for a part of it. An underscore before a letter ends no
emphasis, and begins none where no other ends it; so with the tilde of `/~home`."""
_OPENING = re.compile(r"^(\d{0,9})([-+=>:.)\[])")
"""What begins a list, a box to tick, a quotation or an underlined heading, where the text begins."""


@dataclass(frozen=True, slots=True)
class Form:
    """How lines are written."""

    heading: str
    item: str
    pair: str
    write: Callable[[str], str]
    """A text of one line as this form has it."""


def markdown(sheet: Handover, lang: Lang) -> str:
    """The sheet as CommonMark. Whatever people typed is shown as they typed it: none of it is markup or HTML."""
    pair = "- **{}** : {}" if lang == "fr" else "- **{}**: {}"
    return _rendered(sheet, lang, Form("## {}", "- {}", pair, lambda text: escaped(_line(text))))


def plain(sheet: Handover, lang: Lang) -> str:
    """The sheet as text, for a tool that knows no Markdown."""
    return _rendered(sheet, lang, Form("{}", "  - {}", "  {} : {}" if lang == "fr" else "  {}: {}", _line))


def escaped(line: str) -> str:
    """One line of text as CommonMark that renders as that text.

    >>> escaped("# <b>1 * 2</b>")
    '\\\\# \\\\<b>1 \\\\* 2\\\\</b>'
    >>> escaped("a_b: http://a_b.fr/c_d#e")
    'a\\\\_b: http://a_b.fr/c_d#e'
    """
    parts, at = [], 0
    for url in _URL.finditer(line):
        parts += [_MARKS.sub(r"\\\g<0>", line[at : url.start()]), _MARKS_OF_URL.sub(r"\\\g<0>", url[0])]
        at = url.end()
    return _OPENING.sub(r"\1\\\2", "".join((*parts, _MARKS.sub(r"\\\g<0>", line[at:]))))


def _rendered(sheet: Handover, lang: Lang, form: Form) -> str:
    def text(key: str, **values: str) -> str:
        return TEXTS[key][lang == "en"].format(**values)

    following = titled(sheet.next, lang)
    facts = [(one.name, one.value or text("not-asked")) for one in sheet.facts]
    lines: list[str] = []
    for key, pairs in (("title", _about(sheet, lang)), ("facts", facts)):
        lines.append(form.heading.format(form.write(text(key, next=following))))
        lines += [form.pair.format(*map(form.write, one)) for one in pairs]
        lines.append("")
    rest = (
        ("symptoms", list(sheet.symptoms)),
        ("answers", [f"{question} — {answer}" for question, answer in sheet.answers]),
        ("articles", [_article(seen, lang) for seen in (*sheet.articles, *sheet.displayed)]),
        ("path", [_step(step, lang) for step in sheet.path.steps] + [say(one, lang) for one in sheet.path.warnings]),
    )
    for key, items in rest:
        lines.append(form.heading.format(text(key)))
        lines += [*(form.item.format(form.write(one)) for one in items or [text("none")]), ""]
    return "\n".join(lines).strip() + "\n"


def came_by(came: str, lang: Lang) -> str:
    """Channel, queue and menu, the channel in words where it is one of `CHANNELS`.

    >>> came_by("phone › support", "fr")
    'téléphone › support'
    """
    channel, rest = (found := came.partition(" › "))[0], "".join(found[1:])
    return CHANNELS.get(channel, (channel, channel))[lang == "en"] + rest


def _about(sheet: Handover, lang: Lang) -> list[tuple[str, str]]:
    def text(key: str) -> str:
        return TEXTS[key][lang == "en"]

    return [
        (text("client"), sheet.client_name or sheet.client),
        (text("call"), sheet.call),
        (text("begun"), moment(sheet.begun, lang)),
        (text("came"), came_by(sheet.came, lang) or text("not-told")),
        *([(text("speaks"), text(f"speaks-{sheet.speaks}"))] if sheet.speaks else []),
        (text("caller"), sheet.caller or text("caller-unknown")),
        (text("priority"), sheet.priority),
        (text("impact"), sheet.impact or text("not-asked")),
    ]


def _article(seen: Seen, lang: Lang) -> str:
    def text(key: str, **values: str) -> str:
        return TEXTS[key][lang == "en"].format(**values)

    parts = [f"{seen.title} ({seen.article})", text(seen.did)]
    if seen.steps:
        parts.append(text("steps", steps=", ".join(map(str, seen.steps))))
    parts.append(text(f"version-{seen.version_by}", version=seen.version[:12]))
    return ", ".join(parts)


def _step(step: Step, lang: Lang) -> str:
    parts = [titled(step, lang), step.who, step.contact, reached(step, lang), delay(step, lang)]
    facts = TEXTS["first-facts"][lang == "en"].format(facts=", ".join(step.facts)) if step.facts else ""
    return " — ".join(part for part in (*parts, facts, say(step.rule, lang)) if part)


def _line(text: str) -> str:
    """One line that a terminal shows as it is, so that nothing typed can look like another part of the sheet."""
    return printable(" ".join(text.split()))
