"""Texts of the plain counts beside the figures."""

from __future__ import annotations

COUNT_TEXTS: dict[str, tuple[str, str]] = {
    "formula-began": (
        "tous les appels commencés sur ces jours ; celui qui est transmis ou repris compte à chaque fois",
        "all calls that began in these days; one that is passed on or made again counts each time",
    ),
    "formula-handled": (
        "appels commencés sur ces jours et clos, sauf comme abandonnés",
        "calls that began in these days and are closed, but not as given up",
    ),
    "formula-abandoned": (
        "appels commencés sur ces jours et clos comme abandonnés par l’appelant",
        "calls that began in these days and are closed as given up by the caller",
    ),
    "formula-unfinished": (
        "appels commencés sur ces jours et pas encore clos, sauf ceux que personne n’a décrochés",
        "calls that began in these days and are not closed yet, but for those that nobody took",
    ),
    "formula-unanswered": (
        "appels commencés sur ces jours, que personne n’a décrochés d’après la téléphonie, et dont personne n’a dit "
        "la fin",
        "calls that began in these days, that nobody took, the telephone system says, and of which nobody said the end",
    ),
    "formula-first_contacts": (
        "contacts traités commencés sur ces jours, sans autre du même appelant moins de {window} avant ; chacun est "
        "listé par son premier appel",
        "handled contacts that began in these days, no other of the same caller less than {window} before; each is "
        "listed by its first call",
    ),
    "formula-unripe_contacts": (
        "premiers contacts commencés depuis moins de {window}",
        "first contacts begun less than {window} ago",
    ),
    "formula-repeated_contacts": (
        "contacts traités commencés sur ces jours, dont l’appelant avait déjà appelé moins de {window} avant",
        "handled contacts that began in these days, whose caller had called less than {window} before",
    ),
    "formula-unattached": (
        "appels traités commencés sur ces jours, dont l’appelant ne peut être distingué d’un autre",
        "handled calls that began in these days, whose caller cannot be told from others",
    ),
    "formula-outcome": (
        "appels commencés sur ces jours et clos « {outcome} »",
        "calls that began in these days and are closed as “{outcome}”",
    ),
    "formula-queue_presented": (
        "appels arrivés dans la file du client sur ces jours, d’après la téléphonie",
        "calls that reached the client’s queue in these days, as the telephone system has it",
    ),
    "formula-queue_answered": ("appels présentés et décrochés", "calls presented and answered"),
    "formula-queue_abandoned": (
        "appels présentés et raccrochés par l’appelant dans la file, si vite que ce soit",
        "calls presented and abandoned by the caller in the queue, however soon",
    ),
    "formula-queue_overflowed": ("appels présentés et envoyés à d’autres", "calls presented and sent on to others"),
    "formula-queue_dissuaded": (
        "appels présentés et avertis que personne n’est libre",
        "calls presented and told that nobody is free",
    ),
    "formula-queue_callback_requested": (
        "appels présentés dont l’appelant a demandé qu’on le rappelle",
        "calls presented whose caller asked to be called back",
    ),
    "formula-queue_voicemail": ("appels présentés et passés sur répondeur", "calls presented and sent to voicemail"),
    "formula-queue_failed": ("appels présentés et en échec technique", "calls presented that failed"),
    "formula-queue_untold": (
        "appels présentés qui attendent encore, ou dont la téléphonie n’a pas dit la fin",
        "calls presented that are still waiting, or of which the telephone system told no end",
    ),
    "figures-menu_abandoned": ("Raccrochés dans le menu vocal", "Hung up in the voice menu"),
    "formula-menu_abandoned": (
        "appels commencés sur ces jours et raccrochés dans le menu vocal, que personne n’a décrochés, d’après la "
        "téléphonie",
        "calls that began in these days and were hung up in the voice menu, and that nobody took, as the telephone "
        "system has it",
    ),
    "figures-closed_hours": ("Reçus hors des heures d’ouverture", "Came outside opening hours"),
    "formula-closed_hours": (
        "appels commencés sur ces jours et arrivés hors des heures d’ouverture, que personne n’a décrochés, d’après la "
        "téléphonie",
        "calls that began in these days and came outside opening hours, and that nobody took, as the telephone system "
        "has it",
    ),
    "counts-not-presented": (
        "Appels qui ne sont jamais arrivés dans la file : ils ne sont pas « présentés », et ne sont dans aucun taux de "
        "la file.",
        "Calls that never reached the queue: they are not “presented”, and in no rate of the queue.",
    ),
    "counts-formulas": ("Comment ces nombres sont comptés", "How these numbers are counted"),
    "counts-outcomes": ("Comment les appels traités ont fini", "How the calls handled ended"),
    "counts-outcomes-lead": (
        "Fins : de chacune, les appels commencés sur ces jours et clos ainsi ; toutes ensemble font les appels "
        "traités, et la part de chacune est sur eux.",
        "Outcomes: of each, the calls that began in these days and are closed as such; all together are the calls "
        "handled, and the share of each is of those.",
    ),
    "counts-outcome": ("Fin", "Outcome"),
    "counts-outcome-share": ("Part des traités", "Share of those handled"),
}
"""Key → (French, English). Braces are filled by name."""
