"""Reasons of a path in French and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from kbsearch.core.escalation.nouns import SUPERVISOR, UNDECLARED, Reason, Step
from kbsearch.core.levels import Level, group_called, readable
from kbsearch.core.text import fold

Lang = Literal["fr", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    "trigger-words": ("Tous les mots de « {phrase} » sont dits.", "All words of “{phrase}” were said."),
    "trigger-meaning": ("Cela ressemble à « {phrase} ».", "This resembles “{phrase}”."),
    "priority": ("Priorité {priority}.", "Priority {priority}."),
    "article": ("D’après l’article : {title}.", "As the article says: {title}."),
    "category": ("La catégorie « {category} » y envoie.", "The category “{category}” sends there."),
    "first-level": ("Premier niveau au-dessus du N1.", "First level above N1."),
    "next-level": ("Niveau suivant.", "Next level."),
    "same-level": (
        "Groupe du même niveau : {group} n’est pas joignable.",
        "Group of the same level: {group} cannot be reached.",
    ),
    "level-below": (
        "Personne n’est joignable plus haut : {level} prend la suite.",
        "Nobody further up can be reached: {level} takes over.",
    ),
    "chosen": ("Niveau choisi par l’agent.", "Level chosen by the agent."),
    UNDECLARED: (
        "Niveau choisi par l’agent, que ce client ne déclare pas.",
        "Level chosen by the agent, which this client does not declare.",
    ),
    "no-path": (
        "Aucun chemin n’est déclaré pour ce client : prévenez le superviseur.",
        "No path is declared for this client: tell the supervisor.",
    ),
    "nobody-left": (
        "Personne n’est joignable à cette heure : prévenez le superviseur.",
        "Nobody can be reached at this hour: tell the supervisor.",
    ),
    "closed": ("{group} est fermé jusqu’à {until} : étape suivante.", "{group} is closed until {until}: next step."),
    "closed-long": (
        "{group} est fermé pour plus de deux mois : étape suivante.",
        "{group} is closed for more than two months: next step.",
    ),
    "nobody": (
        "{group} : personne d’astreinte jusqu’à {until} : étape suivante.",
        "{group}: nobody on duty until {until}: next step.",
    ),
    "nobody-long": (
        "{group} : personne d’astreinte avant deux mois : étape suivante.",
        "{group}: nobody on duty for two months: next step.",
    ),
    "closed-chosen": (
        "{group}, choisi par l’agent, est fermé jusqu’à {until}.",
        "{group}, chosen, is closed until {until}.",
    ),
    "closed-long-chosen": (
        "{group}, choisi par l’agent, est fermé pour plus de deux mois.",
        "{group}, chosen, is closed for more than two months.",
    ),
    "nobody-chosen": (
        "{group}, choisi par l’agent : personne d’astreinte jusqu’à {until}.",
        "{group}, chosen: nobody on duty until {until}.",
    ),
    "nobody-long-chosen": (
        "{group}, choisi par l’agent : personne d’astreinte avant deux mois.",
        "{group}, chosen: nobody on duty for two months.",
    ),
    "hours-unknown": (
        "Les horaires de {group} ne sont pas déclarés.",
        "The hours of {group} are not declared.",
    ),
    "unknown-group": (
        "L’article nomme {group}, que ce client ne déclare pas ({title}).",
        "The article names {group}, which this client does not declare ({title}).",
    ),
    "unknown-level": (
        "L’article nomme le niveau {level}, que ce client ne déclare pas ({title}).",
        "The article names the level {level}, which this client does not declare ({title}).",
    ),
    "public-holiday": ("Jour férié : {name}.", "Public holiday: {name}."),
    "closing-day": ("Jour de fermeture du client.", "One of the client’s closing days."),
    "time-twice": (
        "Cette heure existe deux fois cette nuit-là : la première ({moment}) est prise.",
        "The clocks show this time twice that night: the first ({moment}) is taken.",
    ),
    "time-skipped": (
        "Cette heure n’existe pas cette nuit-là : {moment} est pris à sa place.",
        "The clocks skip this time that night: {moment} is taken instead.",
    ),
    # parts of the above
    "when": (" Quand : {when}.", " When: {when}."),
    "why": (" {why}", " {why}"),
}
"""Code → (French, English). Braces are filled by name."""

_REACHED = {
    (True, True): ("Joignable jusqu’à {until}", "Can be reached until {until}"),
    (True, False): ("Joignable", "Can be reached"),
    (False, True): ("Fermé jusqu’à {until}", "Closed until {until}"),
    (False, False): ("Fermé pour plus de deux mois", "Closed for more than two months"),
}
"""(is open, has an `until`) → (French, English)."""

_LEVELS = {"on-call": ("Astreinte", "On-call"), SUPERVISOR: ("Superviseur", "Supervisor")}
"""Levels that are not said as they are written → (French, English)."""

_DAYS = (
    ("lundi", "Monday"), ("mardi", "Tuesday"), ("mercredi", "Wednesday"), ("jeudi", "Thursday"), ("vendredi", "Friday"),
    ("samedi", "Saturday"), ("dimanche", "Sunday"),
)  # fmt: skip
_MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"), ("octobre", "October"),
    ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip


def say(reason: Reason, lang: Lang) -> str:
    """The reason as a sentence.

    >>> say(Reason("closed", (("group", "support"), ("until", datetime(2026, 3, 30, 8, 30)))), "fr")
    'support est fermé jusqu’à lundi 30 mars 08:30 : étape suivante.'
    """
    values = {name: moment(value, lang) if isinstance(value, datetime) else value for name, value in reason.values}
    added = "".join(TEXTS[part][lang == "en"].format(**values) for part in ("when", "why") if values.get(part))
    return TEXTS[reason.code][lang == "en"].format(**values) + added


def level_called(level: str, lang: Lang) -> str:
    """`N2`, `Astreinte`, `Superviseur`."""
    return _LEVELS[level][lang == "en"] if level in _LEVELS else level


def titled(step: Step, lang: Lang) -> str:
    """Level and group, the level once: `N2 Support caisses`, `Astreinte commerce`, `Superviseur`."""
    return _titled(level_called(step.level, lang), step.name or readable(step.group, step.level))


def taker(levels: Sequence[Level], level: str, group: str, lang: Lang) -> str:
    """The same of a level and a group, either of which may be empty, as `levels` call it."""
    return _titled(level_called(level, lang), group_called(levels, group, level))


def _titled(level: str, name: str) -> str:
    rest = name[len(level) :] if level and _begins(name, level) else f" {name}"
    return f"{level}{rest}".strip()


def whom(step: Step, lang: Lang) -> str:
    """Whom to turn to and how, in one line. What a contact begins with is not said before it:
    `N2 · Support caisses, poste 4220 · téléphone`."""
    title = titled(step, lang)
    if step.name and _begins(step.contact, step.name):
        title = "" if _begins(title, step.name) else level_called(step.level, lang)
    return " · ".join(part for part in (title, step.who, step.contact, step.channel) if part)


def _begins(text: str, words: str) -> bool:
    """Whether `text` begins with these words, and not within one."""
    return re.match(rf"{re.escape(fold(words))}\b", fold(text)) is not None


def reached(step: Step, lang: Lang) -> str:
    """Whether a step can be reached, and until when that holds; empty where nothing says."""
    if step.rule.code == UNDECLARED:
        return ""
    words = _REACHED[step.is_open, step.until is not None][lang == "en"]
    return words.format(until=moment(step.until, lang) if step.until else "")


def delay(step: Step, lang: Lang) -> str:
    """The target until they answer: `en 30 min`, `within 4 h`; empty where none is declared."""
    if step.delay_minutes is None:
        return ""
    hours, minutes = divmod(step.delay_minutes, 60)
    written = " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0 or not hours))
    return f"within {written}" if lang == "en" else f"en {written}"


def moment(local: datetime, lang: Lang) -> str:
    """A local date and time as people say it: `mardi 1er décembre 08:30`, `Monday 30 March 08:30`."""
    at = lang == "en"
    day = "1er" if lang == "fr" and local.day == 1 else local.day
    return f"{_DAYS[local.weekday()][at]} {day} {_MONTHS[local.month - 1][at]} {local:%H:%M}"


def month(day: date, lang: Lang) -> str:
    """The month that a day is of, as people say it: `mars 2026`, `March 2026`."""
    return f"{_MONTHS[day.month - 1][lang == 'en']} {day.year}"
