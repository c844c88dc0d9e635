"""What tells a base's articles apart in words that can be asked: made once for a snapshot, read by every search.

product    the front matter's `product`; several are separated by commas
version    its `versions` of that product
site       its `sites` of the client
code       its `error_codes`
category   its `category`
symptom    the first of its `symptoms` that is in the callers' language: one for articles that say alike
question   a question of one article that leads to another (`signposts`): that one against all others
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kbsearch.core.articles.links import by_path, page_names
from kbsearch.core.articles.products import products_in
from kbsearch.core.articles.signposts import Signpost, signposts
from kbsearch.core.articles.wording import plain
from kbsearch.core.languages import callers_symptoms
from kbsearch.core.model import Article
from kbsearch.core.questions import LONGEST_VALUE, Chosen, Facet
from kbsearch.core.text import PART, code_key, fold

TEXTS: Mapping[str, tuple[str, str]] = {
    "product": ("Sur quel matériel ou quel logiciel ?", "On which device or program?"),
    "version": ("Quelle version ?", "Which version?"),
    "site": ("Sur quel site ?", "At which site?"),
    "code": ("Quel code est affiché ?", "Which code is shown?"),
    "category": ("De quoi s’agit-il ?", "What is it about?"),
    "symptom": ("Que se passe-t-il exactement ?", "What exactly is happening?"),
    "yes": ("Oui", "Yes"),
    "no": ("Non", "No"),
    "other": ("Autre chose", "Something else"),
}
"""Key → (French, English)."""

LONGEST_SYMPTOM = 140
MOST_READ = 20
"""Articles of a category that are looked through for its accents."""
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_WORDS = re.compile(r"[\s_]+|(?<=[^\W\d_])[-–](?=[^\W\d_])")
_VERSIONS = frozenset(("version", "v", "la", "en"))
"""Folded words beside a version's number that only say that it is one."""
MOST_LISTED = 3
"""Values named in one label."""


@dataclass(frozen=True, slots=True)
class Split:
    """One thing that can be asked, and what each article answers."""

    facet: Facet
    text: str
    labels: Mapping[str, str]
    """Value → its words."""
    held: Mapping[int, tuple[str, ...]]
    """Row of the article → its values, none twice; rows that say nothing of it are absent."""
    otherwise: tuple[str, ...] = ()
    """The values of rows not in `held`; empty = they say nothing."""

    def of(self, row: int) -> tuple[str, ...]:
        """What the article answers; empty when it says nothing."""
        return self.held.get(row, self.otherwise)


@dataclass(frozen=True, slots=True)
class Facets:
    """All that can be asked of one base."""

    splits: tuple[Split, ...]
    """By facet, quickest answered first; the questions of articles apart."""
    signposts: Mapping[int, tuple[Split, ...]]
    """Row of the article that asks → its questions."""
    by_value: Mapping[tuple[Facet, str], Split]

    def written(self, facet: Facet, value: str) -> str:
        """The value of this facet that is meant, as `Chosen` has it; empty for one that no article has."""
        wanted = same_value(value)
        labels = (one for split in self.splits if split.facet == facet for one in split.labels)
        return next((one for one in labels if same_value(one) == wanted), "")

    def agreement(self, chosen: Sequence[Chosen], row: int) -> int:
        """How many answers an article agrees with, minus those it contradicts. One of no article counts nothing."""
        total = 0
        for one in chosen:
            split = self.by_value.get((one.facet, one.value))
            held = split.of(row) if split is not None else ()
            total += (1 if one.value in held else -1) if held else 0
        return total

    def label(self, chosen: Chosen) -> str:
        """The words of an answer; empty when no article gives it."""
        split = self.by_value.get((chosen.facet, chosen.value))
        return split.labels[chosen.value] if split is not None else ""


def facets_of(articles: Sequence[Article], lang: str) -> Facets:
    """The facets of a base; questions are put in `lang`, `fr` or `en`, those of articles in their own."""
    splits = (
        _split("product", lang, articles, lambda article: products(article), same_value),
        _split("version", lang, articles, lambda article: article.versions, same_value),
        _split("site", lang, articles, lambda article: article.sites, same_value),
        _split("code", lang, articles, lambda article: article.error_codes, code_key),
        _split("category", lang, articles, lambda article: [article.category] if article.category else [], _words_of),
        _symptoms(lang, articles),
    )
    asked = _signposts(articles, lang)
    every = [*splits, *(split for splits_ in asked.values() for split in splits_)]
    return Facets(splits, asked, {(split.facet, value): split for split in every for value in split.labels})


def products(article: Article) -> list[str]:
    """Those that the article is about, as it writes them."""
    return products_in(article.product)


def same_value(value: str) -> str:
    """Equal for values that are one, however they are written."""
    return " ".join(map(fold, value.split()))


def _words_of(text: str) -> str:
    """Equal for texts that read alike: `mots-de-passe`, `Mots de passe.`; not for `C` and `C++`, `+10` and `-10`."""
    return _BETWEEN_WORDS.sub(" ", fold(text)).strip(" .") or text


