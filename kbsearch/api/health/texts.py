"""Texts of the page of how a client's articles fare."""

from __future__ import annotations

HEALTH_TEXTS: dict[str, tuple[str, str]] = {
    "nav-health": ("Santé de la base", "Health of the base"),
    "health-title": ("Santé des articles de {name}", "Health of {name}’s articles"),
    "health-calls": ("Appels commencés", "Calls that began"),
    "health-using": ("dont où un article a servi", "of which an article served"),
    "health-unattached": (
        "Résolus au N1 avec un article, sans appelant reconnu : comptés, et dans aucune part",
        "Solved at N1 with an article, of nobody known: counted, and in no share",
    ),
    "health-unripe": (
        "Contacts trop récents pour savoir s’ils rappelleront : dans aucune part",
        "Contacts too young to know whether they call again: in no share",
    ),
    "health-verified": ("Articles vérifiés : validés, et révision non dépassée", "Verified: validated and not overdue"),
    "health-undated": ("dont sans date de révision", "of which without a day of review"),
    "health-search": ("La recherche", "Search"),
    "health-searches": ("Recherches regardées", "Searches looked at"),
    "health-counted": ("Comptés", "Counted"),
    "health-no-answer": ("Sans réponse fiable", "Nothing reliable"),
    "health-ruled-out": ("Appels où un article a été écarté", "Calls with an article ruled out"),
    "health-worded-again": ("Appels reformulés", "Calls worded again"),
    "health-first-help": ("Temps jusqu’au premier article utile", "Time to the first useful article"),
    "health-first-help-took": (
        "médiane {median} s, neuf sur dix en {p90} s au plus",
        "median {median} s, nine in ten within {p90} s",
    ),
    "health-no-answer-formula": (
        "recherches regardées dont la réponse était qu’il n’y a rien de fiable ÷ recherches regardées qui ont eu une "
        "réponse",
        "searches looked at whose answer was that there is nothing reliable ÷ searches looked at that had an answer",
    ),
    "health-ruled-out-formula": (
        "appels avec une recherche, où un article a été écarté ÷ appels avec une recherche",
        "calls with a search in which an article was ruled out ÷ calls with a search",
    ),
    "health-worded-again-formula": (
        "appels avec une recherche en d’autres mots, sans compter les majuscules ni les accents ÷ appels avec une "
        "recherche",
        "calls with a search in other words, whatever their case and accents ÷ calls with a search",
    ),
    "health-first-help-formula": (
        "somme des temps, de la première recherche d’un appel à la première ouverture d’un article qui y a été essayé "
        "ou a servi, et n’y a pas été écarté ÷ appels où il y en a un",
        "sum of the times from a call’s first search to the first opening of an article that was tried or served in "
        "it, and was not ruled out ÷ calls with one",
    ),
    "health-search-none": ("Aucune recherche sur ces jours.", "No search in these days."),
    "health-due": ("À relire", "To be read again"),
    "health-due-none": (
        "Aucune révision dépassée, ni à faire sous {days} jours.",
        "No review is overdue or due within {days} days.",
    ),
    "health-article": ("Article", "Article"),
    "health-until": ("Vérifié jusqu’au", "Holds until"),
    "health-overdue": ("dépassé", "overdue"),
    "health-returning": ("A servi, mais les appelants rappellent", "Used, but callers call again"),
    "health-returning-none": (
        "Aucun article au-dessus de la norme plus que le hasard ne l’explique. Articles comparés, d’au moins {fewest} "
        "contacts : {compared}. Norme, tous articles ensemble : {norm}.",
        "No article is above the norm by more than chance explains. Articles compared, of {fewest} contacts or more: "
        "{compared}. The norm, all articles together: {norm}.",
    ),
    "health-returning-lead": (
        "Rappelé sous {window}, sur quoi que ce soit, après un contact résolu au N1 avec l’article. La borne basse "
        "de Wilson est au-dessus de la norme, {norm} tous articles ensemble, et le hasard ne l’explique pas. Articles "
        "comparés, d’au moins {fewest} contacts : {compared}.",
        "Called back within {window}, about anything, after a contact that was solved at N1 with the article. "
        "Wilson’s lower end is above the norm, {norm} of all articles together, and chance does not explain it. "
        "Articles compared, of {fewest} contacts or more: {compared}.",
    ),
    "health-called-back": ("Rappelés", "Called back"),
    "health-their-calls": ("Leurs appels", "Their calls"),
    "health-alike": ("Articles qui se ressemblent", "Articles that are alike"),
    "health-alike-none": (
        "Aucune paire d’articles ne se ressemble assez.",
        "No two articles are alike enough.",
    ),
    "health-alike-lead": (
        "Peut-être deux fois le même : la moyenne, sur les passages des deux, de la proximité avec le passage le plus "
        "proche de l’autre atteint {alike}. Dites-le s’ils sont à garder tous les deux : ils ne seront plus montrés.",
        "Perhaps the same twice: the mean, over the passages of both, of how near the nearest passage of the other is "
        "reaches {alike}. Say so if both are to be kept: they are shown no more.",
    ),
    "health-likeness": ("Ressemblance", "Likeness"),
    "health-first": ("Premier article", "First article"),
    "health-second": ("Second article", "Second article"),
    "health-apart": ("Ce n’est pas le même", "Not the same"),
    "health-apart-of": ("Ce n’est pas le même : {first}, et {second}", "Not the same: {first}, and {second}"),
    "health-apart-1": ("Paire déjà dite différente : {n}", "Pair that was said not to be the same: {n}"),
    "health-apart-n": ("Paires déjà dites différentes : {n}", "Pairs that were said not to be the same: {n}"),
    "health-compare": ("Finalement, à comparer", "To be compared after all"),
    "health-compare-of": (
        "Finalement, à comparer : {first}, et {second}",
        "To be compared after all: {first}, and {second}",
    ),
    "health-compare-lead": (
        "Une paire reprise est comparée de nouveau, et réapparaît si ses articles se ressemblent assez.",
        "A pair that is taken back is compared again, and listed again if its articles are alike enough.",
    ),
    "health-decision": ("Décision", "Decision"),
    "health-never": ("Jamais utilisés", "Never used"),
    "health-never-none": ("Chaque article servi l’a été dans un appel.", "Every article was used in a call."),
    "health-never-lead": (
        "Articles qui n’ont servi dans aucun appel de ces jours : {never} sur {served}, dont {unseen} jamais montrés.",
        "Articles that served in no call of these days: {never} of {served}, of which {unseen} were not even shown.",
    ),
    "health-shown": ("Montré", "Shown"),
    "health-opened": ("Ouvert", "Opened"),
    "health-tried": ("Essayé", "Tried"),
    "health-used": ("A servi", "Used"),
    "health-refused": ("Écarté", "Refused"),
    "health-kept": ("Résolus et non rappelés", "Solved and not called back"),
    "health-each": ("Chaque article, en nombre d’appels", "Each article, in calls"),
    "health-each-none": (
        "Aucun appel de ces jours ne sait rien d’un article.",
        "No call of these days knows any article.",
    ),
    "health-gone": ("n’est plus servi", "served no more"),
    "health-more-1": ("et 1 autre, que donne l’API", "and 1 more, which the API gives"),
    "health-more-n": ("et {n} autres, que donne l’API", "and {n} more, which the API gives"),
    "value-same-article": (
        "Deux articles différents sont nécessaires.",
        "Two different articles are needed.",
    ),
}
"""Key → (French, English). Braces are filled by name."""
