"""A gap → the draft of the article that it lacks: what callers said, were asked and answered, and what came of it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.handover_text import escaped
from kbsearch.core.figures.levels import reached
from kbsearch.core.gaps.nouns import Gap
from kbsearch.core.slugs import slug

FOLDER = "manques"
"""Below the client's own."""
MOST_SLUG = 60
MOST_SAID = 12
MOST_ANSWERS = 5
MOST_NOTES = 20
FRENCH, ENGLISH = "fr", "en"

TEXTS: dict[str, tuple[str, str]] = {
    "lead": (
        "Brouillon tiré de {calls} appels qu’aucun article n’a résolus, du {since} au {until} (manque {id}). "
        "À vérifier et à compléter, puis `state: validated`.",
        "A draft made of {calls} calls that no article solved, {since} to {until} (gap {id}). Check and complete it, "
        "then set `state: validated`.",
    ),
    "symptoms": ("Symptômes", "Symptoms"),
    "questions": ("Questions à poser", "Questions to ask"),
    "answered": ("réponses : {answers}", "answers: {answers}"),
    "no-questions": ("Aucune question n’a été posée dans ces appels.", "Nothing was asked in these calls."),
    "resolution": ("Résolution", "Resolution"),
    "to-do": ("À écrire : ce qui résout, étape par étape, avec le résultat attendu.",
              "To be written: what solves it, step by step, with the result to expect."),
    "notes": ("Notes de fin d’appel, à reprendre ou à effacer :", "Notes on how calls ended, to use or to delete:"),
    "escalation": ("Escalade", "Escalation"),
    "handed": ("{level} : {calls} appels sur {all}", "{level}: {calls} of {all} calls"),
    "kept": ("Aucun de ces appels n’a été passé.", "None of these calls was handed over."),
}  # fmt: skip
"""Key → (French, English). Braces are filled by name."""


def path_of(gap: Gap) -> str:
    """Of the draft, from the client's folder."""
    return f"{FOLDER}/{slug(gap.label)[:MOST_SLUG].strip('-') or 'appels'}-{gap.id}.md"


def draft(gap: Gap, days: tuple[str, str], calls: Sequence[Call], lang: str = FRENCH) -> str:
    """The whole file, in French or English. `calls`: those of the gap that are on record; their texts are redacted, and
    stand as text whatever Markdown would make of them. `days`: first and last, as they are to be shown."""

    def t(key: str, **values: object) -> str:
        return TEXTS[key][lang == ENGLISH].format(**values)

    said = (gap.label, *gap.wordings)[:MOST_SAID]
    lead = t("lead", calls=len(gap.calls), since=days[0], until=days[1], id=gap.id)
    parts = [
        _front_matter(gap, said, lang),
        f"# {escaped(_capital(gap.label))}",
        f"> {lead}",
        f"## {t('symptoms')}",
        _items(said),
        f"## {t('questions')}",
        _numbered(_questions(calls, t("answered", answers="{}"))) or t("no-questions"),
        f"## {t('resolution')}",
        f"1. {t('to-do')}",
        *([t("notes"), _items(notes)] if (notes := _notes(calls)) else []),
        f"## {t('escalation')}",
        _items(t("handed", level=level, calls=n, all=len(calls)) for level, n in _levels(calls)) or t("kept"),
    ]
    return "\n\n".join(parts) + "\n"


def _front_matter(gap: Gap, said: Iterable[str], lang: str) -> str:
    """Texts as JSON has them, which YAML reads as the same texts."""
    lines = [f"title: {_quoted(_capital(gap.label))}", "symptoms:", *(f"  - {_quoted(one)}" for one in said)]
    return "\n".join(["---", *lines, f"lang: {lang}", "state: draft", "---"])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(' '.join(one.split()))}" for one in lines)


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{n}. {escaped(' '.join(one.split()))}" for n, one in enumerate(lines, 1))


def _questions(calls: Iterable[Call], answered: str) -> list[str]:
    """What was asked most first, each with the answers that were given most."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for call in calls:
        for one in call.answers:
            found[one.what.question][one.what.answer] += 1
    ordered = sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))
    return [
        f"{question} ({answered.format(', '.join(answer for answer, _ in answers.most_common(MOST_ANSWERS)))})"
        for question, answers in ordered
    ]


def _notes(calls: Iterable[Call]) -> list[str]:
    """Each once, those of the last calls first."""
    said = [call.comment for call in sorted(calls, key=lambda call: call.started, reverse=True) if call.comment]
    return [*dict.fromkeys(said)][:MOST_NOTES]


def _levels(calls: Iterable[Call]) -> list[tuple[str, int]]:
    return sorted(Counter(level for call in calls for level in reached(call)).items())
