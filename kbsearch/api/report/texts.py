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
    "report-bracket-short": ("fourchette : de {low} à {high}", "bracket: {low} to {high}"),
    "report-bracket": (
        "Fourchette du FCR sans rappel : de {low} ({low_counts}, {low_between}), où tout nouvel appel de l’appelant "
        "compte, à {high} ({high_counts}, {high_between}), où seul compte un nouvel appel sur le même sujet.",
        "Bracket of FCR without call-back: from {low} ({low_counts}, {low_between}), where any later call of the "
        "caller counts, to {high} ({high_counts}, {high_between}), where only one about the same topic does.",
    ),
    "report-bracket-calls": ("Les appels du haut de la fourchette", "The calls of the high end"),
    "report-bracket-unknown": (
        "Le FCR sans rappel est le bas de sa fourchette. Le haut n’est pas connu, car aucun sujet n’a été figé sur des "
        "appels d’avant la fin du mois.",
        "FCR without call-back is the low end of its bracket. The high end is not known, for no topics were frozen "
        "from calls before the end of the month.",
    ),
    "report-months": ("De mois en mois", "Month by month"),
    "report-chart": (
        "{title}, de {first} à {last} ; les valeurs sont dans le tableau qui suit",
        "{title}, from {first} to {last}; the values are in the table below",
    ),
    "report-chart-lead": (
        "Le point est la valeur du mois, la barre son intervalle à {level} ; les lignes vertes sont ce qui est visé.",
        "The dot is the month’s value, the bar its {level} interval; the green lines are what is aimed at.",
    ),
    "report-began": ("Appels", "Calls"),
    "report-queue": ("File", "Queue"),
    "report-hour": ("Heure", "Hour"),
    "report-gaps": (
        "Ce que les appelants demandent et qu’aucun article ne résout",
        "What callers bring and no article solves",
    ),
    "report-unripe-calls": ("Ces contacts, par leur premier appel", "These contacts, by their first call"),
    "report-gaps-calls": ("Ces groupes et leurs appels", "These groups and their calls"),
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
    "report-gap-no_answer": ("sans réponse fiable : {n}", "without a reliable answer: {n}"),
    "report-gap-reported": ("signalé comme manque : {n}", "reported as lacking: {n}"),
    "report-gap-refused": ("article ouvert, puis écarté : {n}", "article opened and ruled out: {n}"),
    "report-gap-reworded": ("cherché en d’autres mots : {n}", "searched again in other words: {n}"),
    "report-gap-escalated": ("transmis : {n}", "handed over: {n}"),
    "report-more-1": ("Et 1 autre, plus petit.", "And 1 more, smaller."),
    "report-more-n": ("Et {n} autres, plus petits.", "And {n} more, smaller."),
    "report-articles": ("Les articles", "The articles"),
    "report-articles-lead": (
        "Ce sont des comptes, et jamais un gain : on ne peut dire d’un article seul ce qu’il a changé au FCR.",
        "These are counts, and never a gain: of one article alone it cannot be told what it did to FCR.",
    ),
    "report-articles-all": (
        "Tous articles ensemble, chaque contact une fois, résolus et non rappelés : {share} ({counts}, {between}).",
        "All articles together, each contact once, solved and not called back: {share} ({counts}, {between}).",
    ),
    "report-articles-none": ("Aucun article n’a servi ce mois-là.", "No article served in this month."),
    "report-article": ("Article", "Article"),
    "report-article-gone": ("{article} (n’est plus servi)", "{article} (served no more)"),
    "report-article-shown": ("Montré", "Shown"),
    "report-article-opened": ("Ouvert", "Opened"),
    "report-article-tried": ("Essayé", "Tried"),
    "report-article-used": ("A servi", "Served"),
    "report-article-solved": ("Résolus au N1", "Solved at N1"),
    "report-article-refused": ("Écarté", "Ruled out"),
    "report-article-not-back": (
        "Résolus et non rappelés sous {window}",
        "Solved and not called back in {window}",
    ),
    "report-articles-more-1": ("Et 1 autre, qui a moins résolu.", "And 1 more, which solved less."),
    "report-articles-more-n": ("Et {n} autres, qui ont moins résolu.", "And {n} more, which solved less."),
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
    "report-alerts": ("Alertes du mois", "Alerts of the month"),
    "report-alerts-none": ("Aucune alerte.", "No alert."),
    "report-alert-measured": ("Mesuré à l’ouverture, et seuil", "Measured when it was opened, and threshold"),
    "report-alert-open": ("encore ouverte", "still open"),
    "report-formulas": ("Comment chaque chiffre est compté", "How every figure is counted"),
    "report-formula-fcr_no_call_back": (
        "premiers contacts mûrs clos comme résolus, non transmis, sans nouvel appel du même appelant ni réouverture "
        "sous {window}, quel qu’en soit le motif ÷ premiers contacts mûrs ; c’est une borne basse, car un "
        "nouvel appel sur un autre sujet compte aussi",
        "ripe first contacts closed as solved, passed to nobody, not reopened and with no later call of the same "
        "caller in {window}, whatever about ÷ ripe first contacts; it is the low end, for a later call about another "
        "topic counts too",
    ),
    "report-calls-linked": (
        "Les appels : les comptes qui sont des liens mènent à leurs appels, un par ligne (CSV), pour qui peut lire les "
        "chiffres de ce client. Ils sont recomptés quand on les ouvre, sans les appels commencés ni ce qui a mûri "
        "après la date du rapport ; ce qui a été écrit depuis d’un appel d’avant (clos autrement, importé, effacé) y "
        "compte.",
        "Calls: counts that are links lead to their calls, one a line (CSV), for whoever may read this client’s "
        "figures. They are counted again when they are opened, without calls that began and what ripened after the "
        "report was made; what was written since of a call before (closed otherwise, imported, deleted) counts.",
    ),
    "report-calls-place": (
        "Les appels : la page des chiffres du client, demandée pour les mêmes jours, mène de chaque compte à ses "
        "appels.",
        "Calls: the client’s page of figures, asked for the same days, leads from each count to its calls.",
    ),
    "report-bracket-formula": (
        "Fourchette du FCR sans rappel : sous la barre, les mêmes premiers contacts mûrs en bas et en haut ; dessus, "
        "ceux qui sont clos comme résolus et non transmis, sauf, en bas, ceux dont l’appelant a rappelé sous {window}, "
        "quel qu’en soit le motif, et, en haut, ceux dont l’appelant a rappelé sur le même sujet, ou sans qu’on sache "
        "sur lequel. Un sujet est un groupe d’appels qui disent la même chose, figé sur des appels d’avant la fin du "
        "mois.",
        "Bracket of FCR without call-back: below the line, the same ripe first contacts at both ends; above it, those "
        "closed as solved and passed to nobody but, at the low end, those whose caller called again in {window}, "
        "whatever about, and, at the high end, those whose caller called again about the same topic, or about nobody "
        "knows which. A topic is a group of calls that say the same, frozen from calls before the end of the month.",
    ),
    "report-apart": ("Ce qui est compté à part", "What is counted apart"),
    "report-apart-unripe": (
        "Non mûrs : premiers contacts commencés ou clos depuis moins de {window}. Ils ne sont pas dans le FCR sans "
        "rappel, que l’attente fait baisser et non monter : ne pas attendre flatte.",
        "Unripe: first contacts that began or were closed less than {window} ago. They are not in FCR without "
        "call-back, which only falls while one waits: not waiting flatters.",
    ),
    "report-apart-repeated": (
        "Contacts suivants : le même appelant avait déjà appelé moins de {window} avant. Ce ne sont pas des premiers "
        "contacts.",
        "Later contacts: the same caller had called less than {window} before. They are no first contacts.",
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
        "aucun article n’a servi, et où la recherche n’a rien trouvé de fiable, un manque a été signalé, ce qui a été "
        "ouvert a été écarté, d’autres mots ont été essayés en vain, ou qui ont été transmis. Minutes : du début à la "
        "fin des appels dont la durée est connue. Les mots sont ceux qui ont été dits ou cherchés, sans données "
        "personnelles.",
        "Calls that no article solves: closed, ours to handle, not given up, of no known incident, in which no article "
        "served, and in which the search found nothing reliable, a gap was reported, what was opened was ruled out, "
        "other words were tried in vain, or which were handed over. Minutes: from beginning to end of the calls whose "
        "length is known. Words are those said or searched, without personal data.",
    ),
    "report-articles-formula": (
        "Articles : montré, ouvert, essayé, a servi, écarté sont des nombres d’appels commencés dans le mois. Résolus "
        "au N1 : contacts dont le dernier appel est clos comme résolu, que personne au-dessus du N1 n’a pris, et où "
        "l’article a servi. Résolus et non rappelés : de ces contacts, ceux qui sont mûrs et dont l’appelant n’a pas "
        "rappelé sous {window}, sur quoi que ce soit ÷ ceux qui sont mûrs ; intervalle de Wilson. Les non mûrs et les "
        "non rattachables sont comptés à côté. Un contact où plusieurs articles ont servi compte pour chacun.",
        "Articles: shown, opened, tried, served and ruled out are numbers of calls that began in the month. Solved at "
        "N1: contacts whose last call is closed as solved, that nobody above N1 took, and in which the article served. "
        "Solved and not called back: of these contacts, those that are ripe and whose caller did not call again in "
        "{window}, about anything ÷ those that are ripe; Wilson interval. Unripe and unattached ones are counted "
        "beside. A contact in which several articles served counts for each.",
    ),
    "report-incidents-formula": (
        "Incidents : ceux qui étaient ouverts à un moment du mois, avec les appels commencés dans le mois et clos avec "
        "eux.",
        "Incidents: those that were open at any time of the month, with the calls that began in the month and were "
        "closed with them.",
    ),
    "report-alerts-formula": (
        "Alertes : celles qui ont été ouvertes à un moment du mois. Taux de décroché et d’abandon : ceux du jour, "
        "quand assez d’appels ont été présentés. FCR en baisse, N3 en hausse : les derniers jours contre autant de "
        "jours avant, quand l’intervalle de l’écart à 95 % (Newcombe) ne contient pas 0. Afflux : les appelants d’une "
        "heure sans réponse fiable, contre la même heure des huit semaines d’avant. Une alerte se ferme quand elle n’a "
        "plus lieu d’être deux fois de suite ; les chiffres montrés sont ceux de l’ouverture.",
        "Alerts: those that were open at any time of the month. Answer and abandonment rates: the day’s, where enough "
        "calls were presented. FCR falling, N3 share rising: the last days against as many days before, where the 95% "
        "interval of the difference (Newcombe) does not hold 0. Burst: callers of one hour without a reliable answer, "
        "against the same hour of the eight weeks before. An alert is closed when it did not hold twice running; the "
        "figures shown are those of its opening.",
    ),
}
"""Key → (French, English). Braces are filled by name."""
