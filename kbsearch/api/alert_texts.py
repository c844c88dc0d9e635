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
        "Les chiffres sont regardés chaque minute. Une alerte s’ouvre une fois, et se ferme quand elle n’a plus lieu "
        "d’être deux fois de suite. Sous un certain nombre d’appels, rien n’est dit.",
        "Figures are looked at every minute. An alert is opened once, and closed when it did not hold twice running. "
        "Of too few calls nothing is said.",
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
        "Burst of callers with the same symptom, left without an answer",
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
