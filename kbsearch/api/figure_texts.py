"""Texts of a client's figures: their titles, their formulas, and the page that shows them."""

from __future__ import annotations

FIGURE_TEXTS: dict[str, tuple[str, str]] = {
    "figure-n1_absorption": ("Absorption au N1", "N1 absorption"),
    "formula-n1_absorption": (
        "appels clos comme résolus sans avoir été passés à un niveau au-dessus du N1 ÷ appels traités",
        "calls closed as solved that reached no level above N1 ÷ calls handled",
    ),
    "figure-n2_share": ("Part du N2", "N2 share"),
    "formula-n2_share": ("appels passés au N2 ÷ appels traités", "calls that reached N2 ÷ calls handled"),
    "figure-n3_share": ("Part du N3", "N3 share"),
    "formula-n3_share": ("appels passés au N3 ÷ appels traités", "calls that reached N3 ÷ calls handled"),
    "figure-link_rate": ("Taux de liaison", "Link rate"),
    "formula-link_rate": (
        "appels clos avec un article utilisé ou créé ÷ appels clos",
        "closed calls with an article used or created ÷ closed calls",
    ),
    "nav-figures": ("Chiffres", "Figures"),
    "figures-title": ("Chiffres de {name}", "Figures of {name}"),
    "figures-period": ("Période", "Period"),
    "figures-since": ("Premier jour", "First day"),
    "figures-until": ("Dernier jour, compris", "Last day, included"),
    "figures-show": ("Montrer", "Show"),
    "figures-days": (
        "Appels commencés du {since} au {until} compris, heure de {zone}",
        "Calls that began from {since} to {until} included, time of {zone}",
    ),
    "figures-began": ("Appels commencés", "Calls that began"),
    "figures-handled": ("Traités : clos, et non abandonnés", "Handled: closed, and not abandoned"),
    "figures-abandoned": ("Abandonnés par l’appelant", "Given up by the caller"),
    "figures-unfinished": ("Encore ouverts : dans aucun chiffre", "Still open: in no figure"),
    "figures-column": ("Chiffre", "Figure"),
    "figures-value": ("Valeur", "Value"),
    "figures-counts": ("Appels comptés", "Calls counted"),
    "figures-formula": ("Formule", "Formula"),
    "figures-interval": ("Intervalle à {level}", "{level} interval"),
    "figures-no-value": ("pas de valeur", "no value"),
    "figures-of": ("{numerator} sur {denominator}", "{numerator} of {denominator}"),
    "figures-between": ("de {low} à {high}", "from {low} to {high}"),
    "figures-none-counted": ("aucun appel à compter", "no call to count"),
    "figures-interval-lead": (
        "L’intervalle (Wilson) dit entre quelles valeurs se tiendrait le chiffre sur un très grand nombre d’appels "
        "pareils. Rien n’est retiré des appels, ni incident connu, ni appel hors contrat : ce sont des chiffres bruts.",
        "The interval (Wilson) says between which values the figure would be for very many such calls. Nothing is "
        "left out of the calls, no known incident and no call out of contract: these are gross figures.",
    ),
}
"""Key → (French, English). Braces are filled by name."""
