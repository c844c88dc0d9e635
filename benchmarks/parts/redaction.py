"""How much planted personal data is found, how many codes are damaged, and what it costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from benchmarks.measure import over_rounds, times_ms
from benchmarks.report import Row, at_least, at_most, row
from benchmarks.world import World
from kbsearch.adapters.keywords.french import FRENCH
from kbsearch.core.redaction import redact
from tests.core.redaction.another_hand import ANOTHER_HAND, NOBODY
from tests.core.redaction.frames import is_held_out
from tests.core.redaction.fresh import FRESH, UNTOUCHED
from tests.core.redaction.last_hand import LAST_HAND
from tests.core.redaction.marks import Marked, code_sentences, from_frames, marked, recall
from tests.core.redaction.planted import all_codes, all_planted

_kept = partial(redact, is_word=FRENCH.__contains__)
"""As a server reads texts."""
_MARKED = re.compile(r"[a-z]+⟨([^⟩]+)⟩")


def run(world: World) -> Iterator[Row]:
    """Sentences and rules are by the same hands: text by others will do worse."""
    planted = [(one.kind, one.text, value) for one in all_planted() for value in one.values]
    missed = Counter(kind for kind, text, value in planted if value in _kept(text).text)
    total = Counter(kind for kind, _, _ in planted)
    yield at_least("redaction", f"found of {len(planted)} planted", 1 - sum(missed.values()) / len(planted), 0.98)
    for kind, count in total.items():
        yield row("redaction", f"{kind}: found", f"{count - missed[kind]} of {count}")
    later = [
        value not in _kept(_MARKED.sub(r"\1", line)).text
        for line in FRESH.strip().splitlines()
        for value in _MARKED.findall(line)
    ]
    yield row("redaction", "sentences written later: found", f"{sum(later)} of {len(later)}")
    yield from _held_out()
    codes = [one.text for one in all_codes()] + code_sentences() + (UNTOUCHED + NOBODY).strip().splitlines()
    damaged = sum(_kept(text).text != text for text in codes)
    yield at_most("redaction", f"damaged of {len(codes)} sentences with codes or nobody", float(damaged), 0)
    rounds = [times_ms(_kept, [text for _, text, _ in planted]) for _ in range(world.plan.rounds)]
    yield row("redaction", "one sentence, p50", f"{over_rounds(rounds, 50)} ms")


def _held_out() -> Iterator[Row]:
    """What no recogniser was tuned on, apart from another hand's sentences, mended since by their general causes."""
    half = [one for one in from_frames(8) if is_held_out(one.frame)]
    found, total = recall(half, FRENCH.__contains__)
    share = sum(found.values()) / sum(total.values())
    yield at_least("redaction", f"held-out sentences: found of {sum(total.values())}", share, 0.98)
    for kind, count in total.items():
        yield row("redaction", f"held-out sentences, {kind}: found", f"{found[kind]} of {count}")
    yield row("redaction", "another hand's sentences, mended since: found", _share(marked(ANOTHER_HAND)))
    yield row("redaction", "a last hand's sentences, nothing mended: found", _share(marked(LAST_HAND)))


def _share(sentences: list[Marked]) -> str:
    found, total = recall(sentences, FRENCH.__contains__)
    return f"{sum(found.values())} of {sum(total.values())}"
