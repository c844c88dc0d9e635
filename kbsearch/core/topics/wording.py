"""What a call is about, in its own words."""

from __future__ import annotations

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_list import symptom_of
from kbsearch.core.text import bare, normalise


def words_of(call: Call) -> str:
    """Its symptom on one line, without what stands around words; empty = nobody said or searched any."""
    return bare(normalise(symptom_of(call)))
