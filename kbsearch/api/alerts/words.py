"""An alert in words: what it is about, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.local_words import moment, number, share, signed
from kbsearch.core.alerts.failing import Failing
from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import AlertRules, Change, Limit
from kbsearch.core.one_client import OneClient

TITLES: dict[Kind, str] = {
    Kind.ANSWER_RATE: "alert-answer_rate",
    Kind.ABANDONMENT_RATE: "alert-abandonment_rate",
    Kind.FCR_DROP: "alert-fcr_drop",
    Kind.N3_SHARE: "alert-n3_share",
    Kind.UNANSWERED_BURST: "alert-unanswered_burst",
}


RULES: dict[Kind, str] = {
    Kind.ANSWER_RATE: "alerts-rule-answer_rate",
    Kind.ABANDONMENT_RATE: "alerts-rule-abandonment_rate",
    Kind.FCR_DROP: "alerts-rule-fcr_drop",
    Kind.N3_SHARE: "alerts-rule-n3_share",
    Kind.UNANSWERED_BURST: "alerts-rule-unanswered_burst",
}


def title(alert: Alert, *, lang: Lang) -> str:
    return text(lang, TITLES[alert.kind])


def rules(agreed: AlertRules, *, lang: Lang) -> Iterator[tuple[str, str]]:
    """Each kind, with when it is opened for this client: its formula and the client's own values."""
    for kind, said in RULES.items():
        rule = getattr(agreed, kind.value)
        values = {"at_least": number(rule.at_least, lang)}
        match rule:
            case Limit():
                values["percent"] = share(rule.percent / 100, 0, lang=lang)
            case Change():
                values["days"] = number(rule.days, lang)
        yield text(lang, TITLES[kind]), text(lang, said, **values) if rule.is_on else text(lang, "alerts-rule-off")


def measured(alert: Alert, *, lang: Lang) -> str:
    """Its figures, with what they are beyond."""
    counted, before = alert.counted, alert.before
    counts = _counts(counted, lang)
    if before is None:
        threshold = share(alert.threshold, lang=lang)
        return text(lang, "alert-beyond", value=_value(counted, lang), counts=counts, threshold=threshold)
    if alert.kind is Kind.UNANSWERED_BURST:
        usual, hours = number(before.numerator, lang), number(before.denominator, lang)
        threshold = number(round(alert.threshold), lang)
        return text(lang, "alert-burst", counts=counts, usual=usual, hours=hours, threshold=threshold)
    return text(
        lang,
        "alert-changed",
        value=_value(counted, lang),
        counts=counts,
        before=_value(before, lang),
        before_counts=_counts(before, lang),
        low=_points(alert.low, lang),
        high=_points(alert.high, lang),
    )


def disabled(client: OneClient, found: Failing, zone: tzinfo, *, lang: Lang) -> str:
    """A webhook that is left alone: since when, why, and what to do. Raises `ScopeViolation` where it is another's."""
    still_own(client, found)
    since, tries = moment(found.since, zone, lang), number(found.tries, lang)
    at = moment(found.disabled or found.since, zone, lang)
    why = text(lang, "alerts-webhook-why", since=since, tries=tries, told=found.told)
    return " ".join(
        (
            text(lang, "alerts-webhook-disabled", at=at),
            text(lang, "alerts-webhook-gone") if found.is_gone else why,
            text(lang, "alerts-webhook-mend", command=f"kbsearch alerts enable {client.id}"),
        )
    )


def _counts(count: Count, lang: Lang) -> str:
    return text(
        lang, "figures-of", numerator=number(count.numerator, lang), denominator=number(count.denominator, lang)
    )


def _value(count: Count, lang: Lang) -> str:
    return share(count.value or 0.0, lang=lang)


def _points(difference: float | None, lang: Lang) -> str:
    return signed(100 * (difference or 0.0), lang=lang)
