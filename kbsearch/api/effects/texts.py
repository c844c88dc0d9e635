"""Texts of the page of what articles did to first call resolution."""

from __future__ import annotations

EFFECT_TEXTS: dict[str, tuple[str, str]] = {
    "effects-title": ("Ce que les articles ont changé au FCR de {name}", "What articles did to {name}’s FCR"),
    "effects-link": ("Ce que les articles ont changé au FCR", "What articles did to first call resolution"),
    "effects-link-lead": (
        "De combien de points le FCR a monté de plus sur les sujets qui ont eu un article que sur ceux qui n’en "
        "avaient pas, avec son intervalle, ou ce qui manque pour le savoir.",
        "By how many points more FCR rose on topics that got an article than on those that had none, with its "
        "interval, or what is missing to tell.",
    ),
    "effects-days": (
        "Articles parus du {since} au {until} compris, heure de {zone}",
        "Articles that came from {since} to {until} included, time of {zone}",
    ),
    "effects-none": ("Pas assez de données : {why}.", "Not enough data: {why}."),
    "effects-few-treated": (
        "il faut {least} sujets avec un article que l’on puisse juger, et on en compte {treated}",
        "it takes {least} topics with an article that can be judged, and the count is {treated}",
    ),
    "effects-few-compared": (
        "il faut chaque semaine {least} sujets sans article à qui les comparer, et on en compte {compared} en tout",
        "it takes {least} topics without an article in every week to compare with, and the count in all is {compared}",
    ),
    "effects-few-calls": (
        "il faut {needed} premiers contacts dans chacune des quatre parts pour distinguer du hasard ne serait-ce que "
        "{points} points, et on en compte {calls} dans la plus petite",
        "it takes {needed} first contacts in each of the four parts to tell even {points} points from chance, and the "
        "count in the smallest is {calls}",
    ),
    "effects-no-spread": (
        "tous les sujets ont changé pareil, et rien ne dit ce que fait le hasard",
        "all topics changed alike, so that nothing tells what chance does",
    ),
    "effects-rarely-used": (
        "on ne peut pas le savoir : l’article a trop peu servi pour que cette part se distingue de zéro",
        "it cannot be known: the article was used too little to tell that share from zero",
    ),
    "effects-beyond-use": (
        "on ne peut pas le savoir : si peu d’usage ne peut pas avoir tant changé (plus de 100 points à chaque fois)",
        "it cannot be known: so little use cannot have changed so much (more than 100 points each time)",
    ),
    "effects-not-frozen": (
        "Aucun sujet n’a été figé sur des appels d’avant le {first}, quand est paru le premier article à juger : un "
        "sujet ne doit rien devoir à ce que son article a fait. Pour les figer, sur le serveur :",
        "No topics were frozen from calls before {first}, when the first article to be judged came: a topic must owe "
        "nothing to what its article did. To freeze them, on the server:",
    ),
    "effects-seconds": ("{value} s", "{value} s"),
    "figure-effects_points": ("Effet sur le FCR sans rappel", "Effect on FCR without call-back"),
    "formula-effects_points": (
        "moyenne, sur les sujets qui ont eu un article, de (FCR depuis − FCR avant) − la même, dans les mêmes "
        "semaines, sur les sujets qui n’en avaient pas ; un sujet compte une fois, quel que soit le nombre de ses "
        "appels",
        "mean over topics that got an article of (FCR since − FCR before) − the same, in the same weeks, over topics "
        "that had none; a topic counts once, however many calls it has",
    ),
    "figure-effects_per_use": ("Par contact où l’article a servi", "Per contact in which the article was used"),
    "formula-effects_per_use": (
        "effet ÷ part des premiers contacts depuis la parution où l’article du sujet a servi ({used} en moyenne des "
        "sujets) ; l’intervalle (Fieller) compte ce que le hasard fait à l’un et à l’autre",
        "effect ÷ share of the first contacts since publication that used the topic’s article ({used} on average of "
        "topics); the interval (Fieller) counts what chance does to either",
    ),
    "figure-effects_placebo": ("Placebo", "Placebo"),
    "formula-effects_placebo": (
        "le même calcul, comme si les articles étaient parus dans les semaines d’avant ; attendu près de 0, un sur "
        "vingt s’en écarte par hasard",
        "the same, as if the articles had come in the weeks before; it should be about 0, and one of twenty excludes "
        "it by chance",
    ),
    "figure-effects_pre_trend": ("Pente d’avant", "Trend before"),
    "formula-effects_pre_trend": (
        "le même calcul, de la première à la seconde moitié des semaines d’avant ; loin de 0, ces sujets changeaient "
        "déjà autrement que les autres",
        "the same, from the first half of the weeks before to the second; far from 0, these topics were on another "
        "way than the others already",
    ),
    "figure-effects_seconds": ("Temps moyen de traitement (TMT)", "Average handling time"),
    "formula-effects_seconds": (
        "le même calcul sur les secondes de conversation, d’attente et de post-appel, par appel de durée connue",
        "the same of the seconds of talk, hold and wrap-up, per call whose length is known",
    ),
    "effects-table": ("L’effet, et ce qui le met à l’épreuve", "The effect, and what puts it to the test"),
    "effects-made-of": ("Ce sur quoi il repose", "What it stands on"),
    "effects-before-days": ("du {since} au {until}", "from {since} to {until}"),
    "effects-topics-none": (
        "Aucun sujet n’a eu d’article dans ces jours, que l’on sache.",
        "No topic is known to have got an article in these days.",
    ),
    "effects-wave": (
        "Plusieurs articles sont prêts ? S’ils paraissent dans un ordre tiré au sort, à quelques semaines l’un de "
        "l’autre, ce chiffre est une expérience :",
        "Several articles are ready? If they come in an order that is drawn, some weeks apart, this figure is an "
        "experiment:",
    ),
    "effects-treated": ("Sujets avec un article, jugés", "Topics with an article, judged"),
    "effects-left-out": (
        "Sujets avec un article, non jugés : paru trop tôt ou trop tard, ou trop peu d’appels",
        "Topics with an article, not judged: it came too early or too late, or too few calls",
    ),
    "effects-compared": ("Sujets de comparaison, sans article", "Topics to compare with, without an article"),
    "effects-weeks": ("Semaines entières et mûres", "Whole, ripe weeks"),
    "effects-before": ("dont les semaines d’avant", "of which the weeks before"),
    "effects-calls": (
        "Premiers contacts mûrs dans la plus petite part : avec ou sans article, avant ou depuis",
        "Ripe first contacts in the smallest part: with article or without, before or since",
    ),
    "effects-could-show": (
        "Plus petit effet que cette part montre quatre fois sur cinq, au mieux",
        "Smallest effect that this part shows four times of five, at best",
    ),
    "effects-power": (
        "Premiers contacts qu’il faut par part pour voir un effet quatre fois sur cinq, depuis un FCR de 70 %",
        "First contacts that each part needs to show an effect four times of five, from an FCR of 70%",
    ),
    "effects-power-of": ("{calls} pour {points}", "{calls} for {points}"),
    "effects-topics": ("Sujets qui ont eu un article", "Topics that got an article"),
    "effects-articles": ("Article, et date de parution", "Article, and when it came"),
    "effects-since": ("FCR depuis", "FCR since"),
    "effects-fcr-before": ("FCR avant", "FCR before"),
    "effects-meanwhile": ("FCR pendant ce temps, sans article", "FCR meanwhile, without an article"),
    "effects-comparison": (
        "Sujets à qui ils sont comparés, tant qu’ils n’ont pas d’article",
        "Topics that they are compared with, as long as those have no article",
    ),
    "effects-unread": (
        "Trop de formulations différentes pour les lire toutes d’un coup : les moins fréquentes ({wordings}) n’ont pas "
        "été lues, et les appels qui les portent ({calls}) ne sont encore d’aucun sujet. Demandée de nouveau, la page "
        "lit la suite.",
        "Too many different wordings to read all of them at once: the least frequent ({wordings}) were not read, and "
        "the calls that have them ({calls}) are of no topic yet. Asked for again, the page reads on.",
    ),
    "effects-comparison-lead": (
        "Pendant ce temps : les semaines mûres, depuis que les autres ont leur article, où ce sujet n’en avait pas.",
        "Meanwhile: the ripe weeks, since the articles of others came, in which this topic had none.",
    ),
    "effects-all-calls": (
        "Tous les appels comptés, en CSV : l’effet s’y recalcule",
        "All calls counted, as CSV: the effect can be reckoned again from them",
    ),
    "effects-judged": ("Jugé", "Judged"),
    "effects-yes": ("oui", "yes"),
    "effects-no": ("non", "no"),
    "effects-topics-lead": (
        "L’avant et le depuis d’un seul sujet ne disent pas ce que son article a fait : un article paraît après une "
        "mauvaise passe, qui finit d’elle-même, et les sujets sans article changent aussi.",
        "Before and since of one topic do not tell what its article did: an article comes after a bad spell, which "
        "ends by itself, and topics without one change too.",
    ),
    "effects-about-none-1": (
        "{n} article paru dans ces jours n’est d’aucun sujet.",
        "{n} article that came in these days is about none of the topics.",
    ),
    "effects-about-none-n": (
        "{n} articles parus dans ces jours ne sont d’aucun sujet.",
        "{n} articles that came in these days are about none of the topics.",
    ),
    "effects-undated-1": (
        "De {n} article, on ne sait pas depuis quand il est servi (Git ne le dit pas) : son sujet n’est ni d’un côté "
        "ni de l’autre.",
        "Since when {n} article is served is not known (Git does not tell): its topic is on neither side.",
    ),
    "effects-undated-n": (
        "De {n} articles, on ne sait pas depuis quand ils sont servis (Git ne le dit pas) : leurs sujets ne sont ni "
        "d’un côté ni de l’autre.",
        "Since when {n} articles are served is not known (Git does not tell): their topics are on neither side.",
    ),
    "effects-forgotten-1": (
        "Les appels qui disaient ce qu’est {n} sujet sont effacés : on ne sait plus quel article est de lui, et il "
        "n’est ni d’un côté ni de l’autre.",
        "The calls that told what {n} topic is are deleted: which article is about it is not known any more, and it is "
        "on neither side.",
    ),
    "effects-forgotten-n": (
        "Les appels qui disaient ce que sont {n} sujets sont effacés : on ne sait plus quel article est d’eux, et ils "
        "ne sont ni d’un côté ni de l’autre.",
        "The calls that told what {n} topics are are deleted: which article is about them is not known any more, and "
        "they are on neither side.",
    ),
    "effects-undated-say": ("Pour le dire, sur le serveur :", "To say it, on the server:"),
    "effects-method": (
        "L’unité est le sujet, figé avant les articles, et non l’appel. L’avant finit six semaines avant le premier "
        "article : les semaines où un sujet va mal, ce qui lui vaut un article, ne sont comparées à rien, ni celle de"
        " la parution. Depuis : les semaines mûres d’après. Les appels d’un incident connu n’y sont pas. Intervalle "
        "de Welch sur les sujets (différence de différences de Callaway et Sant’Anna).",
        "The unit is the topic, frozen before the articles, not the call. Before ends six weeks before the first "
        "article: weeks in which a topic does badly, which gets it an article, are compared with nothing, nor is the "
        "one of publication. Since: the ripe weeks after it. Calls about a known incident are left out. Welch’s "
        "interval on topics (difference in differences of Callaway and Sant’Anna).",
    ),
}
"""Key → (French, English). Braces are filled by name."""
