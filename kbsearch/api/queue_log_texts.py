"""What is said of lines of a queue log that could not be used, in French and English: never a word of the line."""

from __future__ import annotations

QUEUE_LOG_TEXTS: dict[str, tuple[str, str]] = {
    "queue-log-too-long": (
        "La ligne dépasse {limit} octets : le journal est abîmé ici.",
        "The line has more than {limit} bytes: the log is damaged here.",
    ),
    "queue-log-unfinished": (
        "La dernière ligne n’est pas terminée. Réimportez le fichier quand elle le sera.",
        "The last line is not finished. Import the file again when it is.",
    ),
    "queue-log-not-utf8": ("La ligne n’est pas du texte UTF-8.", "The line is not UTF-8 text."),
    "queue-log-control": (
        "La ligne contient des caractères de contrôle : le journal est abîmé ici.",
        "The line holds control characters: the log is damaged here.",
    ),
    "queue-log-head": (
        "La ligne a {found} champs, et il en faut au moins {least} : heure, appel, file, agent, événement.",
        "The line has {found} fields, and at least {least} are needed: time, call, queue, agent, event.",
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
        "{event} a {found} champs à lui, au lieu de {least} à {most}.",
        "{event} has {found} fields of its own, instead of {least} to {most}.",
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
}
"""`QueueFault.code` → (French, English). Braces are filled by name."""
