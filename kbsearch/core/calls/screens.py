"""What stood on an agent's screen, as JSON that can be kept: knowledge only, nothing that was typed.

Equal screens are equal bytes, so that each is kept once per client.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from kbsearch.core.model import Answer, Article, Result
from kbsearch.core.search.excerpt import segments


def of_answer(answer: Answer, beside: Mapping[str, object], *, query: str) -> str:
    """What is said above the results, with what stood beside them, as it was shown: anything that JSON can hold.

    `query` is what is kept of the answer's. A suggestion repeats a word as it was typed, a caller's name perhaps: it is
    kept only where `query` still has that word, for what it offers instead resembles the word too.
    """
    suggested = [{"word": one.word, "instead": one.instead} for one in answer.suggestions if _holds(query, one.word)]
    said = {
        "state": answer.state,
        "probability": round(answer.probability, 3),
        "reasons": answer.reasons,
        "notes": answer.notes,
    }
    return _json({"mode": answer.mode, **said, "suggestions": suggested, **beside})


def of_result(result: Result) -> str:
    """One row of the results."""
    passage = result.passage
    return _json(
        {
            "title": result.title,
            "path": result.path,
            "state": result.state,
            "product": result.product,
            "heading": passage.heading,
            "excerpt": segments(result),
            "lines": passage.lines,
            "commit": passage.commit,
        }
    )


def of_article(article: Article, commit: str) -> str:
    """An article that is open: all of its Markdown."""
    return _json(
        {
            "title": article.title,
            "path": article.public_path,
            "state": article.state,
            "commit": commit,
            "blob": article.blob,
            "source": article.body,
        }
    )


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text) is not None


def _json(screen: dict[str, Any]) -> str:
    return msgspec.json.encode(screen).decode()
