"""Every text that the pages and the problem documents show, in French and English, side by side."""

from __future__ import annotations

import re
from typing import Literal

from kbsearch.api.access.admin_texts import ADMIN_TEXTS
from kbsearch.api.alerts.texts import ALERT_TEXTS
from kbsearch.api.calls.queue_log_texts import QUEUE_LOG_TEXTS
from kbsearch.api.calls.row_texts import ROW_TEXTS
from kbsearch.api.calls.texts import CALL_TEXTS
from kbsearch.api.dashboard.texts import DASHBOARD_TEXTS
from kbsearch.api.errors.problem_catalogue import PROBLEM_TEXTS
from kbsearch.api.figures.count_texts import COUNT_TEXTS
from kbsearch.api.figures.texts import FIGURE_TEXTS
from kbsearch.api.pages.console_texts import CONSOLE_TEXTS
from kbsearch.api.pages.desk_texts import DESK_TEXTS
from kbsearch.api.pages.texts import PAGE_TEXTS
from kbsearch.api.report.texts import REPORT_TEXTS
from kbsearch.api.search.reason_texts import REASON_TEXTS
from kbsearch.api.supervisor_texts import SUPERVISOR_TEXTS
from kbsearch.core.articles.typography import elided, typeset

Lang = Literal["fr", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    **PROBLEM_TEXTS,
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
    "pop-title": ("Pour quel client est cet appel ?", "Which client is this call for?"),
    "pop-lead": (
        "Rien dans cet appel ne désigne à coup sûr un client que vous servez. Choisissez : l’appel commence pour lui.",
        "Nothing in this call points for certain at a client that you serve. Choose: the call begins for that client.",
    ),
    "pop-keys": (
        "1 à 9 ou ↑ ↓ pour choisir, Entrée pour prendre l’appel",
        "1 to 9 or ↑ ↓ to choose, Enter to take the call",
    ),
    "pop-refused": (
        "L’appel n’a pas pu être ouvert, et rien n’en a été gardé. Rouvrez-le depuis votre téléphonie, ou choisissez "
        "le client sur la page d’accueil et commencez l’appel.",
        "The call could not be opened, and nothing of it was kept. Open it again from your telephone system, or "
        "choose the client on the first page and begin the call.",
    ),
    "pop-none": ("Vous ne prenez d’appels pour aucun client.", "You take calls for no client."),
    "search": ("Rechercher", "Search"),
    "search-for": ("Recherche pour {name}", "Search for {name}"),
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
        "Alt 1 à Alt 4",
        "Alt 1 to Alt 4",
    ),
    "answer-remove": ("Retirer la réponse « {answer} »", "Remove the answer “{answer}”"),
    "mode-keyword": ("mots seulement", "words only"),
    "mode-keyword-why": (
        "Le modèle n’a pas répondu (il charge, manque, échoue ou a trop à faire) : seuls les mots sont comparés.",
        "The model did not answer (it is loading, missing, failing or too busy): only words are compared.",
    ),
    # how far an answer is to be trusted, and why
    "answer-sure": ("Sûr", "Sure"),
    "answer-to_check": ("À vérifier", "To check"),
    "answer-nothing_reliable": ("Rien de fiable", "Nothing reliable"),
    "answer-maybe-1": ("Peut-être : {n} article", "Perhaps: {n} article"),
    "answer-maybe-n": ("Peut-être : {n} articles", "Perhaps: {n} articles"),
    **REASON_TEXTS,
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
    "article-gone": (
        "Cet article n’existe plus dans la base. La liste montre ce qui peut le remplacer.",
        "This article is no longer in the base. The list shows what may take its place.",
    ),
    "replaced-read": ("Lire ce qui le remplace : {title}", "Read what took its place: {title}"),
    "contents": ("Sommaire de l’article", "Contents of the article"),
    "level": ("niveau {level}", "level {level}"),
    "level-then": ("sinon {level}", "else {level}"),
    "level-on-call": ("astreinte", "on-call"),
    "review-over": ("revue dépassée depuis le {date}", "review overdue since {date}"),
    "link-same": (
        "Lien vers la version {commit} : l’article n’a pas changé depuis.",
        "A link to version {commit}: the article has not changed since.",
    ),
    "link-changed": (
        "Lien vers la version {commit} : l’article a changé depuis. Voici celui d’aujourd’hui.",
        "A link to version {commit}: the article has changed since. This is today’s.",
    ),
    "link-unread": (
        "Lien vers la version {commit} : l’historique ne peut pas être lu ici, l’article a pu changer depuis.",
        "A link to version {commit}: the history cannot be read here, the article may have changed since.",
    ),
    "link-before": ("Lire la version {commit}", "Read version {commit}"),
    "version-is-old": (
        "Version {commit}, du {at} : l’article a changé depuis. Ne suivez pas cette procédure pour un nouvel appel.",
        "Version {commit}, of {at}: the article has changed since. Do not follow it for a new call.",
    ),
    "version-is-current": (
        "Version {commit}, du {at} : l’article n’a pas changé depuis.",
        "Version {commit}, of {at}: the article has not changed since.",
    ),
    "version-current": ("L’article d’aujourd’hui", "Today’s article"),
    "back-results": ("Retour aux résultats", "Back to the results"),
    "back": ("Retour à la recherche", "Back to search"),
    "version": ("version {commit}", "version {commit}"),
    "failed": (
        "La recherche n’a pas répondu. Nouvel essai dans un instant.",
        "Search did not answer. Trying again in a moment.",
    ),
    "sign-in": ("Se connecter", "Sign in"),
    "sign-out": ("Se déconnecter", "Sign out"),
    "account": ("Compte", "Account"),
    "password": ("Mot de passe", "Password"),
    "sign-in-refused": (
        "Connexion refusée : ce compte et ce mot de passe ne vont pas ensemble, ou ne sont plus admis. Après plusieurs "
        "échecs, chaque essai doit attendre plus longtemps que le précédent.",
        "Not signed in: this account and this password do not belong together, or are no longer admitted. After "
        "several failures each attempt must wait longer than the one before.",
    ),
    "sign-in-elsewhere": ("Se connecter avec {provider}", "Sign in with {provider}"),
    "sign-in-elsewhere-refused": (
        "{provider} ne vous donne pas accès à cette base, ou la connexion n’a pas abouti. Recommencez ; si cela se "
        "répète, demandez un accès à votre responsable.",
        "{provider} does not give you access to this base, or signing in did not come to its end. Try again; if that "
        "does not help, ask whoever is responsible for access.",
    ),
    "sign-in-elsewhere-away": (
        "{provider} ne répond pas, ou pas comme il le devrait. Réessayez dans une minute, ou connectez-vous ici avec "
        "un compte de cette base. Si cela dure, prévenez la personne qui s’occupe de ce serveur.",
        "{provider} does not answer, or not as it should. Try again in a minute, or sign in here with an account of "
        "this base. If it lasts, tell whoever looks after this server.",
    ),
    "sign-in-call": (
        "Un appel arrive et s’ouvrira une fois que vous serez connecté. Par discrétion, le numéro de l’appelant, ce "
        "qu’il a dit et son choix au menu vocal n’ont pas été gardés.",
        "A call is coming in and will open once you are signed in. For discretion, the caller’s number, what they said "
        "and what they chose in the voice menu were not kept.",
    ),
    "sign-in-still": ("Votre session reste ouverte : continuer", "Your session is still open: go on"),
    "sign-in-first": ("Premier accès, sur cette machine", "First access, on this machine"),
    "sign-in-link": (
        "Ouvrez le lien que le serveur a affiché à son démarrage. Il sert une fois. Pour un autre, sur cette machine :",
        "Open the link that the server printed when it started. It works once. For another, on this machine:",
    ),
    "sign-in-link-used": (
        "Ce lien a déjà servi, ou il est trop ancien.",
        "This link was used already, or it is too old.",
    ),
    "docs": ("Documentation de l’API", "API documentation"),
    "docs-lead": ("Le contrat complet, lisible par une machine :", "The whole contract, readable by a machine:"),
    "docs-request": ("Exemple de requête", "Example request"),
    "docs-parameters": ("Paramètres", "Parameters"),
    "problems": ("Problèmes", "Problems"),
    "problems-lead": (
        "Toute erreur est un document application/problem+json (RFC 9457) ; son champ « type » mène ici.",
        "Every error is an application/problem+json document (RFC 9457); its “type” leads here.",
    ),
    **ROW_TEXTS,
    **typeset(QUEUE_LOG_TEXTS),
    **typeset(PAGE_TEXTS),
    **typeset(ADMIN_TEXTS),
    **typeset(CONSOLE_TEXTS),
    **typeset(DESK_TEXTS),
    **typeset(CALL_TEXTS),
    **typeset(FIGURE_TEXTS),
    **typeset(COUNT_TEXTS),
    **typeset(DASHBOARD_TEXTS),
    **typeset(ALERT_TEXTS),
    **typeset(REPORT_TEXTS),
    **typeset(SUPERVISOR_TEXTS),
}
"""Key → (French, English). Braces are filled by name."""

SCRIPT_KEYS = (
    "incident",
    *("count-0", "count-1", "count-n"),
    *("note-unknown-code", "note-no-known-word", "note-cut"),
    "try-with",
    "path-facts",
    *("answer-maybe-1", "answer-maybe-n", "answer-remove", "answer-sure", "answer-to_check", "answer-nothing_reliable"),
    *("reviewed", "review-over", "level", "level-then", "level-on-call", "version"),
    *("failed", "article-failed", "article-gone"),
    "replaced-read",
    *CONSOLE_TEXTS,
)
"""What the scripts of the agent's console may ask for: it is sent with each page."""

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
    return elided(unfilled(lang, key), values.get("name", "")).format(**values)


def unfilled(lang: Lang, key: str) -> str:
    """The text named `key` with its braces, for the page's script to fill."""
    return TEXTS[key][lang == "en"]
