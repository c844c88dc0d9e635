"""What the page of the agent's console says and no script of it: its buttons, its fields, the keys. French, English."""

DESK_TEXTS: dict[str, tuple[str, str]] = {
    # the call
    "c-begin": ("Commencer l’appel", "Begin the call"),
    "c-end": ("Fin d’appel", "End of call"),
    # the article
    "c-copy-all": ("Copier la procédure", "Copy the procedure"),
    "c-copy-link": ("Copier le lien", "Copy the link"),
    "c-refuse": ("Ce n’est pas ça", "Not this one"),
    "c-flag": ("Signaler", "Flag"),
    "c-flag-wrong": ("Faux", "Wrong"),
    "c-flag-unclear": ("Pas clair", "Unclear"),
    "c-flag-outdated": ("Périmé", "Outdated"),
    "c-flag-incomplete": ("Incomplet", "Incomplete"),
    "c-flag-comment": ("En quelques mots", "In a few words"),
    "c-flag-hint": ("facultatif, puis Alt 1 … Alt 4 ou Entrée", "optional, then Alt 1 … Alt 4 or Enter"),
    # who takes over
    "c-priority": ("Priorité", "Priority"),
    "c-priority-P1": ("P1 – tout est arrêté", "P1 – everything is down"),
    "c-priority-P2": ("P2 – gêne importante", "P2 – major trouble"),
    "c-priority-P3": ("P3 – normale", "P3 – normal"),
    "c-priority-P4": ("P4 – peut attendre", "P4 – can wait"),
    "c-facts": ("À demander d’abord", "Ask first"),
    "c-whole-path": ("Tout le chemin", "The whole path"),
    # the end
    "c-outcome": ("Comment s’est terminé l’appel ?", "How did the call end?"),
    "c-used": ("Ce qui a servi", "What helped"),
    "c-used-this": ("Cet article a servi : {title}", "This article helped: {title}"),
    "c-confirmed": ("L’appelant dit que c’est résolu ?", "Does the caller say it is solved?"),
    "c-yes": ("Oui", "Yes"),
    "c-no": ("Non", "No"),
    "c-not-asked": ("Pas demandé", "Not asked"),
    "c-incident": ("Lequel ?", "Which one?"),
    "c-gap": ("Rien trouvé : signaler le manque", "Nothing found: report the gap"),
    "c-gap-report": ("Signaler un manque", "Report a gap"),
    "c-missing": ("Ce qui a manqué, en quelques mots (facultatif)", "What was missing, in a few words (optional)"),
    "c-comment": ("Commentaire sur cette fin (facultatif)", "Comment on this end (optional)"),
    "c-leaving": ("Quitter l’appel en cours ?", "Leave the call?"),
    "c-leaving-why": (
        "L’appel pour {name} n’est pas clos. Restez pour le clore : rien de ce que vous avez saisi n’est perdu.",
        "The call for {name} is not closed yet. Stay to close it: nothing you typed is lost.",
    ),
    "c-signing-out": ("Se déconnecter sans clore l’appel ?", "Sign out without closing the call?"),
    "c-signing-out-why": (
        "Pour {name}, ce qui est déjà envoyé est gardé : l’appel reste ouvert dans « Appels du jour », où il peut "
        "être repris. Ce qui est saisi et pas encore transmis (recherche, faits, fin d’appel) est effacé de ce "
        "poste.",
        "For {name}, what was sent already is kept: the call stays open in “The day’s calls”, where it can be taken "
        "up again. What was typed and not yet passed on (search, facts, end of call) is erased from this machine.",
    ),
    "c-seen": ("Vu", "Seen"),
    "c-stay": ("Rester", "Stay"),
    "c-key-stay": ("Échap", "Esc"),
    "c-sheet": ("Fiche de passage", "Hand-over sheet"),
    "c-sheet-text": ("Texte de la fiche", "Text of the sheet"),
    "c-impact": ("Qui ou quoi est à l’arrêt ?", "Who or what is down?"),
    "c-copy-sheet": ("Copier la fiche", "Copy the sheet"),
    "c-in-their-language": ("Dans la langue de l’appelant", "In the caller’s language"),
    "c-cancel": ("Retour", "Back"),
    # keys
    "c-help": ("Aide", "Help"),
    "c-keys": ("Touches", "Keys"),
    "c-single-keys": (
        "Touches seules (/, ?, 1 à 4, et 1 à 8 en fin d’appel) hors des zones de saisie",
        "Single keys (/, ?, 1 to 4, and 1 to 8 at the end of a call) outside text fields",
    ),
    "c-key-box": ("/ ou Ctrl K", "/ or Ctrl K"),
    "c-does-box": ("Revenir à la recherche", "Back to the search box"),
    "c-key-open": ("Entrée", "Enter"),
    "c-does-open": ("Ouvrir le premier résultat, ou celui qui est choisi", "Open the first result, or the chosen one"),
    "c-key-choose": ("↑ ↓", "↑ ↓"),
    "c-does-choose": ("Choisir un résultat", "Choose a result"),
    "c-key-digit": ("Alt 1 … Alt 4", "Alt 1 … Alt 4"),
    "c-does-digit": ("Répondre à la question posée", "Answer the question that is asked"),
    "c-key-copy": ("Alt C", "Alt C"),
    "c-does-copy": ("Copier la réponse au client, ou la fiche", "Copy what to say to the caller, or the sheet"),
    "c-key-all": ("Alt P", "Alt P"),
    "c-does-all": ("Copier toute la procédure, pour le ticket", "Copy the whole procedure, for the ticket"),
    "c-key-link": ("Alt L", "Alt L"),
    "c-does-link": ("Copier le lien vers cette version de l’article", "Copy the link to this version of the article"),
    "c-key-refuse": ("Alt X", "Alt X"),
    "c-does-refuse": ("Écarter l’article ouvert", "Rule out the open article"),
    "c-key-flag": ("Alt S", "Alt S"),
    "c-does-flag": ("Signaler un défaut de l’article", "Report a fault of the article"),
    "c-key-reason": ("Alt Maj 1 … Alt Maj 4", "Alt Shift 1 … Alt Shift 4"),
    "c-does-reason": (
        "Signaler en une touche : faux, peu clair, périmé, incomplet",
        "Report it in one key: wrong, unclear, outdated, incomplete",
    ),
    "c-key-step": ("Alt J, Alt K", "Alt J, Alt K"),
    "c-does-step": (
        "Aller à l’étape suivante à faire, à celle d’avant",
        "Go to the next step to do, to the one before",
    ),
    "c-key-tick": ("Espace, Entrée", "Space, Enter"),
    "c-does-tick": (
        "Cocher l’étape ; avec Entrée, passer à la suivante",
        "Tick the step; with Enter, go on to the next",
    ),
    "c-key-gap": ("Alt U", "Alt U"),
    "c-does-gap": ("Rien de fiable : signaler un manque", "Nothing reliable: report a gap"),
    "c-key-path": ("Alt Q", "Alt Q"),
    "c-does-path": (
        "Aller à qui prend la suite ; à la fin de l’appel, au premier fait à demander",
        "Go to who takes over; at the end of a call, to the first fact to ask for",
    ),
    "c-key-back": ("Alt R", "Alt R"),
    "c-does-back": ("Revenir à l’appel laissé en attente", "Go back to the call that was left"),
    "c-key-begin": ("Alt N", "Alt N"),
    "c-does-begin": ("Commencer un appel", "Begin a call"),
    "c-key-end": ("Ctrl Entrée", "Ctrl Enter"),
    "c-does-end": (
        "Fin d’appel : 1 à 8 pour l’issue, Entrée pour clore",
        "End of call: 1 to 8 for the outcome, Enter to close",
    ),
    "c-key-help": ("? ou F1", "? or F1"),
    "c-does-help": ("Cette aide", "This help"),
}
"""Key → (French, English). Braces are filled by name."""

KEYS = (
    "box", "open", "choose", "digit", "step", "tick", "copy", "all", "link", "refuse", "flag", "reason", "gap", "path",
    "back", "begin", "end", "help",
)  # fmt: skip
KEY_LIST = tuple((f"c-key-{name}", f"c-does-{name}") for name in KEYS)
"""The keys of the desk, as the help lists them: which, and what each does."""
