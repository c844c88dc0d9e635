"""What stood on an agent's screen, as JSON that can be kept: knowledge only, nothing that was typed.

Equal screens are equal bytes, so that each is kept once per client.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kbsearch.core.excerpt import segments
from kbsearch.core.model import Answer, Article, Result


def of_answer(answer: Answer, beside: Mapping[str, object]) -> str:
    """What is said above the results, with what stood beside them, as it was shown: anything that JSON can hold."""
    suggested = [{"word": one.word, "instead": one.instead} for one in answer.suggestions]
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


def _json(screen: dict[str, Any]) -> str:
    return msgspec.json.encode(screen).decode()
