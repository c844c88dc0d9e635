"""Why an answer is sure, or is not, in words: one text for each reason of `core.answers.reasons`."""

from __future__ import annotations

REASON_TEXTS: dict[str, tuple[str, str]] = {
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
    "reason-danger": (
        "la question dit un danger dont l’article ne parle pas",
        "the question tells of a danger that the article does not speak of",
    ),
    "reason-asks-otherwise": (
        "la question demande une action dont l’article ne parle pas",
        "the question asks for something that the article does not speak of",
    ),
    "reason-other-product": ("la question nomme un autre produit", "the question names another product"),
    "reason-which-model": (
        "deux modèles ont chacun leur article, et la question ne dit pas lequel",
        "two models have an article each, and the question does not say which",
    ),
    "reason-which-site": (
        "plusieurs sites ont chacun leur article, et la question ne dit pas lequel",
        "several sites have an article each, and the question does not say which",
    ),
    "reason-which-code": (
        "plusieurs codes ont chacun leur article, et la question ne dit pas lequel",
        "several codes have an article each, and the question does not say which",
    ),
    "reason-very-short": ("question très courte", "very short question"),
    "reason-words-only": ("seuls les mots ont été comparés", "only words were compared"),
    "reason-nothing-stands-out": ("aucun article ne se détache nettement", "no article clearly stands out"),
}
