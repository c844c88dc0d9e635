"""What is said of rows that could not be imported, in French and English: never a word of the row itself."""

from __future__ import annotations

ROW_TEXTS: dict[str, tuple[str, str]] = {
    "import-read": (
        "Appels gardés : {calls} ; événements nouveaux : {new} ; déjà connus : {known} ; lignes laissées de côté : "
        "{faulty}.",
        "Calls on record: {calls}; events new: {new}; known: {known}; rows left out: {faulty}.",
    ),
    "import-warned": (
        "Articles nommés que ce client n’a pas : {warned} ; les appels sont gardés.",
        "Articles named that this client does not have: {warned}; the calls are kept.",
    ),
    "import-expiring": (
        "Appels plus anciens que ce qui est gardé de ce client (retention_days dans client.toml) : {n}. Ils seront "
        "effacés dans la journée : augmentez retention_days avant, si leurs chiffres comptent.",
        "Calls older than what is kept of this client (retention_days in client.toml): {n}. They will be deleted "
        "within a day: raise retention_days first, if their figures count.",
    ),
    "import-unvouched": (
        "Appels résolus avec un article, sans appelant (caller) ni confirmation : {n}. Nul ne sait s’il a rappelé : la "
        "recherche n’en apprend rien, et le FCR sans rappel ne les compte pas.",
        "Calls resolved with an article, without a caller or a confirmation: {n}. Nobody knows whether they called "
        "back: search learns nothing from them, and FCR without call-back does not count them.",
    ),
    "import-nothing": ("Il n’y a aucun appel dans ce fichier.", "There is no call in this file."),
    "faults-option": (
        "Pour avoir toutes les lignes fautives, une à une : ajoutez --faults FICHIER.",
        "To have every faulty line, one by one: add --faults FILE.",
    ),
    "faults-written": (
        "Lignes fautives écrites dans {file} : {written}.",
        "Faulty lines written to {file}: {written}.",
    ),
    "row-not-utf8": (
        "La ligne n’est pas du texte UTF-8. Enregistrez le fichier en UTF-8.",
        "The row is not UTF-8 text. Save the file as UTF-8.",
    ),
    "row-not-json": (
        "La ligne n’est pas un objet JSON. Chaque ligne doit en être un, entier.",
        "The row is not a JSON object. Each line has to be one, whole.",
    ),
    "row-not-json-at": (
        "La ligne n’est plus du JSON à partir de la colonne {column}. Chaque ligne doit être un objet entier, "
        "sans crochet ni virgule autour.",
        "The row is not JSON from column {column} on. Each line has to be one whole object, with no comma behind it.",
    ),
    "row-file-not-utf8": (
        "Le fichier n’est pas en UTF-8 dès son en-tête : enregistrez-le en « CSV UTF-8 ». Rien d’autre n’a été lu.",
        "The file is not UTF-8 from its header on: save it as “CSV UTF-8”. Nothing else was read.",
    ),
    "row-no-header": (
        "Pas d’en-tête : la première ligne doit nommer les colonnes, dont {required}. Rien d’autre n’a été lu.",
        "No header: the first line has to name the columns, {required} among them. Nothing else was read.",
    ),
    "row-header-twice": (
        "Une colonne est nommée deux fois dans l’en-tête. Rien d’autre n’a été lu.",
        "A column is named twice in the header. Nothing else was read.",
    ),
    "row-times-apart": (
        "Cette heure ne va pas avec celles de la téléphonie : un appel commence avant d’y finir, et se clôt après y "
        "avoir été décroché.",
        "This time does not go with those of the telephone system: a call starts before it ends there, and is closed "
        "after it was answered there.",
    ),
    "row-times-length": (
        "L’appel aurait duré plus de {hours} heures : l’une de ces heures est fausse.",
        "The call would have taken more than {hours} hours: one of these times is wrong.",
    ),
    "row-cells": (
        "La ligne a {cells} cellules et l’en-tête {header}.",
        "The row has {cells} cells and the header {header}.",
    ),
    "row-cell-too-long": (
        "Une cellule dépasse {limit} caractères.",
        "A cell has more than {limit} characters.",
    ),
    "row-quote-open": (
        "Un guillemet ouvert ici n’est jamais fermé : rien de ce qui suit n’a pu être lu.",
        "A quote that opens here is never closed: nothing behind it could be read.",
    ),
    "row-not-csv": (
        "La ligne n’est pas du CSV : doublez les guillemets à l’intérieur d’une cellule.",
        "The row is not CSV: double the quotes inside a cell.",
    ),
    "row-half-character": (
        "Ce texte contient une moitié de caractère (surrogate isolé). Écrivez de l’Unicode.",
        "This text holds half a character (a lone surrogate). Write Unicode.",
    ),
    "row-missing": ("Cette colonne est obligatoire.", "This column is required."),
    "row-unknown": (
        "Cette colonne n’existe pas ici. Les colonnes sont : {columns}.",
        "There is no such column here. The columns are: {columns}.",
    ),
    "row-unknown-column": (
        "L’en-tête nomme ce qui n’est pas une colonne d’ici ({unknown}) : rien de ce fichier n’a été lu. Retirez ou "
        "renommez. Les colonnes sont : {columns}.",
        "The header names what is no column here ({unknown}): nothing of this file was read. Take it out or rename it. "
        "The columns are: {columns}.",
    ),
    "row-value": ("Cette valeur n’est pas acceptée.", "This value is not accepted."),
    "row-call-id": (
        "Attendu : un identifiant de 1 à 100 caractères, sans « / » ni caractère de contrôle (il fait partie d’une "
        "adresse) : mettez par exemple « - » à la place de « / ».",
        "Expected an id of 1 to 100 characters, without `/` or control characters, as it is part of an address: put, "
        "for example, `-` where it has `/`.",
    ),
    "row-call-id-personal": (
        "Cet identifiant contient des données personnelles (nom, téléphone, adresse…), et les identifiants sont gardés "
        "tels quels. Rien de cette ligne n’a été gardé : donnez le numéro de l’appel dans l’autre outil.",
        "This id holds personal data (a name, a telephone number, an address…), and ids are kept as they are. Nothing "
        "of this row was kept: give the number that the call has in the other tool.",
    ),
    "row-articles-personal": (
        "Attendu : des identifiants d’articles. Cette cellule contient un texte avec des données personnelles (nom, "
        "téléphone, adresse…). Rien de cette ligne n’a été gardé : mettez ce texte dans « symptom » ou « comment ».",
        "Ids of articles are expected. This cell holds a text with personal data (a name, a telephone number, an "
        "address…). Nothing of this row was kept: put that text under `symptom` or `comment`.",
    ),
    "row-outcome": ("Valeurs permises : {allowed}.", "Write one of: {allowed}."),
    "row-number": (
        "Écrivez un nombre entier de {least} à {most}.",
        "Write a whole number from {least} to {most}.",
    ),
    "row-yes-no": ("Écrivez oui ou non.", "Write yes or no."),
    "row-time": (
        "Écrivez l’année d’abord : 2026-11-02 09:14, heure du client, ou 2026-11-02T09:14:00+01:00.",
        "Write the year first: 2026-11-02 09:14, local to the client, or 2026-11-02T09:14:00+01:00.",
    ),
    "row-time-never": (
        "Cette heure n’a pas existé en {zone} : on avançait les horloges. Écrivez aussi le décalage.",
        "There was no such time in {zone}: clocks were put forward. Write the offset too.",
    ),
    "row-time-twice": (
        "Cette heure a existé deux fois en {zone} : on reculait les horloges. Écrivez aussi le décalage.",
        "There was this time twice in {zone}: clocks were put back. Write the offset too.",
    ),
    "row-time-beyond": ("Attendu : une date de 2000 à 2098.", "Expected a date from 2000 to 2098."),
    "row-articles": (
        "Attendu : au plus 20 identifiants d’articles, de 1 à 160 caractères chacun.",
        "Expected at most 20 ids of articles, of 1 to 160 characters each.",
    ),
    "row-time-future": (
        "Cette heure est à venir : vérifiez l’horloge de l’autre outil.",
        "This time is still to come: look at the other tool’s clock.",
    ),
    "row-times-order": (
        "Cette heure est avant la précédente ; l’ordre est : arrivée, file, décroché, fin, fin du post-appel.",
        "This time is before the one that it follows; the order is: received, offered, answered, ended, wrap-up ended.",
    ),
    "row-answered": (
        "L’appel a été décroché à une heure connue : il n’a pas pu devenir autre chose.",
        "The call was answered at a known time, so nothing else can have come of it.",
    ),
    "row-ivr": (
        "Attendu : au plus 20 choix du menu vocal, de 128 caractères au plus chacun.",
        "Expected at most 20 choices of the voice menu, of at most 128 characters each.",
    ),
    "row-text": ("Attendu : un texte d’au plus {limit} caractères.", "Expected a text of at most {limit} characters."),
    "row-rounded": (
        "Ce numéro a été arrondi par le tableur. Mettez la colonne au format texte, puis exportez-la de nouveau.",
        "The spreadsheet has rounded this number. Make the column text, then export it again.",
    ),
    "row-half-closed": (
        "Une issue et une heure de fin vont ensemble.",
        "An outcome and the time of closing belong together.",
    ),
    "row-comment-open": (
        "Un commentaire se garde avec la fin de l’appel : il faut aussi une issue et une heure de fin.",
        "A comment is kept with the end of a call: an outcome and the time of closing are needed too.",
    ),
    "row-ends-before": ("L’appel finit avant de commencer.", "The call ends before it starts."),
    "row-twice": ("Cet appel est déjà à la ligne {first}.", "This call stands on line {first} already."),
    "row-no-article": (
        "Avertissement : ce client n’a pas d’article « {article} » (faute de frappe, ou supprimé depuis ?). L’appel "
        "est gardé ; la recherche n’en apprend rien pour cet article.",
        "Warning: this client has no article “{article}” (mistyped, or deleted since?). The call is kept; search "
        "learns nothing from it for that article.",
    ),
    "row-changed": (
        "Cet appel a déjà été importé avec d’autres valeurs ; rien de cette ligne n’a été gardé. Si c’est celle-ci qui "
        "est juste, effacez d’abord l’appel (kbsearch privacy forget).",
        "This call was imported before with other values; nothing of this row was kept. If this row is the right one, "
        "delete the call first (kbsearch privacy forget).",
    ),
}
"""`ImportFault.code` → (French, English). Braces are filled by name."""
