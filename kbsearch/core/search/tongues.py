"""What the language of an article costs it, in a base of both French and English ones.

A multilingual model puts any two texts of one language nearer to each other than to what means the same in the other:
by 0.03 of a cosine with the default model, as much as lies between the first article and the twentieth. A French
caller's words then find no English article, however well it answers. So the same few sentences in both languages say
how far the languages lie apart, and articles in the other language than the query's are raised by what that is worth:

    raised = query · (mean of the French ones − mean of the English ones) − usual

where `usual` lies between what the product is for an English query and for a French one. It is below zero for a query
in English, and then the French articles are raised. A base in one language is ranked as if there were none of this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kbsearch.core.ports import Embedder, Scores, Vectors

PAIRS = (
    ("L'imprimante ne sort plus rien.", "The printer does not print anything any more."),
    ("Le mot de passe a expiré.", "The password has expired."),
    ("Redémarrez le poste puis ouvrez à nouveau la session.", "Restart the computer, then sign in again."),
    ("La connexion au réseau est coupée.", "The network connection is lost."),
    ("Vérifiez que le câble est bien branché des deux côtés.", "Check that the cable is plugged in at both ends."),
    ("La commande n'apparaît pas dans la liste.", "The order does not appear in the list."),
    ("L'écran reste noir au démarrage.", "The screen stays black at startup."),
    ("Appelez le niveau 2 si la panne continue.", "Call level 2 if the fault persists."),
    ("Le moteur s'arrête au bout de quelques minutes.", "The motor stops after a few minutes."),
    ("Le paiement par carte est refusé.", "The card payment is declined."),
    ("La date de versement tombe un jour férié.", "The payment date falls on a public holiday."),
    ("Ajoutez un nouvel utilisateur dans les réglages.", "Add a new user in the settings."),
    ("Quel voyant est allumé, et de quelle couleur ?", "Which light is on, and what colour is it?"),
    ("Notez le numéro de série de l'appareil.", "Write down the serial number of the device."),
    ("Videz le bac puis relancez le cycle.", "Empty the tray, then start the cycle again."),
    ("Le fichier est trop gros pour être envoyé.", "The file is too large to be sent."),
)
"""The same in French and in English, of several trades."""
FROM_ENGLISH = 0.3
"""How far from English queries towards French ones `usual` lies. Chosen with `LABEL_SHARE` on half of the questions of
`python -m benchmarks.quality languages`, for what costs the golden files' questions least."""
PLAIN_SHARE = 1.5
"""In a base of plain documents, which answer less like the question, English ones are raised by that times as much. On
the dev halves of the plain bases of `languages`, more brings them more and begins to cost French ones; French documents
raised so for English queries cost English ones more at once."""
LABEL_SHARE = 0.5
"""Of what the sentences say, what labels are raised by: questions lie further apart by their language than passages."""


@dataclass(frozen=True, slots=True)
class LanguageCost:
    """How far two languages lie apart for one model."""

    passages: Vectors
    """`(d,) float32`: the mean French document less the mean English one."""
    labels: Vectors
    """The same of queries, as labels are embedded."""
    usual: float

    def raised(self, vector: Vectors) -> tuple[float, float]:
        """What to add to the cosines of English passages and of English labels, for a query's `(d,)` vector. Where the
        first is below zero, French passages are raised by as much instead, and no labels."""
        passages = float(vector @ self.passages) - self.usual
        return passages, LABEL_SHARE * max(float(vector @ self.labels), 0.0) if passages > 0 else 0.0


def language_cost(embedder: Embedder) -> LanguageCost:
    """Measured on `PAIRS`. Raises what the model raises, and `ValueError` where it gives what is no number."""
    french, english = (list(side) for side in zip(*PAIRS, strict=True))
    passages = _apart(embedder.embed_documents([*french, *english]))
    queries = embedder.embed_queries([*french, *english])
    of_french, of_english = (queries @ passages).reshape(2, -1).mean(axis=1).tolist()
    cost = LanguageCost(passages, _apart(queries), of_english + FROM_ENGLISH * (of_french - of_english))
    if not np.isfinite(cost.usual):
        raise ValueError("The model gives what is no number for the sentences that languages are told apart by.")
    return cost


def _apart(vectors: Vectors) -> Scores:
    first, second = np.split(vectors, 2)
    apart: Scores = (first.mean(axis=0) - second.mean(axis=0)).astype(np.float32)
    return apart
