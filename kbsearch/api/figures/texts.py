"""Texts of a client's figures: their titles, their formulas, and the page that shows them."""

from __future__ import annotations

from kbsearch.api.figures.length_texts import LENGTH_TEXTS

FIGURE_TEXTS: dict[str, tuple[str, str]] = {
    "figure-n1_absorption": ("Absorption au N1", "N1 absorption"),
    "formula-n1_absorption": (
        "appels clos comme résolus sans avoir été passés à un niveau au-dessus du N1 ÷ appels traités",
        "calls closed as solved that reached no level above N1 ÷ calls handled",
    ),
    "figure-n2_share": ("Part du N2", "N2 share"),
    "formula-n2_share": ("appels passés au N2 ÷ appels traités", "calls that reached N2 ÷ calls handled"),
    "figure-n3_share": ("Part du N3", "N3 share"),
    "formula-n3_share": ("appels passés au N3 ÷ appels traités", "calls that reached N3 ÷ calls handled"),
    "figure-link_rate": ("Taux de liaison", "Link rate"),
    "formula-link_rate": (
        "appels clos avec un article utilisé ou créé ÷ appels clos",
        "closed calls with an article used or created ÷ closed calls",
    ),
    "figure-fcr_no_call_back": ("FCR sans rappel sous {window}", "FCR without call-back in {window}"),
    "formula-fcr_no_call_back": (
        "premiers contacts mûrs clos comme résolus, non transmis, sans nouvel appel du même appelant ni réouverture "
        "sous {window}, quel qu’en soit le motif ÷ premiers contacts mûrs (borne basse : un appel sur un autre sujet "
        "compte aussi ; la borne haute se lit avec les chiffres par sujet)",
        "ripe first contacts closed as solved, passed to nobody, not reopened and with no later call of the same "
        "caller in {window}, whatever about ÷ ripe first contacts (the low end: a call about another topic counts too; "
        "the high end stands with the figures by topic)",
    ),
    "figure-fcr_declared": ("FCR déclaré", "FCR as declared"),
    "formula-fcr_declared": (
        "premiers contacts clos comme résolus par l’agent ÷ premiers contacts (flatteur : personne n’a demandé à "
        "l’appelant)",
        "first contacts that the agent closed as solved ÷ first contacts (flattering: nobody asked the caller)",
    ),
    "figure-fcr_confirmed": ("FCR confirmé", "FCR as confirmed"),
    "formula-fcr_confirmed": (
        "« oui » à « est-ce résolu ? » ÷ réponses ; à lire avec le taux de réponse",
        "“yes” to “was it solved?” ÷ answers; read it with the response rate",
    ),
    "figure-response_rate": ("Taux de réponse", "Response rate"),
    "formula-response_rate": (
        "appels traités dont l’appelant a répondu à « est-ce résolu ? » ÷ appels traités",
        "handled calls whose caller answered “was it solved?” ÷ calls handled",
    ),
    "figure-n2_n1_could": ("N2 : le N1 aurait pu", "N2: N1 could have"),
    "formula-n2_n1_could": (
        "appels que le N1 aurait pu résoudre, d’après le N2 ÷ appels dont le N2 a dit si oui ou non ; les autres "
        "avaient besoin du N2",
        "calls that N1 could have solved, N2 says ÷ calls of which N2 said so or not; the others needed N2",
    ),
    "figure-n3_n1_could": ("N3 : le N1 aurait pu", "N3: N1 could have"),
    "formula-n3_n1_could": (
        "appels que le N1 aurait pu résoudre, d’après le N3 ÷ appels dont le N3 a dit si oui ou non ; les autres "
        "avaient besoin du N3",
        "calls that N1 could have solved, N3 says ÷ calls of which N3 said so or not; the others needed N3",
    ),
    "figure-known_share": ("Part des appels connus", "Known calls"),
    "formula-known_share": (
        "appels clos liés à des articles qui existaient ÷ appels clos ; avec les nouveaux, le taux de liaison",
        "closed calls linked to articles that existed ÷ closed calls; with the new ones, the link rate",
    ),
    "figure-new_share": ("Part des appels nouveaux", "New calls"),
    "formula-new_share": (
        "appels clos liés à un article rédigé à partir d’eux ÷ appels clos ; le reste est inconnu de la base",
        "closed calls linked to an article written from them ÷ closed calls; the rest is unknown to the base",
    ),
    "figure-csat": ("Satisfaction (CSAT)", "Satisfaction (CSAT)"),
    "formula-csat": (
        "notes 4 et 5 sur 5 ÷ notes données après un appel traité ; à lire avec le taux de réponse",
        "ratings of 4 and 5 of 5 ÷ ratings given after a handled call; read it with the response rate",
    ),
    "figure-csat_response_rate": ("Taux de réponse à la satisfaction", "Response rate of CSAT"),
    "formula-csat_response_rate": (
        "appels traités dont l’appelant a noté sa satisfaction ÷ appels traités",
        "handled calls whose caller rated them ÷ calls handled",
    ),
    "figure-nps": ("Recommandation (NPS)", "Recommendation (NPS)"),
    "formula-nps": (
        "(réponses 9 et 10 − réponses 0 à 6) ÷ réponses données après un appel traité, en points ; à lire avec le taux "
        "de réponse",
        "(answers of 9 and 10 − answers of 0 to 6) ÷ answers given after a handled call, in points; read it with the "
        "response rate",
    ),
    "figure-nps_response_rate": ("Taux de réponse à la recommandation", "Response rate of NPS"),
    "formula-nps_response_rate": (
        "appels traités dont l’appelant a dit s’il recommanderait ÷ appels traités",
        "handled calls whose caller said whether they would recommend ÷ calls handled",
    ),
    "figure-answer_rate": ("Taux de décroché", "Answer rate"),
    "formula-answer_rate": (
        "appels décrochés ÷ appels présentés (arrivés dans la file du client ; le menu vocal est avant, et hors des "
        "heures d’ouverture un appel n’est pas présenté) ; en dessous de 85 % les clients partent",
        "calls answered ÷ calls presented (they reached the client’s queue; the voice menu is before it, and out of "
        "hours no call is presented); below 85% clients are lost",
    ),
    "figure-abandonment_rate": ("Taux d’abandon", "Abandonment rate"),
    "formula-abandonment_rate": (
        "appels raccrochés dans la file ÷ appels présentés, si vite que l’appelant ait raccroché",
        "calls abandoned in the queue ÷ calls presented, however soon the caller hung up",
    ),
    "figure-service_level": ("Objectif {percent}/{seconds}", "Service level {percent}/{seconds}"),
    "formula-service_level": (
        "appels décrochés en {seconds} s ÷ (appels décrochés + raccrochés dans la file), une convention parmi cinq ; "
        "les appels débordés n’y sont pas, ni ceux dont une heure manque",
        "calls answered within {seconds} s ÷ (calls answered + abandoned in the queue), one convention of five; calls "
        "that went to others are not in it, nor those of which a time is missing",
    ),
    **LENGTH_TEXTS,
    "figure-doubtful_share": ("Appels aux heures douteuses", "Calls with doubtful times"),
    "formula-doubtful_share": (
        "appels dont les heures ne peuvent pas être toutes vraies, ou qui commenceraient plus tard que maintenant ÷ "
        "appels ; ce qui n’est pas croyable n’entre pas dans les durées",
        "calls whose times cannot all be true, or that would begin later than now ÷ calls; what cannot be believed is "
        "in no length",
    ),
    "figures-as-one": (
        "Un appel transmis, ou repris par le même appelant dans les 15 minutes, n’est qu’un appel dans ces chiffres, à "
        "l’heure du premier ; dans ceux de la file et des heures douteuses, chacun compte.",
        "A call that was passed on, or that the same caller makes again within 15 minutes, is one call in these "
        "figures, at the time of the first; in those of the queue and of doubtful times each counts.",
    ),
    "days-1": ("{n} jour", "{n} day"),
    "days-n": ("{n} jours", "{n} days"),
    "figures-aim": ("objectif ≥ {low}", "goal ≥ {low}"),
    "figures-usual": ("repère du métier : de {low} à {high}", "aimed at in the trade: {low} to {high}"),
    "chart-begins": ("L’axe commence à {low}, et non à 0.", "The axis begins at {low}, not at 0."),
    "chart-bars": ("Une barre qui descend plus bas s’arrête à l’axe.", "A bar that goes on below it ends there."),
    "chart-usual": ("repère", "the trade"),
    "chart-goal": ("objectif", "goal"),
    "chart-at-least": ("≥ {low}", "≥ {low}"),
    "chart-from-to": ("{low}–{high}", "{low}–{high}"),
    "chart-few": (
        "Les points creux sont de moins de {n} appels : ils ne sont pas reliés, et un triangle dit que la valeur est "
        "plus basse que l’axe.",
        "Hollow dots are of fewer than {n} calls: they are not joined, and a triangle says that the value is below "
        "the axis.",
    ),
    "figures-length": ("{minutes} min {seconds} s", "{minutes} min {seconds} s"),
    "figures-spread": ("médiane {median} · 9 sur 10 en {p90}", "median {median} · 9 of 10 in {p90}"),
    "figures-points": ("{points} points", "{points} points"),
    "figures-balance-of": (
        "{above} promoteurs, {against} détracteurs sur {denominator}",
        "{above} promoters, {against} detractors of {denominator}",
    ),
    "figures-length-of-one": ("1 appel", "1 call"),
    "figures-length-of": ("{denominator} appels", "{denominator} calls"),
    "figures-unanswered": (
        "Non décrochés, d’après la téléphonie",
        "Not answered, according to the telephone system",
    ),
    "figures-not-telephoned": (
        "La téléphonie n’a dit aucune heure des appels de cette période : les chiffres de la file et le TMT n’ont donc "
        "pas de valeur. Pour la raccorder, lisez « Connecting the telephone system » dans le README.",
        "The telephone system told no time of any call in this period, so the figures of the queue and the average "
        "handling time have no value. To connect it, read “Connecting the telephone system” in the README.",
    ),
    "figures-by": ("Détailler", "In parts"),
    "figures-by-none": ("Non", "No"),
    "figures-by-queue": ("Par file", "By queue"),
    "figures-by-hour": ("Par heure de la journée", "By hour of the day"),
    "figures-by-level": ("Par niveau atteint", "By level reached"),
    "figures-by-weekday": ("Par jour de la semaine", "By day of the week"),
    "figures-by-day": ("Par jour", "By day"),
    "figures-by-week": ("Par semaine", "By week"),
    "figures-by-month": ("Par mois", "By month"),
    "figures-no-queue": ("file non indiquée", "queue not told"),
    "figures-hour": ("{hour} h", "{hour}:00"),
    "figures-week": ("semaine {week} de {year}", "week {week} of {year}"),
    "figures-monday": ("lundi", "Monday"),
    "figures-tuesday": ("mardi", "Tuesday"),
    "figures-wednesday": ("mercredi", "Wednesday"),
    "figures-thursday": ("jeudi", "Thursday"),
    "figures-friday": ("vendredi", "Friday"),
    "figures-saturday": ("samedi", "Saturday"),
    "figures-sunday": ("dimanche", "Sunday"),
    "figures-part": ("Partie", "Part"),
    "figures-parts-lead": (
        "Un appel compte à l’heure et au jour où il a commencé, et pour les chiffres de la file où il a été présenté ; "
        "un contact compte avec la file et l’heure de son premier appel.",
        "A call counts for the hour and the day in which it began, and for the figures of the queue in which it was "
        "presented; a contact counts with the queue and the time of its first call.",
    ),
    "value-part-key": (
        "Attendu avec by : la clé d’une partie, vide pour la file non indiquée ou aucun sujet.",
        "Expected with by: the key of a part, empty for the queue that was not told or no topic.",
    ),
    "value-part-by": ("Attendu avec key : ce qui fait les parties.", "Expected with key: what makes the parts."),
    "value-part-article": (
        "Le chiffre d’un article n’a pas de parties : enlevez by et key, ou article.",
        "The figure of an article has no parts: leave out by and key, or article.",
    ),
    "figures-queue": (
        "Appels présentés dans la file, et ce qu’ils sont devenus d’après la téléphonie",
        "Calls presented in the queue, and what came of them according to the telephone system",
    ),
    "figures-queue-part": ("Devenir", "What came of them"),
    "figures-queue-calls": ("Appels", "Calls"),
    "figures-queue-share": ("Part des présentés", "Share of those presented"),
    "figures-queue-presented": ("Présentés, en tout", "Presented, in all"),
    "figures-queue-answered": ("Décrochés", "Answered"),
    "figures-queue-abandoned": ("Raccrochés par l’appelant dans la file", "Abandoned by the caller in the queue"),
    "figures-queue-overflowed": ("Débordés : envoyés à d’autres", "Overflowed: sent on to others"),
    "figures-queue-dissuaded": (
        "Dissuadés : avertis que personne n’est libre, sans attendre",
        "Dissuaded: told that nobody is free, and let go",
    ),
    "figures-queue-callback_requested": ("Rappel demandé", "Call-back requested"),
    "figures-queue-voicemail": ("Sur répondeur", "To voicemail"),
    "figures-queue-failed": ("En échec technique", "Failed"),
    "figures-queue-untold": (
        "En attente, ou dont la téléphonie n’a pas dit la fin",
        "Still waiting, or the telephone system told no end of them",
    ),
    "figures-first": ("Premiers contacts", "First contacts"),
    "figures-unripe": (
        "dont non mûrs : on ne sait pas encore si l’appelant rappellera",
        "of which unripe: nobody knows yet whether the caller will call again",
    ),
    "figures-repeated": ("Contacts suivants du même appelant", "Later contacts of the same caller"),
    "figures-unattached": (
        "Appels non rattachables : sans appelant reconnu, jamais comptés comme résolus au premier contact",
        "Calls of nobody known: without a caller, never counted as solved on first contact",
    ),
    "figures-contacts-lead": (
        "Un contact est un appel, avec ceux du même appelant dans les 15 minutes qui suivent sa fin. Il est premier si "
        "aucun autre n’a commencé moins de {window} avant, et mûr {window} après son début et sa dernière clôture.",
        "A contact is a call, with those of the same caller in the 15 minutes after its end. It is a first one if no "
        "other began less than {window} before, and ripe {window} after it began and was closed last.",
    ),
    "nav-figures": ("Chiffres", "Figures"),
    "figures-title": ("Chiffres de {name}", "Figures of {name}"),
    "figures-period": ("Période", "Period"),
    "figures-since": ("Premier jour", "First day"),
    "figures-until": ("Dernier jour, compris", "Last day, included"),
    "figures-show": ("Montrer", "Show"),
    "figures-days": (
        "Appels commencés du {since} au {until} compris, heure de {zone}",
        "Calls that began from {since} to {until} included, time of {zone}",
    ),
    "figures-began": ("Appels commencés", "Calls that began"),
    "figures-handled": ("Traités : clos, et non abandonnés", "Handled: closed, and not abandoned"),
    "figures-abandoned": ("Abandonnés par l’appelant", "Given up by the caller"),
    "figures-unfinished": ("Encore ouverts : dans aucun chiffre", "Still open: in no figure"),
    "figures-column": ("Chiffre", "Figure"),
    "figures-value": ("Valeur", "Value"),
    "figures-counts": ("Appels comptés", "Calls counted"),
    "figures-formula": ("Formule", "Formula"),
    "figures-interval": ("Intervalle à {level}", "{level} interval"),
    "figures-no-value": ("pas de valeur", "no value"),
    "figures-of": ("{numerator} sur {denominator}", "{numerator} of {denominator}"),
    "figures-calls": (
        "{counts} : ces appels, en CSV ({figure})",
        "{counts}: these calls, as CSV ({figure})",
    ),
    "figures-between": ("de {low} à {high}", "from {low} to {high}"),
    "figures-none-counted": ("aucun appel à compter", "no call to count"),
    "figures-interval-lead": (
        "L’intervalle (Wilson pour une part, Student pour une durée moyenne, loi normale pour le NPS) dit entre "
        "quelles valeurs se tiendrait le chiffre sur un très grand nombre d’appels pareils.",
        "The interval (Wilson of a share, Student of a mean length, the normal one of NPS) says between which values "
        "the figure would be for very many such calls.",
    ),
    "figures-net": ("net : {value} ({counts})", "net: {value} ({counts})"),
    "figures-gross-lead": (
        "Rien n’est retiré des appels, ni incident connu, ni appel hors contrat : ce sont des chiffres bruts. Ce qui "
        "est à retirer des chiffres nets se convient avec le client, dans [figures] de client.toml.",
        "Nothing is left out of the calls, no known incident and no call out of contract: these are gross figures. "
        "What net figures leave out is agreed with the client, in [figures] of client.toml.",
    ),
    "figures-net-lead": (
        "Les chiffres nets, sous les bruts, sont sans ce qui a été convenu avec ce client : {left_out}.",
        "Net figures, below the gross ones, are without what was agreed with this client: {left_out}.",
    ),
    "figures-net-outcome": ("appels clos « {outcome} »", "calls closed as “{outcome}”"),
    "figures-net-article": ("appels où « {article} » a servi", "calls in which “{article}” served"),
}
"""Key → (French, English). Braces are filled by name."""
