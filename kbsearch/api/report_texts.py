"""Texts of the monthly report that a client's own management reads."""

from __future__ import annotations

REPORT_TEXTS: dict[str, tuple[str, str]] = {
    "report-kind": ("Rapport mensuel", "Monthly report"),
    "report-title": ("{name}, {month}", "{name}, {month}"),
    "report-made": ("Établi le {moment}.", "Made on {moment}."),
    "report-early": (
        "Ce mois n’était pas fini quand le rapport a été établi : ses chiffres vont encore changer.",
        "The month was not over when the report was made: its figures will still change.",
    ),
    "report-no-call": (
        "Aucun appel n’a commencé ce mois-là : aucun chiffre n’a de valeur.",
        "No call began in this month: no figure has a value.",
    ),
    "report-unripe-1": (
        "1 premier contact n’était pas mûr : on ne savait pas encore si l’appelant rappellerait. Il est dans « Non "
        "mûrs » et pas dans le FCR sans rappel.",
        "1 first contact was not ripe: nobody knew yet whether the caller would call again. It is counted as unripe "
        "and is not in FCR without call-back.",
    ),
    "report-unripe-n": (
        "{n} premiers contacts n’étaient pas mûrs : on ne savait pas encore si l’appelant rappellerait. Ils sont dans "
        "« Non mûrs » et pas dans le FCR sans rappel.",
        "{n} first contacts were not ripe: nobody knew yet whether the callers would call again. They are counted as "
        "unripe and are not in FCR without call-back.",
    ),
    "report-calls": ("Les appels du mois", "The month’s calls"),
    "report-figures": ("Les chiffres du mois", "The month’s figures"),
    "report-aim": ("Visé", "Aimed at"),
    "report-gross-net": ("Net", "Net"),
    "report-net": (
        "La valeur est brute : rien n’est retiré des appels. Le net est sans ce qui a été convenu : {left_out}.",
        "The value is gross: nothing is left out of the calls. The net is without what was agreed: {left_out}.",
    ),
    "report-gross": (
        "Ce sont des chiffres bruts : rien n’est retiré des appels, et rien de ce qui serait à retirer n’est convenu.",
        "These are gross figures: nothing is left out of the calls, and nothing to leave out was agreed.",
    ),
    "report-not-telephoned": (
        "La téléphonie n’a dit aucune heure des appels de ce mois : les chiffres de la file et le temps de traitement "
        "n’ont donc pas de valeur.",
        "The telephone system told no time of any call in this month, so the figures of the queue and the handling "
        "time have no value.",
    ),
    "report-months": ("De mois en mois", "Month by month"),
    "report-chart": (
        "{title}, de {first} à {last} ; les valeurs sont dans le tableau qui suit",
        "{title}, from {first} to {last}; the values are in the table below",
    ),
    "report-chart-lead": (
        "Le point est la valeur du mois, la barre son intervalle à {level} ; en vert, ce qui est visé.",
        "The dot is the month’s value, the bar its {level} interval; in green, what is aimed at.",
    ),
    "report-began": ("Appels", "Calls"),
    "report-queue": ("File", "Queue"),
    "report-hour": ("Heure", "Hour"),
    "report-gaps": (
        "Ce que les appelants demandent et qu’aucun article ne résout",
        "What callers bring and no article solves",
    ),
    "report-gaps-lead": (
        "Appels clos et examinés : {looked_at}. Qu’aucun article n’a résolus : {unsolved}, groupés ici par ce qu’ils "
        "ont en commun.",
        "Closed calls looked at: {looked_at}. Of these, that no article solved: {unsolved}, here in groups that are "
        "about the same.",
    ),
    "report-gaps-wordless": (
        "Dans aucun groupe, car rien n’y a été dit ni cherché : {n}.",
        "In no group, for nothing was said or searched in them: {n}.",
    ),
    "report-gaps-none": ("Rien de tel ce mois-là.", "Nothing of the kind in this month."),
    "report-gaps-pareto": (
        "Quatre cinquièmes des appels groupés sont dans les premiers groupes : {pareto} sur {groups}.",
        "Four fifths of the grouped calls are in the first groups: {pareto} of {groups}.",
    ),
    "report-gap": ("Groupe, dans les mots des appelants", "Group, in callers’ words"),
    "report-gap-also": ("aussi : {wordings}", "also: {wordings}"),
    "report-gap-callers": ("Appelants", "Callers"),
    "report-gap-minutes": ("Minutes", "Minutes"),
    "report-gap-why": ("Pourquoi", "Why"),
    "report-gap-no_answer": ("sans réponse sûre : {n}", "without a reliable answer: {n}"),
    "report-gap-reported": ("signalé comme manque : {n}", "reported as lacking: {n}"),
    "report-gap-refused": ("article ouvert, puis écarté : {n}", "article opened and ruled out: {n}"),
    "report-gap-reworded": ("cherché en d’autres mots : {n}", "searched again in other words: {n}"),
    "report-gap-escalated": ("transmis : {n}", "handed over: {n}"),
    "report-more-1": ("Et 1 autre, plus petit.", "And 1 more, smaller."),
    "report-more-n": ("Et {n} autres, plus petits.", "And {n} more, smaller."),
    "report-articles": ("Les articles", "The articles"),
    "report-articles-lead": (
        "Appels où un article a servi : {using} sur {calls}. Ce sont des comptes, et jamais un gain : on ne peut dire "
        "d’un article seul ce qu’il a changé au FCR.",
        "Calls in which an article served: {using} of {calls}. These are counts, and never a gain: of one article "
        "alone it cannot be told what it did to FCR.",
    ),
    "report-articles-none": ("Aucun article n’a servi ce mois-là.", "No article served in this month."),
    "report-article": ("Article", "Article"),
    "report-article-gone": ("{article} (n’est plus servi)", "{article} (served no more)"),
    "report-article-used": ("A servi", "Served"),
    "report-article-not-back": (
        "Résolus et non rappelés sous 7 jours",
        "Solved and not called back in 7 days",
    ),
    "report-articles-more-1": ("Et 1 autre, qui a moins servi.", "And 1 more, which served less."),
    "report-articles-more-n": ("Et {n} autres, qui ont moins servi.", "And {n} more, which served less."),
    "report-verified": (
        "Articles vérifiés, c’est-à-dire validés et dont la relecture n’est pas en retard : {share} ({counts}).",
        "Articles verified, that is validated and with no review overdue: {share} ({counts}).",
    ),
    "report-incidents": ("Incidents connus du mois", "Known incidents of the month"),
    "report-incidents-none": ("Aucun.", "None."),
    "report-incident": ("Incident", "Incident"),
    "report-incident-from": ("Début", "Beginning"),
    "report-incident-until": ("Fin", "End"),
    "report-incident-open": ("pas de fin connue", "no end known"),
    "report-incident-calls": ("Appels clos avec lui", "Calls closed with it"),
    "report-formulas": ("Comment chaque chiffre est compté", "How every figure is counted"),
    "report-formula-fcr_no_call_back": (
        "premiers contacts mûrs clos comme résolus, non transmis, sans nouvel appel du même appelant sous 7 jours, "
        "quel qu’en soit le motif ÷ premiers contacts mûrs ; c’est une borne basse, car un nouvel appel sur un autre "
        "sujet compte aussi",
        "ripe first contacts closed as solved, passed to nobody, with no later call of the same caller in 7 days, "
        "whatever about ÷ ripe first contacts; it is the low end, for a later call about another topic counts too",
    ),
    "report-apart": ("Ce qui est compté à part", "What is counted apart"),
    "report-apart-unripe": (
        "Non mûrs : premiers contacts de moins de 7 jours. Ils ne sont pas dans le FCR sans rappel, que l’attente "
        "fait baisser et non monter : ne pas attendre flatte.",
        "Unripe: first contacts younger than 7 days. They are not in FCR without call-back, which only falls while "
        "one waits: not waiting flatters.",
    ),
    "report-apart-repeated": (
        "Contacts suivants : le même appelant avait déjà appelé dans les 7 jours. Ce ne sont pas des premiers "
        "contacts.",
        "Later contacts: the same caller had called in the 7 days before. They are no first contacts.",
    ),
    "report-apart-unattached": (
        "Non rattachables : appels traités dont l’appelant ne peut être distingué d’un autre (numéro masqué ou "
        "absent). Ils ne sont dans aucun chiffre de contacts, et jamais comptés comme résolus.",
        "Unattached: handled calls whose caller cannot be told from others (number withheld or missing). They are in "
        "no figure of contacts, and never counted as solved.",
    ),
    "report-no-value-lead": (
        "« Pas de valeur » : rien n’a été compté sous la barre de la division. Ce n’est pas 0.",
        "“No value”: nothing was counted below the line of the division. That is not 0.",
    ),
    "report-aim-lead": (
        "Visé : un objectif se convient avec le client, un repère est celui du métier ; « – » : il n’y en a pas.",
        "Aimed at: a goal is agreed with the client; what the trade aims at is called so; “–”: there is none.",
    ),
    "report-parts-lead": (
        "Par mois, par file et par heure, les mêmes formules valent pour les seuls appels de cette part : un appel est "
        "de l’heure et du mois où il a commencé, pour les chiffres de la file où il a été présenté ; un contact est de "
        "ceux de son premier appel.",
        "By month, queue and hour the same formulas hold for the calls of that part alone: a call is of the hour and "
        "the month in which it began, for figures of the queue in which it was presented; a contact is of those of its "
        "first call.",
    ),
    "report-presented-lead": (
        "Présentés : décrochés + raccrochés + débordés + dissuadés + rappel demandé + répondeur + échec + sans fin "
        "connue. La part de chacun est sur les présentés.",
        "Presented: answered + abandoned + overflowed + dissuaded + call-back requested + voicemail + failed + no end "
        "known. The share of each is of those presented.",
    ),
    "report-gaps-formula": (
        "Appels qu’aucun article ne résout : clos, à traiter par l’assistance, non abandonnés, hors incident connu, où "
        "aucun article n’a servi, et où la recherche n’a rien trouvé de sûr, un manque a été signalé, ce qui a été "
        "ouvert a été écarté, d’autres mots ont été essayés en vain, ou qui ont été transmis. Minutes : du début à la "
        "fin des appels dont la durée est connue. Les mots sont ceux qui ont été dits ou cherchés, sans données "
        "personnelles.",
        "Calls that no article solves: closed, ours to handle, not given up, of no known incident, in which no article "
        "served, and in which the search found nothing reliable, a gap was reported, what was opened was ruled out, "
        "other words were tried in vain, or which were handed over. Minutes: from beginning to end of the calls whose "
        "length is known. Words are those said or searched, without personal data.",
    ),
    "report-articles-formula": (
        "Résolus et non rappelés : contacts mûrs résolus au N1 où l’article a servi, et dont l’appelant n’a pas "
        "rappelé sous 7 jours, sur quoi que ce soit ÷ ces contacts ; intervalle de Wilson. Un appel où plusieurs "
        "articles ont servi compte pour chacun.",
        "Solved and not called back: ripe contacts solved at N1 in which the article served, and whose caller did not "
        "call again in 7 days, about anything ÷ these contacts; Wilson interval. A call in which several articles "
        "served counts for each.",
    ),
    "report-incidents-formula": (
        "Incidents : ceux qui étaient ouverts à un moment du mois, avec les appels commencés dans le mois et clos avec "
        "eux.",
        "Incidents: those that were open at any time of the month, with the calls that began in the month and were "
        "closed with them.",
    ),
}
"""Key → (French, English). Braces are filled by name."""
