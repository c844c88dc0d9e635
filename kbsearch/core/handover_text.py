"""The hand-over sheet in words, as Markdown or plain text, in French and English."""

from __future__ import annotations

from kbsearch.core.escalation import Step, say
from kbsearch.core.escalation.words import Lang, delay, moment, reached, titled
from kbsearch.core.handover import Handover, Seen

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Fiche de passage vers {next}", "Hand-over to {next}"),
    "client": ("Client", "Client"),
    "call": ("Appel", "Call"),
    "begun": ("Début", "Began"),
    "came": ("Arrivé par", "Came in by"),
    "caller": ("Clé de rappel", "Call-back key"),
    "caller-unknown": ("numéro masqué", "withheld number"),
    "priority": ("Priorité", "Priority"),
    "impact": ("Impact", "Impact"),
    "symptoms": ("Symptômes, tels que dits", "Symptoms, as said"),
    "answers": ("Réponses aux questions", "Answers to questions"),
    "facts": ("À savoir pour {next}", "What {next} needs to know"),
    "articles": ("Articles vus", "Articles seen"),
    "path": ("Qui prend la suite", "Who takes over"),
    "not-asked": ("non demandé", "not asked"),
    "none": ("rien", "nothing"),
    "steps": ("étapes faites : {steps}", "steps done: {steps}"),
    "version": ("version {version}", "version {version}"),
    "refused": ("écarté", "ruled out"),
    "tried": ("essayé", "tried"),
    "used": ("utile", "useful"),
    "opened": ("lu", "read"),
    "first-facts": ("demander : {facts}", "ask: {facts}"),
}
"""Key → (French, English)."""


def markdown(sheet: Handover, lang: Lang) -> str:
    """The sheet as Markdown. What people typed cannot end a line or begin a heading."""
    return _rendered(
        sheet, lang, heading="## {}", item="- {}", pair="- **{}** : {}" if lang == "fr" else "- **{}**: {}"
    )


def plain(sheet: Handover, lang: Lang) -> str:
    """The sheet as text, for a tool that knows no Markdown."""
    return _rendered(sheet, lang, heading="{}", item="  - {}", pair="  {}{colon} {}")


def _rendered(sheet: Handover, lang: Lang, *, heading: str, item: str, pair: str) -> str:
    def text(key: str, **values: str) -> str:
        return TEXTS[key][lang == "en"].format(**values)

    following, colon = titled(sheet.next, lang), " :" if lang == "fr" else ":"
    facts = [(one.name, one.value or text("not-asked")) for one in sheet.facts]
    lines: list[str] = []
    for key, pairs in (("title", _about(sheet, lang)), ("facts", facts)):
        lines.append(heading.format(text(key, next=following)))
        lines += [pair.format(*map(_line, one), colon=colon) for one in pairs]
        lines.append("")
    rest = (
        ("symptoms", list(sheet.symptoms)),
        ("answers", [f"{question} — {answer}" for question, answer in sheet.answers]),
        ("articles", [_article(seen, lang) for seen in sheet.articles]),
        ("path", [_step(step, lang) for step in sheet.path.steps] + [say(one, lang) for one in sheet.path.warnings]),
    )
    for key, items in rest:
        lines += [heading.format(text(key)), *(item.format(_line(one)) for one in items or [text("none")]), ""]
    return "\n".join(lines).strip() + "\n"


def _about(sheet: Handover, lang: Lang) -> list[tuple[str, str]]:
    def text(key: str) -> str:
        return TEXTS[key][lang == "en"]

    return [
        (text("client"), sheet.client_name or sheet.client),
        (text("call"), sheet.call),
        (text("begun"), moment(sheet.begun, lang)),
        (text("came"), sheet.came or text("none")),
        (text("caller"), sheet.caller or text("caller-unknown")),
        (text("priority"), sheet.told.priority),
        (text("impact"), sheet.told.impact or text("not-asked")),
    ]


def _article(seen: Seen, lang: Lang) -> str:
    def text(key: str, **values: str) -> str:
        return TEXTS[key][lang == "en"].format(**values)

    parts = [f"{seen.title} ({seen.article})", text(seen.did)]
    if seen.steps:
        parts.append(text("steps", steps=", ".join(map(str, seen.steps))))
    if seen.version:
        parts.append(text("version", version=seen.version[:12]))
    return ", ".join(parts)


def _step(step: Step, lang: Lang) -> str:
    parts = [titled(step, lang), step.who, step.contact, reached(step, lang), delay(step, lang)]
    facts = TEXTS["first-facts"][lang == "en"].format(facts=", ".join(step.facts)) if step.facts else ""
    return " — ".join(part for part in (*parts, facts, say(step.rule, lang)) if part)


def _line(text: str) -> str:
    """One line, so that nothing typed can look like another part of the sheet."""
    return " ".join(text.split())
