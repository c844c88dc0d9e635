"""Texts of a client's dashboard."""

from __future__ import annotations

DASHBOARD_TEXTS: dict[str, tuple[str, str]] = {
    "nav-dashboard": ("Tableau de bord", "Dashboard"),
    "dashboard-title": ("Tableau de bord de {name}", "Dashboard of {name}"),
    "dashboard-today": ("Aujourd’hui, {day}", "Today, {day}"),
    "dashboard-zone": (
        "Appels commencés ou présentés ce jour, heure de {zone}.",
        "Calls that began or were presented on this day, time of {zone}.",
    ),
    "dashboard-at": ("Chiffres de {at}.", "Figures of {at}."),
    "dashboard-live": ("En direct, chiffres de {at}.", "Live, figures of {at}."),
    "dashboard-offline": ("Hors ligne, chiffres de {at}.", "Offline, figures of {at}."),
    "dashboard-alerts": ("Alertes ouvertes", "Open alerts"),
    "dashboard-alert": ("Alerte : {alert}", "Alert: {alert}"),
    "dashboard-gone": (
        "Votre session est finie, chiffres de {at}. Rechargez la page pour vous connecter.",
        "Your session is over, figures of {at}. Reload the page to sign in.",
    ),
    "dashboard-reload": ("Actualiser", "Reload"),
    "dashboard-presented": ("Appels présentés", "Calls presented"),
    "dashboard-answered": ("Appels décrochés", "Calls answered"),
    "dashboard-open": ("Appels encore ouverts", "Calls still open"),
    "dashboard-formula-presented": (
        "appels arrivés dans la file du client aujourd’hui, d’après la téléphonie",
        "calls that reached the client’s queue today, as the telephone system has it",
    ),
    "dashboard-formula-answered": (
        "appels présentés que quelqu’un a décrochés, d’après la téléphonie",
        "calls presented that somebody took, as the telephone system has it",
    ),
    "dashboard-formula-open": (
        "appels commencés aujourd’hui que personne n’a encore clos ; ils ne sont dans aucun chiffre",
        "calls that began today and that nobody has closed yet; they are in no figure",
    ),
    "dashboard-longest-answered": ("Plus longue attente, appels décrochés", "Longest wait, calls answered"),
    "dashboard-longest-abandoned": ("Plus longue attente, appels abandonnés", "Longest wait, calls abandoned"),
    "dashboard-formula-longest-answered": (
        "secondes entre l’arrivée dans la file et le décroché, de l’appel présenté aujourd’hui qui a attendu le plus "
        "longtemps, d’après la téléphonie",
        "seconds from the queue to the answer, of the call presented today that waited longest, as the telephone "
        "system has it",
    ),
    "dashboard-formula-longest-abandoned": (
        "secondes entre l’arrivée dans la file et le moment où l’appelant a raccroché, de l’appel présenté aujourd’hui "
        "qui a attendu le plus longtemps, d’après la téléphonie",
        "seconds from the queue until the caller hung up, of the call presented today that waited longest, as the "
        "telephone system has it",
    ),
    "dashboard-this-call": ("cet appel", "this call"),
    "dashboard-this-call-of": ("Cet appel ({title})", "This call ({title})"),
    "dashboard-formula": ("Formule", "Formula"),
    "dashboard-formula-of": ("Formule : {title}", "Formula: {title}"),
    "dashboard-calls": ("ces appels", "these calls"),
    "dashboard-calls-of": ("Ces appels, en CSV ({title})", "These calls, as CSV ({title})"),
    "dashboard-day-calls": ("la liste des appels", "the list of calls"),
    "dashboard-between": ("entre {low} et {high}", "between {low} and {high}"),
    "dashboard-goal-met": ("objectif atteint", "goal met"),
    "dashboard-goal-below": ("sous l’objectif", "below the goal"),
    "dashboard-usual-met": ("dans le repère", "within the range"),
    "dashboard-usual-below": ("sous le repère", "below the range"),
    "dashboard-usual-above": ("au-dessus du repère", "above the range"),
    "dashboard-said": ("{title} : {value}, {standing}.", "{title}: {value}, {standing}."),
    "dashboard-said-none": ("{title} : pas de valeur.", "{title}: no value."),
    "dashboard-interval-lead": (
        "« Entre » : l’intervalle à {level}. Peu d’appels le rendent large : un chiffre du matin peut passer sous le "
        "repère par hasard.",
        "“Between” is the {level} interval. Few calls make it wide: a figure in the morning may be below the range by "
        "chance.",
    ),
    "dashboard-history": ("Historique", "History"),
    "dashboard-by": ("Par", "By"),
    "dashboard-by-day": ("Jour", "Day"),
    "dashboard-by-week": ("Semaine", "Week"),
    "dashboard-by-month": ("Mois", "Month"),
    "dashboard-by-fit": ("Selon la période", "As the period allows"),
    "dashboard-days": (
        "Du {since} au {until} compris, heure de {zone} : {n}.",
        "From {since} to {until} included, time of {zone}: {n}.",
    ),
    "dashboard-chart": (
        "{title}, du {first} au {last} ; les valeurs sont dans le tableau qui suit",
        "{title}, from {first} to {last}; the values are in the table below",
    ),
    "dashboard-chart-lead": (
        "Le point est la valeur, la barre son intervalle à {level} ; les lignes vertes sont ce qui est visé.",
        "The dot is the value, the bar its {level} interval; the green lines are what is aimed at.",
    ),
    "dashboard-whole": ("Toute la période", "The whole period"),
    "dashboard-table": ("Les valeurs en tableau : {title}", "The values as a table: {title}"),
    "dashboard-export": ("Exporter", "Export"),
    "dashboard-export-csv": ("Tous ces chiffres, en CSV", "All these figures, as CSV"),
    "dashboard-export-json": ("Tous ces chiffres, en JSON", "All these figures, as JSON"),
    "dashboard-short-week": ("S{week}", "W{week}"),
}
"""Key → (French, English). Braces are filled by name."""
