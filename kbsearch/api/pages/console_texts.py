"""What the scripts of the agent's console say beside search itself: the call, its end, the sheet. French, English."""

from kbsearch.core.calls.handover_text import TEXTS as SHEET_TEXTS

SHEET = ("title", "client", "call", "begun", "priority", "impact", "symptoms", "facts", "articles", "path",
    "not-asked", "none", "steps", "refused", "tried", "opened", "speaks", "speaks-fr", "speaks-en")  # fmt: skip
"""Words of the hand-over sheet that the page needs to write one while the server is away."""

CONSOLE_TEXTS: dict[str, tuple[str, str]] = {
    **{f"sheet-{name}": SHEET_TEXTS[name] for name in SHEET},
    # the call
    "c-no-call": ("Sans appel", "No call"),
    "c-call": ("Appel {id}", "Call {id}"),
    "c-own-call": ("Appel en cours", "On a call"),
    "c-call-begun": ("Appel commencé.", "Call begun."),
    "c-closed": ("Appel clos : {outcome}.", "Call closed: {outcome}."),
    "c-reopen": ("Rouvrir", "Reopen"),
    "c-unsent-1": ("1 envoi en attente du réseau.", "1 message is waiting for the network."),
    "c-unsent-n": ("{n} envois en attente du réseau.", "{n} messages are waiting for the network."),
    "c-refused": ("Le serveur n’a pas gardé un envoi : {why}", "The server did not accept a message: {why}"),
    "c-too-many": (
        "Trop de recherches en peu de temps. Réessayez dans {n} s.",
        "Too many searches in a short time. Try again in {n} s.",
    ),
    "c-cut": (
        "Texte trop long : seuls les {n} premiers caractères sont gardés.",
        "The text is too long: only its first {n} characters are kept.",
    ),
    # the article
    "c-copy-say": ("Copier la réponse au client", "Copy what to say"),
    "c-copied": ("Procédure copiée.", "Procedure copied."),
    "c-copied-internal": (
        "Procédure copiée, notes internes comprises : pour le ticket, pas pour le client.",
        "Procedure copied, internal notes included: for the ticket, not for the client.",
    ),
    "c-copied-link": ("Lien copié.", "Link copied."),
    "c-internal": (
        "[Interne : ne pas transmettre au client]",
        "[Internal: not to be passed on to the client]",
    ),
    "c-nothing-to-say": (
        "Rien à dire au client dans cet article : rien n’a été copié. Alt P copie la procédure.",
        "Nothing to say to the caller in this article: nothing was copied. Alt P copies the procedure.",
    ),
    "c-copied-say": ("Réponse au client copiée.", "What to say is copied."),
    "c-refused-article": ("Écarté : {title}", "Ruled out: {title}"),
    "c-flag-said": ("{reason} : {words}", "{reason}: {words}"),
    "c-kept": (
        "Le serveur ne répond pas. Copie gardée dans l’onglet : version {commit}, génération {generation}, lue {age}.",
        "The server does not answer. A copy kept in the tab: version {commit}, generation {generation}, read {age}.",
    ),
    "c-kept-row": ("copie gardée, lue {age}", "kept copy, read {age}"),
    "c-kept-list": (
        "Ci-dessous, les articles de ce client déjà ouverts dans cet onglet : la recherche ne les a pas choisis.",
        "Below are articles of this client that were opened in this tab: the search has not chosen them.",
    ),
    "c-kept-over": (
        "Le serveur répond de nouveau : l’article est à jour.",
        "The server answers again: the article is up to date.",
    ),
    "c-kept-changed": (
        "Le serveur répond de nouveau : l’article a changé entre-temps, le voici.",
        "The server answers again: the article has changed meanwhile, here it is.",
    ),
    "c-just-now": ("il y a moins d’une minute", "less than a minute ago"),
    "c-flagged": ("Signalé à ses rédacteurs : {reason}.", "Reported to its editors: {reason}."),
    "c-step": ("Étape {n} : {text}", "Step {n}: {text}"),
    "c-steps-done": ("Toutes les étapes sont cochées.", "All steps are ticked."),
    "c-no-step": ("Cet article n’a pas d’étapes.", "This article has no steps."),
    # the end
    "c-outcome-resolved": ("Résolu", "Resolved"),
    "c-outcome-escalated_n2": ("Passé au N2", "Handed to N2"),
    "c-outcome-escalated_n3": ("Passé au N3", "Handed to N3"),
    "c-outcome-escalated_on_call": ("Passé à l’astreinte", "Handed to on-call"),
    "c-outcome-call_back_promised": ("Rappel promis", "Call-back promised"),
    "c-outcome-known_incident": ("Incident connu", "Known incident"),
    "c-outcome-not_for_us": ("Pas pour nous", "Not for us"),
    "c-outcome-abandoned": ("Abandonné", "Abandoned"),
    "c-is-incident": ("C’est cet incident", "It is this incident"),
    "c-other-incident": ("un autre", "another one"),
    "c-gap-told": ("Manque signalé, avec les mots de l’appelant.", "Gap reported, in the caller’s words."),
    "c-gap-reason": ("Rien trouvé : {query}", "Nothing found: {query}"),
    "c-gap-missed": ("{reason} — {missing}", "{reason} — {missing}"),
    "c-signing-out-other": (
        "Un appel n’est pas clos. Ce qui est déjà envoyé est gardé : il reste ouvert dans « Mes appels », où il peut "
        "être repris. Ce qui est saisi et pas encore transmis (recherche, faits, fin d’appel) est effacé de ce poste.",
        "A call is not closed yet. What was sent already is kept: it stays open in “My calls”, where it can be taken "
        "up again. What was typed and not yet passed on (search, facts, end of call) is erased from this machine.",
    ),
    "c-signing-out-unsent-1": (
        "1 envoi attend encore le réseau : il serait perdu.",
        "1 message still waits for the network: it would be lost.",
    ),
    "c-signing-out-unsent-n": (
        "{n} envois attendent encore le réseau : ils seraient perdus.",
        "{n} messages still wait for the network: they would be lost.",
    ),
    "c-not-copied": (
        "Rien n’a été copié : sélectionnez le texte, puis Ctrl C.",
        "Nothing was copied: select the text, then Ctrl C.",
    ),
    "c-sheet-away": (
        "Écrite sans le serveur : les données personnelles n’y sont pas masquées, relisez-la.",
        "Written without the server: personal data is not masked in it, so read it through.",
    ),
    "c-sheet-preview": (
        "Aperçu : l’appel n’a pas commencé. Copier (Alt C) le commence et fait écrire la fiche par le serveur.",
        "Preview: the call has not begun. Copying (Alt C) begins it and has the server write the sheet.",
    ),
    "c-nothing-to-end": (
        "Aucun appel à clore : rien n’a été saisi ni ouvert.",
        "No call to end: nothing was typed or opened.",
    ),
    "c-pair": ("{name} : {value}", "{name}: {value}"),
    "c-left-open": ("L’appel précédent n’a pas de fin :", "The previous call was not closed:"),
    "c-left-open-n": ("Les appels précédents n’ont pas de fin :", "The calls before have no end:"),
    "c-left-unbegun": ("pas encore commencé", "not begun yet"),
    "c-left-elsewhere": (
        "Un appel d’un autre client n’a pas de fin : y revenir",
        "A call of another client has no end: go back to it",
    ),
    "c-unsent-elsewhere": (
        "Ce qui a été dit d’un appel d’un autre client n’est pas parti : l’envoyer",
        "What was said of another client’s call was not sent: send it",
    ),
    "c-ended-elsewhere": (
        "Cet appel a été clos ailleurs : {outcome}. Aucune issue n’a été envoyée d’ici.",
        "This call was closed elsewhere: {outcome}. No outcome was sent from here.",
    ),
    "c-reopened-elsewhere": ("Cet appel a été rouvert dans un autre onglet.", "This call was reopened in another tab."),
    "c-open-elsewhere": ("Cet appel est aussi ouvert dans un autre onglet.", "This call is open in another tab too."),
    "c-changed-elsewhere": ("L’appel avance aussi dans un autre onglet.", "The call goes on in another tab too."),
    "c-ended": ("Cet appel est clos : {outcome}.", "This call is closed: {outcome}."),
    "c-row-gone": ("n’est plus dans la réponse", "no longer in the answer"),
    "c-speaks-fr": ("L’appelant parle français", "The caller speaks French"),
    "c-speaks-en": ("L’appelant parle anglais", "The caller speaks English"),
    "c-sheet-copied": ("Fiche copiée.", "Sheet copied."),
    "c-sheet-lost": (
        "La fiche de passage n’a pas été copiée : copiez-la de nouveau depuis son appel.",
        "The hand-over sheet was not copied: copy it again from its call.",
    ),
    "c-close": ("Clore l’appel", "Close the call"),
    "c-hand-over": ("Transmettre et clore", "Hand over and close"),
}
"""Key → (French, English). Braces are filled by name, by the scripts; by templates too where these say it."""
