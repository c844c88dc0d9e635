"""Texts of the page of what a base lacks."""

from __future__ import annotations

GAP_TEXTS: dict[str, tuple[str, str]] = {
    "nav-gaps": ("Manques", "Gaps"),
    "gaps-title": ("Ce qui manque à la base de {name}", "What {name}’s base lacks"),
    "gaps-days": (
        "Appels commencés du {since} au {until} compris, heure de {zone}",
        "Calls that began from {since} to {until} included, time of {zone}",
    ),
    "gaps-looked-at": ("Appels clos et examinés", "Closed calls looked at"),
    "gaps-unsolved": ("dont qu’aucun article n’a résolus", "of which no article solved"),
    "gaps-wordless": (
        "dont sans un mot dit ni cherché : dans aucun groupe",
        "of which without a word said or searched: in no group",
    ),
    "gaps-unread": (
        "dont dans aucun groupe, car trop de formulations différentes : celles des moins fréquentes, restées non lues "
        "({wordings})",
        "of which in no group, for there are too many different wordings: those of the least frequent, left unread "
        "({wordings})",
    ),
    "gaps-unread-before": (
        "dont qu’aucun article n’a résolus et dont les formulations sont restées non lues ({wordings}) : une tendance "
        "qu’ils pourraient changer est dite inconnue",
        "of which no article solved and whose wordings were left unread ({wordings}): a trend that they might change "
        "is said to be unknown",
    ),
    "gaps-before": (
        "Appels examinés du {since} au {until}, auxquels la tendance compare",
        "Calls looked at from {since} to {until}, which the trend compares with",
    ),
    "gaps-none": (
        "Aucun manque dans ces jours : dans chaque appel examiné un article a servi, ou rien ne dit qu’il en manque.",
        "No gap in these days: an article served in every call looked at, or nothing says that one is lacking.",
    ),
    "gaps-table": ("Manques, les plus fréquents d’abord", "Gaps, the most frequent first"),
    "gaps-calls": ("Appels", "Calls"),
    "gaps-share": ("Part", "Share"),
    "gaps-running": ("Part cumulée", "Running share"),
    "gaps-trend": ("Tendance", "Trend"),
    "gaps-trend-rising": ("en hausse", "rising"),
    "gaps-trend-falling": ("en baisse", "falling"),
    "gaps-trend-level": ("stable", "level"),
    "gaps-trend-unknown": ("inconnue", "unknown"),
    "gaps-counts": ("{calls}, {before} avant", "{calls}, {before} before"),
    "gaps-pareto-1": (
        "Le premier manque, ci-dessus, fait à lui seul quatre cinquièmes des appels groupés.",
        "The first gap, above, makes four fifths of the grouped calls by itself.",
    ),
    "gaps-pareto-n": (
        "Les {n} premiers manques, ci-dessus, font ensemble quatre cinquièmes des appels groupés.",
        "The first {n} gaps, above, make four fifths of the grouped calls together.",
    ),
    "gaps-of-calls": ("Ses appels", "Its calls"),
    "gaps-of-calls-of": ("Ses appels : {label}", "Its calls: {label}"),
    "gaps-of-calls-before": ("Du {since} au {until} :", "From {since} to {until}:"),
    "gaps-more-1": ("et 1 autre", "and 1 more"),
    "gaps-more-n": ("et {n} autres", "and {n} more"),
    "gaps-draft": ("Commencer l’article :", "Begin the article:"),
    "gaps-wait": (
        "Un mois de milliers d’appels, demandé pour la première fois, prend une demi-minute ou plus : les recherches "
        "passent d’abord. Redemandé, il est là aussitôt.",
        "A month of thousands of calls that is asked for the first time takes half a minute or more: searches go "
        "first. Asked for again, it is there at once.",
    ),
    "gaps-trend-lead": (
        "La tendance compare ces jours aux {days} jours d’avant : en hausse ou en baisse seulement si le hasard "
        "l’explique moins d’une fois sur cent (test binomial exact), stable sinon. Une période qui n’est pas finie est "
        "comparée pour ce qui en est passé.",
        "The trend compares these days with the {days} before: rising or falling only where chance explains it less "
        "than once in a hundred (exact binomial test), level otherwise. A period that is not over is compared as far "
        "as it has come.",
    ),
    "value-days-wordy": (
        "Trop de formulations différentes à lire d’un coup dans ces jours. Demandez une période plus courte, ou lancez "
        "sur le serveur kbsearch topics show ou effect.",
        "Too many different wordings to be read at once in these days. Ask for fewer days, or run kbsearch topics show "
        "or effect on the server.",
    ),
}
"""Key → (French, English). Braces are filled by name."""
