"""Questions of an article that send the agent to another article: “Un code ? Si oui → [VPN](vpn.md)”.

An editor wrote them to tell two articles apart, so they are asked for just that: the answer that the signpost names
speaks for the article it leads to, any other answer for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kbsearch.core.articles.links import linked_path, target_path
from kbsearch.core.articles.markdown import blocks, heading_words, lines_of
from kbsearch.core.articles.sections import Role, section_role
from kbsearch.core.articles.wording import plain
from kbsearch.core.model import Article

LONGEST_TEXT = 240
LONGEST_CONDITION = 80

Answer = Literal["yes", "no", "case"]
"""`case`: neither yes nor no, but the condition's own words."""

_TITLE = r"\s{1,9}(?:\"[^\"]{0,200}\"|'[^']{0,200}'|\([^()]{0,200}\))"
_LINK = re.compile(
    rf"\[[^\]]{{0,500}}\]\((?:<(?P<marked>[^<>]{{1,500}})>|(?P<bare>[^<)\s][^)\s]{{0,499}}))(?:{_TITLE})?\)"
)
_ELSE = r"(?:sinon|autrement(?!\s+dit)|else|otherwise)\b"
_CLAUSE_END = re.compile(rf"(?<=[.;?])\s+|(?<=,)\s+(?={_ELSE})", re.IGNORECASE)
_CONDITION_END = re.compile(r"→|->|,|\s:|:\s|\[")
_ARROW = re.compile(r"→|->")
_IF = re.compile(r"^(?:si|if)\b\s*|^s['’](?=ils?\b|elles?\b)", re.IGNORECASE)
_ELSE_IF = re.compile(rf"^{_ELSE},?\s+(?=(?:si|if)\b|s['’](?:ils?|elles?)\b)", re.IGNORECASE)
_YES = re.compile(r"^(?:oui|yes|alors|then)\b|^$", re.IGNORECASE)
_NO = re.compile(rf"^(?:(?:non|no|not)\b|{_ELSE})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signpost:
    """One question of one article whose answer leads elsewhere."""

    article: str
    """Id of the article that asks."""
    item: int
    """Which item of its list of questions, from 1."""
    text: str
    answer: Answer
    condition: str
    """For `case`, the words of the answer; else empty."""
    target: str
    """Id of the article that this answer leads to."""


def signposts(article: Article, known: Mapping[str, Article], names: Mapping[str, str]) -> Iterator[Signpost]:
    """In the order of the list; only those that lead to another article of `known` (`links.by_path`), by its path or
    by its name (`links.page_names` of them)."""
    for number, item in enumerate(_items(article.body), start=1):
        question, mark, rest = item.partition("?")
        text = plain(question).strip()
        if not mark or not text or len(text) > LONGEST_TEXT:
            continue
        for clause in _CLAUSE_END.split(rest.strip()):
            clause = _ELSE_IF.sub("", clause)
            asked = f"{text} ?" if article.lang != "en" else f"{text}?"
            for target, answer, condition in _of_clause(article, clause):
                found = known.get(linked_path(target, known, names) or "")
                if found is not None and found.id != article.id:
                    yield Signpost(article.id, number, asked, answer, condition, found.id)


def _of_clause(article: Article, clause: str) -> Iterator[tuple[str, Answer, str]]:
    """Path that is linked, answer and its words of each signpost in one sentence after the question. A link without a
    condition or an arrow is only a reference."""
    said = _CONDITION_END.split(clause, maxsplit=1)[0].strip()
    condition = _IF.sub("", said)
    answer: Answer = "no" if _NO.match(condition) else "yes" if _YES.match(condition) else "case"
    words = plain(condition) if answer == "case" else ""
    is_said = condition != said or _ARROW.search(clause.partition("[")[0]) or (condition and answer != "case")
    if not is_said or len(words) > LONGEST_CONDITION:
        return
    for link in _LINK.finditer(clause):
        path = target_path(article, link["marked"] or link["bare"]) or ""
        yield path, answer, words[:1].upper() + words[1:]


def _items(body: str) -> Iterator[str]:
    """The items of the sections of questions, each on its first line as editors write them."""
    if not any("?" in line[: max(line.rfind("]("), line.rfind("[[")) + 1] for line in lines_of(body)):
        return  # most articles send nobody elsewhere: they are not parsed
    level = 0
    for token, inside, after in zip(found := blocks(body), found[1:], found[2:], strict=False):
        if token.type == "heading_open" and token.level == 0:
            depth = int(token.tag[1])
            if not level or depth <= level:
                level = depth if section_role(heading_words(inside.content)) is Role.QUESTIONS else 0
        elif level and token.type == "list_item_open" and inside.type == "paragraph_open":
            yield lines_of(after.content)[0]
