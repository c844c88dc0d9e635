"""Texts of figures by article."""

from __future__ import annotations

ARTICLE_FIGURE_TEXTS: dict[str, tuple[str, str]] = {
    "by-article-title": ("{name}, article par article", "{name}, article by article"),
    "by-article-link": ("Article par article, sur ces jours", "Article by article, in these days"),
    "by-article-back": ("Les chiffres de ces jours", "The figures of these days"),
    "by-article-each": (
        "Chaque article, celui avec lequel on a le plus résolu d’abord",
        "Each article, the one that solved most first",
    ),
    "by-article-solved": ("Résolus au N1 avec lui", "Solved at N1 with it"),
    "by-article-kept": (
        "Résolus et non rappelés sous {window}, intervalle à {level}",
        "Solved and not called back in {window}, {level} interval",
    ),
    "by-article-calls": (
        "Appels comptés pour {article} : {counts}",
        "Calls counted for {article}: {counts}",
    ),
    "by-article-count": ("{said} pour {article} : {n}", "{said} for {article}: {n}"),
    "by-article-unripe": ("non mûrs : {n}", "unripe: {n}"),
    "by-article-unattached": ("non rattachables : {n}", "unattached: {n}"),
    "by-article-all": ("tous les articles", "all articles"),
    "by-article-all-solved": ("Résolus au N1 avec un article", "Solved at N1 with an article"),
    "by-article-all-kept": ("dont non rappelés sous {window}", "of which not called back in {window}"),
    "by-article-all-unripe": ("dont non mûrs, dans aucune part", "of which unripe, in no share"),
    "by-article-all-unattached": ("dont non rattachables, dans aucune part", "of which unattached, in no share"),
    "by-article-at": (
        "Compté le {at}, et gardé jusqu’à minuit tant qu’aucun appel ne change.",
        "Counted on {at}, and kept until midnight while no call is another.",
    ),
    "value-counted-topic": (
        "Les sujets se comptent à l’instant présent : enlevez counted_at.",
        "Topics are counted as of now: leave out counted_at.",
    ),
    "by-article-lead": (
        "Montré, ouvert, essayé, a servi, écarté : en combien d’appels de ces jours. Résolus : contacts dont le "
        "dernier appel est clos comme résolu, que personne au-dessus du N1 n’a pris, et où l’article a servi ; "
        "plusieurs appels d’une même personne à moins de 15 minutes font un contact.",
        "Shown, opened, tried, used, refused: in how many calls of these days. Solved: contacts whose last call is "
        "closed as solved, that nobody above N1 took, and in which the article was used; calls of one caller less than "
        "15 minutes apart are one contact.",
    ),
    "by-article-formula": (
        "Résolus et non rappelés : contacts mûrs résolus avec l’article, dont l’appelant n’a pas rappelé sous "
        "{window}, sur quoi que ce soit ÷ ces contacts mûrs ; intervalle de Wilson. Non mûrs : résolus depuis moins de "
        "{window}. Non rattachables : résolus, d’un appelant que rien ne distingue d’un autre. Ni les uns ni les "
        "autres ne sont dans la part. Un contact où plusieurs articles ont servi compte pour chacun, et une fois pour "
        "tous ensemble.",
        "Solved and not called back: ripe contacts solved with the article whose caller did not call again in "
        "{window}, about anything ÷ these ripe contacts; Wilson interval. Unripe: solved less than {window} ago. "
        "Unattached: solved, of a caller who cannot be told from others. Neither is in the share. A contact in which "
        "several articles were used counts for each, and once for all together.",
    ),
    "by-article-alone": (
        "Ce sont des comptes. Ils ne se comparent pas d’un article à l’autre : chacun sert dans les appels de son "
        "sujet, qui ne se ressemblent pas.",
        "These are counts. They do not compare one article with another: each is used in calls about its own matter, "
        "which are not alike.",
    ),
}
"""Key → (French, English). Braces are filled by name."""
