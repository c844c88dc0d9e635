"""What is said of lines of a queue log that could not be used, in French and English: never a word of the line."""

from __future__ import annotations

QUEUE_LOG_TEXTS: dict[str, tuple[str, str]] = {
    "queue-log-too-long": (
        "La ligne dépasse {limit} octets : le journal est abîmé ici.",
        "The line has more than {limit} bytes: the log is damaged here.",
    ),
    "queue-log-unfinished": (
        "La dernière ligne n’est pas terminée : elle est laissée au prochain import.",
        "The last line is not finished: it is left for the next import.",
    ),
    "queue-log-not-utf8": (
        "L’heure, l’appel, la file, l’événement ou le choix dans le menu n’est pas du texte UTF-8.",
        "The time, the call, the queue, the event or the choice in the menu is not UTF-8 text.",
    ),
    "queue-log-control": (
        "La ligne contient des caractères de contrôle : le journal est abîmé ici.",
        "The line holds control characters: the log is damaged here.",
    ),
    "queue-log-head": (
        "Champs dans la ligne : {found}. Il en faut au moins {least} : heure, appel, file, agent, événement.",
        "Fields in the line: {found}. At least {least} are needed: time, call, queue, agent, event.",
    ),
    "queue-log-epoch": (
        "Le premier champ n’est pas une heure, en secondes depuis 1970.",
        "The first field is no time, in seconds since 1970.",
    ),
    "queue-log-before": ("La ligne est d’avant {year}.", "The line is from before {year}."),
    "queue-log-future": (
        "La ligne est datée dans l’avenir : vérifiez l’horloge du standard.",
        "The line is from the future: look at the clock of the telephone system.",
    ),
    "queue-log-event": ("Le cinquième champ ne nomme aucun événement.", "The fifth field names no event."),
    "queue-log-fields": (
        "Champs propres à {event} : {found}, au lieu de {least} au moins et {most} au plus.",
        "Fields of {event} itself: {found}, instead of at least {least} and at most {most}.",
    ),
    "queue-log-head-unknown": (
        "{event} commence par autre chose que {allowed}.",
        "{event} begins with something else than {allowed}.",
    ),
    "queue-log-number": (
        "Un champ de {event} devrait être un nombre et n’en est pas un.",
        "A field of {event} ought to be a number and is none.",
    ),
    "queue-log-negative": (
        "Une durée ou une place de {event} est négative.",
        "A duration or place of {event} is negative.",
    ),
    "queue-log-call-id": (
        "L’identifiant de l’appel manque, ou ne convient pas : 1 à {limit} caractères, sans « / ».",
        "The id of the call is missing, or will not do: 1 to {limit} characters, without `/`.",
    ),
    "queue-log-call-id-personal": (
        "L’identifiant de cet appel contient des données personnelles, et les identifiants sont gardés tels quels : "
        "rien de l’appel n’a été gardé.",
        "The id of this call holds personal data, and ids are kept as they are: nothing of the call was kept.",
    ),
    "queue-log-queue": (
        "La ligne ne nomme pas de file (1 à {limit} caractères).",
        "The line names no queue (1 to {limit} characters).",
    ),
    "queue-log-order": (
        "D’après les lignes précédentes, l’appel n’était pas encore là, ou finirait avant d’être pris.",
        "By the lines before, the call was not there yet, or would end before it was taken.",
    ),
    "queue-log-contradicts": (
        "Contredit la ligne {first}, sur le même appel dans la même file : celle-là reste.",
        "Contradicts line {first}, about the same call in the same queue: that one stays.",
    ),
    "queue-log-nobody": ("La file {queue} n’est à aucun client.", "The queue {queue} is no client’s."),
    "queue-log-unready": (
        "La file {queue} est à {client}, dont la base n’est pas construite : lancez kbsearch build.",
        "The queue {queue} is that of {client}, which is not built: run kbsearch build.",
    ),
    # what an import says beside them
    "queue-log-left-out": ("{said} Lignes laissées de côté : {lines}.", "{said} Lines left out: {lines}."),
    "queue-log-going-on": (
        "Appels sortis d’une file depuis moins d’une heure, peut-être vers une autre : {calls}. Leur fin est laissée "
        "au prochain import de ce journal.",
        "Calls that left a queue less than an hour ago, perhaps for another one: {calls}. Their end is left for the "
        "next import of this log.",
    ),
    "queue-log-more": ("… et d’autres lignes fautives : {more}.", "… and more faulty lines: {more}."),
    "queue-log-reasons": ("Lignes fautives, par raison : {reasons}.", "Faulty lines, by reason: {reasons}."),
    "queue-log-empty": ("Le fichier est vide.", "The file is empty."),
    "queue-log-columns": (
        "client|appels|présentés|décrochés|abandonnés|débordés|événements nouveaux|déjà connus",
        "client|calls|offered|answered|abandoned|overflowed|events new|known",
    ),
    "queue-log-read": (
        "Lignes lues : {lines} ; fautives : {faulty} ; de files qui ne sont à aucun client : {unknown} ; d’aucun appel "
        "en file : {skipped}.",
        "Lines read: {lines}; faulty: {faulty}; of queues that are no client’s: {unknown}; of no call in a queue: "
        "{skipped}.",
    ),
}
"""`QueueFault.code` → (French, English). Braces are filled by name."""
