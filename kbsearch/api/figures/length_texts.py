"""How long calls take, and how that is counted, in words."""

from __future__ import annotations

LENGTH_TEXTS: dict[str, tuple[str, str]] = {
    "figure-waiting_time": ("Attente moyenne avant décroché", "Average waiting time"),
    "formula-waiting_time": (
        "secondes entre l’arrivée dans la file et le décroché ÷ appels décrochés dont les deux heures sont connues, "
        "d’après la téléphonie ; qui a raccroché avant n’y est pas",
        "seconds from the queue to the answer ÷ calls answered of which both times are known, as the telephone system "
        "has it; who hung up before is not in it",
    ),
    "figure-handle_time": ("Temps moyen de traitement (TMT)", "Average handling time"),
    "formula-handle_time": (
        "secondes de conversation, d’attente et de post-appel ÷ appels dont le décroché et la fin sont connus, d’après "
        "la téléphonie",
        "seconds of talk, hold and wrap-up ÷ calls of which the answer and the end are known, as the telephone system "
        "has it",
    ),
    "figure-talk_time": ("Conversation (part du TMT)", "Talk time (part of handling)"),
    "formula-talk_time": (
        "secondes de conversation et d’attente ÷ appels dont le décroché, la fin et celle du post-appel sont connus, "
        "d’après la téléphonie ; les appels sans post-appel connu sont dans le TMT, et pas ici",
        "seconds of talk and hold ÷ calls of which the answer, the end and that of the wrap-up are known, as the "
        "telephone system has it; calls without a known wrap-up are in the handling time, and not here",
    ),
    "figure-wrap_up_time": ("Post-appel (part du TMT)", "Wrap-up time (part of handling)"),
    "formula-wrap_up_time": (
        "secondes entre la fin de l’appel et celle du post-appel ÷ appels dont le décroché et ces deux fins sont "
        "connus, d’après la téléphonie",
        "seconds from the end of the call to that of the wrap-up ÷ calls of which the answer and both ends are known, "
        "as the telephone system has it",
    ),
    "figure-search_time": ("Temps de recherche", "Time spent searching"),
    "formula-search_time": (
        "secondes entre une recherche et l’article ouvert ensuite, ou la fin de l’appel ÷ appels clos où l’on a "
        "cherché ; les recherches que personne n’a regardées ne comptent pas",
        "seconds from a search to the article opened next, or to the end of the call ÷ closed calls with a search; "
        "searches that nobody looked at do not count",
    ),
}
"""Key → (French, English)."""
