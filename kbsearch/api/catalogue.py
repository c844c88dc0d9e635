"""Every text that the pages and the problem documents show, in French and English, side by side."""

from __future__ import annotations

import re
from typing import Literal

from kbsearch.api.row_texts import ROW_TEXTS

Lang = Literal["fr", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    # pages
    "home-title": ("Choisir un client", "Choose a client"),
    "home-lead": (
        "Une recherche ne voit jamais que les articles d’un seul client.",
        "A search only ever sees the articles of one client.",
    ),
    "home-none": (
        "Aucun client n’est encore indexé. Lancez : kbsearch build",
        "No client is built yet. Run: kbsearch build",
    ),
    "articles": ("articles", "articles"),
    "client": ("Client", "Client"),
    "change-client": ("Changer de client", "Change client"),
    "search": ("Rechercher", "Search"),
    "search-label": ("Symptôme décrit par l’appelant", "Symptom as the caller describes it"),
    "search-hint": (
        "Deux à dix mots ou un code d’erreur. ↑ ↓ pour choisir, Entrée pour ouvrir, Échap pour effacer, / pour revenir",
        "Two to ten words or an error code. ↑ ↓ to choose, Enter to open, Esc to clear, / to come back",
    ),
    "results": ("Résultats", "Results"),
    "count-0": ("Aucun article trouvé", "No article found"),
    "count-1": ("1 article", "1 article"),
    "count-n": ("{n} articles", "{n} articles"),
    "no-result-help": (
        "Aucun article de ce client ne contient ces mots. Essayez le code affiché, le nom du matériel ou un seul mot.",
        "No article of this client holds these words. Try the code shown, the device’s name or a single word.",
    ),
    "note-unknown-code": (
        "Ce code n’est dans aucun article : rien de certain ci-dessous.",
        "No article holds this code: nothing below is certain.",
    ),
    "note-no-known-word": (
        "Aucun article ne contient ces mots : ce qui suit n’est proche que par le sens, rien de certain.",
        "No article holds these words: what follows is only close in meaning, nothing certain.",
    ),
    "note-cut": (
        "Question trop longue : seul son début a été cherché.",
        "The question is too long: only its beginning was searched.",
    ),
    "try-with": ("Essayer avec « {word} »", "Try with “{word}”"),
    "question": ("Question à poser", "Question to ask"),
    "question-keys": (
        "Touches 1 à 4, avec Alt depuis la zone de recherche",
        "Keys 1 to 4, with Alt from the search box",
    ),
    "answer-remove": ("Retirer la réponse « {answer} »", "Remove the answer “{answer}”"),
    "mode-keyword": ("mots seulement", "words only"),
    "mode-keyword-why": (
        "Le modèle de sens n’a pas répondu (il charge, manque ou échoue) : seuls les mots sont comparés.",
        "The model did not answer (it is loading, missing or failing): only words are compared.",
    ),
    # how far an answer is to be trusted, and why
    "answer-sure": ("Sûr", "Sure"),
    "answer-to_check": ("À vérifier", "To check"),
    "answer-nothing_reliable": ("Rien de fiable", "Nothing reliable"),
    "answer-maybe": ("Peut-être", "Perhaps"),
    "reason-exact-code": ("code exact", "exact code"),
    "reason-solved-calls": ("il a résolu des appels semblables", "it solved similar calls"),
    "reason-searches-agree": (
        "les mots et le sens désignent le même article",
        "words and meaning point at the same article",
    ),
    "reason-words-found": (
        "l’article contient presque tous les mots de la question",
        "the article holds nearly all words of the question",
    ),
    "reason-stands-out-words": ("il se détache des autres par ses mots", "it stands out from the others by its words"),
    "reason-stands-out-meaning": (
        "il se détache des autres par le sens",
        "it stands out from the others by its meaning",
    ),
    "reason-clues-agree": ("plusieurs indices concordent", "several clues agree"),
    "reason-no-article": ("aucun article trouvé", "no article found"),
    "reason-unknown-code": ("ce code n’est dans aucun article", "no article holds this code"),
    "reason-no-shared-word": ("aucun mot de la question dans l’article", "no word of the question in the article"),
    "reason-rare-words-missing": (
        "les mots rares de la question manquent dans l’article",
        "the rare words of the question are missing in the article",
    ),
    "reason-unknown-words": (
        "des mots de la question ne sont dans aucun article",
        "some words of the question are in no article",
    ),
    "reason-another-as-close": ("un autre article est presque aussi proche", "another article is nearly as close"),
    "reason-searches-disagree": (
        "les mots et le sens désignent des articles différents",
        "words and meaning point at different articles",
    ),
    "reason-far-in-meaning": ("aucun article ne se détache par le sens", "no article stands out by its meaning"),
    "reason-very-short": ("question très courte", "very short question"),
    "reason-words-only": ("seuls les mots ont été comparés", "only words were compared"),
    "reason-nothing-stands-out": ("aucun article ne se détache nettement", "no article clearly stands out"),
    "state-not_validated": ("non validé", "not validated"),
    "reviewed": ("revu le {date}", "reviewed {date}"),
    "incident": ("Incident connu :", "Known incident:"),
    "path": ("Qui prend la suite", "Who takes over"),
    "path-facts": ("À demander d’abord : {facts}", "Ask first: {facts}"),
    "article": ("Article", "Article"),
    "article-empty": ("Ouvrez un résultat pour lire sa procédure ici.", "Open a result to read its procedure here."),
    "article-failed": (
        "L’article n’a pas pu être lu. Ouvrez-le de nouveau dans un instant.",
        "The article could not be read. Open it again in a moment.",
    ),
    "article-gone": ("Cet article n’existe plus dans la base.", "This article is no longer in the base."),
    "back": ("Retour à la recherche", "Back to search"),
    "version": ("version {commit}", "version {commit}"),
    "failed": (
        "La recherche n’a pas répondu. Nouvel essai à la prochaine frappe.",
        "Search did not answer. Trying again at the next key.",
    ),
    "docs": ("Documentation de l’API", "API documentation"),
    "docs-lead": (
        "Le contrat complet, lisible par une machine :",
        "The whole contract, readable by a machine:",
    ),
    "docs-request": ("Exemple de requête", "Example request"),
    "docs-parameters": ("Paramètres", "Parameters"),
    "problems": ("Problèmes", "Problems"),
    "problems-lead": (
        "Toute erreur est un document application/problem+json (RFC 9457) ; son champ « type » mène ici.",
        "Every error is an application/problem+json document (RFC 9457); its “type” leads here.",
    ),
    # problem titles
    "bad-request": ("Requête incorrecte", "Bad request"),
    "not-found": ("Introuvable", "Not found"),
    "method-not-allowed": ("Méthode non permise", "Method not allowed"),
    "event-conflict": ("Identifiant d’événement déjà pris", "Event id used twice"),
    "too-large": ("Corps de requête trop grand", "Request body too large"),
    "misdirected": ("Nom d’hôte refusé", "Host name refused"),
    "unsupported-media-type": ("Type de contenu refusé", "Unsupported media type"),
    "index-missing": ("Client pas encore indexé", "Client not built yet"),
    "index-damaged": ("Index endommagé", "Index damaged"),
    "model-missing": ("Modèle absent", "Model missing"),
    "model-mismatch": ("Index fait avec un autre modèle", "Index built with another model"),
    "build-busy": ("Construction en cours", "Build under way"),
    "not-ready": ("Pas encore prêt", "Not ready"),
    "internal": ("Erreur interne", "Internal error"),
    # problem details
    "not-found-detail": ("Il n’y a rien à cette adresse.", "There is nothing at this address."),
    "method-not-allowed-detail": ("Cette adresse accepte : {allowed}.", "This address accepts: {allowed}."),
    "too-large-detail": ("Au plus {limit} octets.", "At most {limit} bytes."),
    "misdirected-detail": (
        "Ce serveur ne répond qu’à un nom de cette machine, par exemple localhost ou 127.0.0.1.",
        "This server only answers to a name of this machine, for instance localhost or 127.0.0.1.",
    ),
    "unsupported-media-type-detail": (
        "Envoyez du JSON avec l’en-tête Content-Type: application/json.",
        "Send JSON with the header Content-Type: application/json.",
    ),
    "busy-detail": ("Trop de recherches attendent déjà.", "Too many searches are waiting already."),
    "internal-detail": (
        "L’erreur est dans kbsearch, pas dans la requête. Citez cet identifiant : {id}.",
        "The fault is in kbsearch, not in the request. Quote this id: {id}.",
    ),
    "index-missing-detail": ("Aucun index n’est encore construit ici.", "No index is built here yet."),
    "index-damaged-detail": (
        "L’index de ce client est endommagé. Le journal du serveur dit quel fichier.",
        "This client’s index is damaged. The server’s log says which file.",
    ),
    "model-missing-detail": (
        "Le modèle n’est pas préparé sur ce serveur, ou il est endommagé.",
        "The model is not prepared on this server, or it is damaged.",
    ),
    "model-failed-detail": (
        "Le modèle échoue ({cause}). Le journal du serveur en dit plus.",
        "The model fails ({cause}). The server’s log says more.",
    ),
    "model-mismatch-detail": (
        "L’index a été construit avec un autre modèle que celui de ce serveur.",
        "The index was built with another model than this server’s.",
    ),
    "event-conflict-detail": (
        "Un événement de ce client porte déjà cet identifiant, avec un autre contenu. Rien n’a été enregistré.",
        "An event of this client has this id already, with another content. Nothing was kept.",
    ),
    "build-busy-detail": ("Une construction est déjà en cours.", "A build is already under way."),
    "not-ready-detail": (
        "Le serveur ne peut pas encore répondre. Son journal dit pourquoi.",
        "The server cannot answer yet. Its log says why.",
    ),
    "fields-detail": ("Champ à corriger : {field}. {message}", "Field to mend: {field}. {message}"),
    "remedy": ("Lancez : {command}", "Run: {command}"),
    # field messages
    "field-missing": ("Ce champ est obligatoire.", "This field is required."),
    "field-unknown": ("Ce champ n’existe pas ici.", "There is no such field here."),
    "field-type": ("Attendu : {expected} ; reçu : {got}.", "Expected {expected}, got {got}."),
    "field-too-long": ("Au plus {limit} caractères.", "At most {limit} characters."),
    "field-too-small": ("Au moins {limit}.", "At least {limit}."),
    "field-too-big": ("Au plus {limit}.", "At most {limit}."),
    "event-conflict-field": (
        "« {id} » désigne un autre événement : donnez un identifiant à chacun.",
        "“{id}” is another event: give each an id of its own.",
    ),
    "body-not-utf8": ("Le corps n’est pas du texte UTF-8.", "The body is not UTF-8 text."),
    "body-not-json": ("Le corps n’est pas du JSON valable.", "The body is not valid JSON."),
    "body-empty": ("Le corps est vide.", "The body is empty."),
    "value-at": (
        "Attendu : une date et une heure comme 2026-12-25T03:00 (heure locale du client), de 2000 à 2098.",
        "Expected a date and time such as 2026-12-25T03:00 (the client’s local time), from 2000 to 2098.",
    ),
    "value-refused": ("Cette valeur n’est pas acceptée.", "This value is not accepted."),
    **ROW_TEXTS,
}
"""Key → (French, English). Braces are filled by name."""

SCRIPT_KEYS = (
    "incident",
    "count-0",
    "count-1",
    "count-n",
    "note-unknown-code",
    "note-no-known-word",
    "note-cut",
    "try-with",
    "path-facts",
    "answer-remove",
    "answer-sure",
    "answer-to_check",
    "answer-nothing_reliable",
    "state-not_validated",
    "reviewed",
    "version",
    "failed",
    "article-failed",
    "article-gone",
)
"""What the page's script needs."""

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")


def choose(accept_language: str) -> Lang:
    """`fr` or `en` from an Accept-Language header: the best liked of the two, French when it says nothing of either."""
    liked: dict[str, float] = {}
    for part in accept_language[:500].split(","):
        if match := _RANGE.fullmatch(part):
            liked[match[1].lower()] = max(float(match[2] or 1), liked.get(match[1].lower(), 0.0))
    return "en" if liked.get("en", 0.0) > liked.get("fr", liked.get("*", 0.0)) else "fr"


def text(lang: Lang, key: str, **values: object) -> str:
    """The text named `key`, filled in."""
    return TEXTS[key][lang == "en"].format(**values)
