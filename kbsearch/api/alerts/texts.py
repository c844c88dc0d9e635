"""Texts of a client's alerts, and of the page that shows them."""

from __future__ import annotations

ALERT_TEXTS: dict[str, tuple[str, str]] = {
    "nav-alerts": ("Alertes", "Alerts"),
    "alerts-title": ("Alertes de {name}", "Alerts of {name}"),
    "alerts-off": (
        "Ce client ne demande aucune alerte : client.toml n’a pas de table [alerts].",
        "This client asks for no alerts: client.toml has no table [alerts].",
    ),
    "alerts-lead": (
        "Les chiffres du jour sont regardés chaque minute, le FCR et la part du N3 chaque heure. Une alerte s’ouvre "
        "une fois, et se ferme quand elle n’a plus lieu d’être deux fois de suite. Sous un certain nombre d’appels, "
        "rien n’est dit.",
        "Figures of the day are looked at every minute, FCR and the share of N3 every hour. An alert is opened once, "
        "and closed when it did not hold twice running. Of too few calls nothing is said.",
    ),
    "alerts-lists": (
        "« Ces appels » : ceux commencés jusqu’à l’ouverture de l’alerte ; ce qui a été écrit depuis de l’un d’eux "
        "(décroché, clos, importé, effacé) y compte.",
        "“These calls”: those that began until the alert was opened; what was written since of one of them (answered, "
        "closed, imported, deleted) counts.",
    ),
    "alerts-rules": ("Ce qui ouvre une alerte pour ce client", "What opens an alert for this client"),
    "alerts-rule-off": ("désactivée", "switched off"),
    "alerts-rule-answer_rate": (
        "appels décrochés ÷ appels présentés du jour, sous {percent} ; dès {at_least} appels présentés",
        "calls answered ÷ calls presented today, below {percent}; from {at_least} calls presented on",
    ),
    "alerts-rule-abandonment_rate": (
        "appels raccrochés dans la file ÷ appels présentés du jour, au-dessus de {percent} ; dès {at_least} appels "
        "présentés",
        "calls abandoned in the queue ÷ calls presented today, above {percent}; from {at_least} calls presented on",
    ),
    "alerts-rule-fcr_drop": (
        "FCR sans rappel des {days} derniers jours mûrs, moins celui des {days} jours d’avant : l’intervalle de "
        "l’écart (Newcombe, 95 %) est sous 0 ; dès {at_least} premiers contacts mûrs de chaque côté",
        "FCR without call-back of the last {days} ripe days, less that of the {days} days before: the interval of the "
        "difference (Newcombe’s, 95%) lies below 0; from {at_least} ripe first contacts on each side",
    ),
    "alerts-rule-n3_share": (
        "part du N3 des {days} derniers jours entiers, moins celle des {days} jours d’avant : l’intervalle de l’écart "
        "(Newcombe, 95 %) est au-dessus de 0 ; dès {at_least} appels traités de chaque côté",
        "N3 share of the last {days} whole days, less that of the {days} days before: the interval of the difference "
        "(Newcombe’s, 95%) lies above 0; from {at_least} handled calls on each side",
    ),
    "alerts-rule-unanswered_burst": (
        "appelants de la dernière heure aux mots proches, sans réponse fiable : au moins {at_least}, et plus que "
        "d’habitude à cette heure de ce jour de la semaine (le hasard seul en ferait autant moins d’une fois sur "
        "mille)",
        "callers of the last hour in alike words, without a reliable answer: at least {at_least}, and more than usual "
        "at that hour of that weekday (chance alone would do as much less than once in a thousand times)",
    ),
    "alerts-webhook-failed": (
        "Webhook : envois abandonnés ces 30 derniers jours : {n}. Ce qu’ils disaient n’est arrivé nulle part ailleurs "
        "que sur cette page.",
        "Webhook: posts given up in the last 30 days: {n}. What they said arrived nowhere but on this page.",
    ),
    "alerts-webhook-told": ("Dernier essai : {told}.", "The last try: {told}."),
    "alerts-webhook-waiting": (
        "Webhook : envois qui attendent un nouvel essai : {n}.",
        "Webhook: posts that wait to be tried again: {n}.",
    ),
    "alerts-webhook-disabled": (
        "Webhook désactivé depuis le {at} : plus rien n’y est envoyé.",
        "Webhook disabled since {at}: nothing is posted there any more.",
    ),
    "alerts-webhook-why": (
        "Essais manqués à la suite depuis le {since} : {tries} ; le dernier : {told}.",
        "Tries that failed in a row since {since}: {tries}; the last: {told}.",
    ),
    "alerts-webhook-gone": (
        "L’adresse a répondu 410 : elle ne veut plus rien recevoir.",
        "The address answered 410: it wants nothing any more.",
    ),
    "alerts-webhook-mend": (
        "Réparez ce qui reçoit, puis faites lancer sur le serveur « {command} » ; une autre adresse ou un autre secret "
        "le réactive aussi.",
        "Mend what receives, then have “{command}” run on the server; another address or secret enables it too.",
    ),
    "alerts-webhook-enable": ("Réactiver le webhook", "Enable the webhook"),
    "alerts-webhook-kept": (
        "Webhook : envois gardés, qui partiront quand il sera réactivé, ou seront abandonnés au bout de deux jours : "
        "{n}.",
        "Webhook: posts kept, to be sent when it is enabled, or given up after two days: {n}.",
    ),
    "alerts-open": ("Ouvertes", "Open"),
    "alerts-none-open": ("Aucune alerte ouverte.", "No open alert."),
    "alerts-past": ("Fermées depuis moins de 30 jours", "Closed in the last 30 days"),
    "alerts-none-past": ("Aucune.", "None."),
    "alerts-kind": ("Alerte", "Alert"),
    "alerts-measured": ("Mesuré à l’ouverture", "Measured when it was opened"),
    "alerts-opened": ("Ouverte le", "Opened"),
    "alerts-closed": ("Fermée le", "Closed"),
    "alert-answer_rate": ("Taux de décroché sous le seuil", "Answer rate below the threshold"),
    "alert-abandonment_rate": ("Taux d’abandon au-dessus du seuil", "Abandonment rate above the threshold"),
    "alert-fcr_drop": ("FCR sans rappel en baisse", "FCR without call-back falling"),
    "alert-n3_share": ("Part du N3 en hausse", "N3 share rising"),
    "alert-unanswered_burst": (
        "Afflux d’appelants au même symptôme, sans réponse fiable",
        "Burst of callers with the same symptom, without a reliable answer",
    ),
    "alert-beyond": ("{value} ({counts}) ; seuil : {threshold}", "{value} ({counts}); threshold: {threshold}"),
    "alert-changed": (
        "{value} ({counts}), contre {before} ({before_counts}) avant ; écart de {low} à {high} points à 95 %",
        "{value} ({counts}), {before} ({before_counts}) before; a difference of {low} to {high} points at 95%",
    ),
    "alert-calls": ("Ces appels", "These calls"),
    "alert-calls-before": ("Ceux d’avant", "Those before"),
    "alert-calls-of": ("Ces appels, en CSV ({title})", "These calls, as CSV ({title})"),
    "alert-calls-before-of": ("Ceux d’avant, en CSV ({title})", "Those before, as CSV ({title})"),
    "alert-burst-gaps": ("Ce qui manquait ce jour-là", "What lacked on that day"),
    "alert-burst": (
        "{counts} appelants en une heure, avec des mots proches ; d’habitude {usual} en {hours} heures ; seuil : "
        "{threshold}",
        "{counts} callers in an hour, in alike words; usually {usual} in {hours} hours; threshold: {threshold}",
    ),
}
