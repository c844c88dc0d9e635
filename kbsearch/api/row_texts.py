"""What is said of rows that could not be imported, in French and English: never a word of the row itself."""

from __future__ import annotations

ROW_TEXTS: dict[str, tuple[str, str]] = {
    "row-not-utf8": ("La ligne n’est pas du texte UTF-8.", "The row is not UTF-8 text."),
    "row-not-json": ("La ligne n’est pas un objet JSON.", "The row is not a JSON object."),
    "row-not-json-at": (
        "La ligne n’est plus du JSON à partir de la colonne {column}.",
        "The row is not JSON from column {column} on.",
    ),
    "row-file-not-utf8": (
        "Le fichier n’est pas en UTF-8 à partir d’ici. Enregistrez-le en « CSV UTF-8 ».",
        "The file is not UTF-8 from here on. Save it as “CSV UTF-8”.",
    ),
    "row-no-header": (
        "Pas d’en-tête : la première ligne doit nommer les colonnes, dont {required}. Rien d’autre n’a été lu.",
        "No header: the first line has to name the columns, {required} among them. Nothing else was read.",
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
    "row-outcome": ("Valeurs permises : {allowed}.", "Write one of: {allowed}."),
    "row-yes-no": ("Écrivez oui ou non.", "Write yes or no."),
    "row-time": (
        "Écrivez une date et une heure, par exemple 2026-11-02T09:14:00+01:00.",
        "Write a date and time, for instance 2026-11-02T09:14:00+01:00.",
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
    "row-text": ("Attendu : un texte d’au plus {limit} caractères.", "Expected a text of at most {limit} characters."),
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
    "row-changed": (
        "Cet appel a déjà été importé avec d’autres valeurs ; rien de cette ligne n’a été gardé.",
        "This call was imported before with other values; nothing of this row was kept.",
    ),
}
"""`ImportFault.code` → (French, English). Braces are filled by name."""