def listed(values: Sequence[str]) -> str:
    """Values that are one choice, as its label.

    >>> listed(["51", "54", "57", "61"])
    '51, 54, 57…'
    """
    return ", ".join(values[:MOST_LISTED]) + ("…" if len(values) > MOST_LISTED else "")


def said(key: str, lang: str) -> str:
    """A text of `TEXTS`."""
    return TEXTS[key][lang == "en"]


def _split(
    facet: Facet,
    lang: str,
    articles: Sequence[Article],
    values: Callable[[Article], Sequence[str]],
    key: Callable[[str], str],
) -> Split:
    """Values with the same key are one, written as the first article writes it."""
    written: dict[str, str] = {}
    held = {}
    for row, article in enumerate(articles):
        found = [(key(value), value.strip()) for value in values(article) if 0 < len(value.strip()) <= LONGEST_VALUE]
        own = dict.fromkeys(written.setdefault(folded, value) for folded, value in found)
        if own:
            held[row] = tuple(own)
    labels = {value: value for value in written.values()}
    if facet == "category":
        filed: dict[str, list[Article]] = {}
        for row, (value,) in held.items():
            filed.setdefault(value, []).append(articles[row])
        labels = {value: _spelled(value, filed[value]) for value in labels}
    return Split(facet, said(facet, lang), labels, held)


def _symptoms(lang: str, articles: Sequence[Article]) -> Split:
    """Each article against all others, by what its callers say first, and its codes for who can read one.

    Articles whose callers say the same first cannot be told apart that way, but one that shows a code from one that
    does not: they are one value, the first one's id. Which code is another question.
    """
    alike: dict[tuple[str, bool], list[tuple[int, str]]] = {}
    for row, (article, own) in enumerate(zip(articles, callers_symptoms(articles, lang), strict=True)):
        if own and (label := plain(own[0])) and len(label) <= LONGEST_SYMPTOM:
            key = (_words_of(label), bool(article.error_codes))
            alike.setdefault(key, []).append((row, label[:1].upper() + label[1:]))
    labels: dict[str, str] = {}
    held: dict[int, tuple[str, ...]] = {}
    for (first, label), *others in alike.values():
        codes = "" if others else listed(articles[first].error_codes)
        labels[articles[first].id] = f"{label} ({codes})" if codes else label
        held |= {row: (articles[first].id,) for row, _ in ((first, label), *others)}
    return Split("symptom", said("symptom", lang), labels, dict(sorted(held.items())))


def _signposts(articles: Sequence[Article], lang: str) -> dict[int, tuple[Split, ...]]:
    known = by_path(articles)
    names = page_names(known)
    rows = {article.id: row for row, article in enumerate(articles)}
    found = {}
    for row, article in enumerate(articles):
        ways = groupby(signposts(article, known, names), lambda post: (post.item, post.answer, post.condition))
        splits = [_signposted(n, list(posts), rows, articles, lang) for n, (_, posts) in enumerate(ways, start=1)]
        if splits:
            found[row] = tuple(splits)
    return found


def _signposted(
    number: int, posts: Sequence[Signpost], rows: Mapping[str, int], articles: Sequence[Article], lang: str
) -> Split:
    first = posts[0]
    asking, there_ = articles[rows[first.article]], [articles[rows[post.target]] for post in posts]
    lang = asking.lang or lang
    name = f"{first.article}#{number}"
    there, elsewhere = f"{name}/{first.answer}", f"{name}/else"
    opposite = {"yes": "no", "no": "yes", "case": "other"}[first.answer]
    other = _counterpart(first.condition, asking, there_) or said(opposite, lang)
    labels = {there: first.condition or said(first.answer, lang), elsewhere: other}
    return Split("question", first.text, labels, {rows[post.target]: (there,) for post in posts}, (elsewhere,))


def _counterpart(condition: str, asking: Article, targets: Sequence[Article]) -> str:
    """What the asking article is where the others are what a condition names: the other answer, better read out than
    *something else*. Empty where it names neither their version nor their product.

    `Version 3` → `Version 2`, `T58` → `Poste T31`.
    """
    names, own = _named(condition), _named(asking.product)
    for version in (version for target in targets for version in target.versions if asking.versions):
        around = condition.removesuffix(version)
        is_named = around != condition and not around[-1:].isdigit() and _named(around) <= own | _VERSIONS
        if is_named and version not in asking.versions:
            return around + listed(asking.versions)
    is_product = any(names <= _named(product) for target in targets for product in products(target))
    return listed(products(asking)) if is_product and not names <= own and any(map(str.isalpha, condition)) else ""


def _named(text: str) -> set[str]:
    return {fold(word) for word in PART.findall(text)}


def _spelled(category: str, articles: Sequence[Article]) -> str:
    """A folder's name as a word that can be read out, with the accents that its articles write it with."""
    words = category.replace("-", " ").replace("_", " ").split()
    wanted = {fold(word) for word in words}
    written: dict[str, str] = {}
    for article in articles[:MOST_READ]:
        for word in _WORD.findall(f"{article.title}\n{article.body}".lower()):
            if (folded := fold(word)) in wanted:
                written.setdefault(folded, word)
        if len(written) == len(wanted):
            break
    label = " ".join(written.get(fold(word), word) for word in words)
    return label[:1].upper() + label[1:]
