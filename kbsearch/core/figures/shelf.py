"""The shelf of figures. To add one, write its file and add its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from kbsearch.core.figures.abandonment_rate import abandonment_rate
from kbsearch.core.figures.answer_rate import answer_rate
from kbsearch.core.figures.counts import COUNTS, Count
from kbsearch.core.figures.csat import csat
from kbsearch.core.figures.csat_response_rate import csat_response_rate
from kbsearch.core.figures.doubtful_share import doubtful_share
from kbsearch.core.figures.fcr_confirmed import fcr_confirmed
from kbsearch.core.figures.fcr_declared import fcr_declared
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.known_share import known_share
from kbsearch.core.figures.link_rate import link_rate
from kbsearch.core.figures.n1_absorption import n1_absorption
from kbsearch.core.figures.n2_n1_could import n2_n1_could
from kbsearch.core.figures.n2_share import n2_share
from kbsearch.core.figures.n3_n1_could import n3_n1_could
from kbsearch.core.figures.n3_share import n3_share
from kbsearch.core.figures.new_share import new_share
from kbsearch.core.figures.nouns import Agreed, Balance, ClockShare, ContactShare, GoalShare, Length, Share, Target
from kbsearch.core.figures.nps import nps
from kbsearch.core.figures.nps_response_rate import nps_response_rate
from kbsearch.core.figures.response_rate import response_rate
from kbsearch.core.figures.search_time import search_time
from kbsearch.core.figures.service_level import service_level
from kbsearch.core.figures.talk_time import talk_time
from kbsearch.core.figures.waiting_time import waiting_time
from kbsearch.core.figures.wrap_up_time import wrap_up_time

OF_CALLS: tuple[Share, ...] = (
    Share("fcr_confirmed", fcr_confirmed),
    Share("response_rate", response_rate),
    Share("n1_absorption", n1_absorption, target=Target(0.6, 0.8)),
    Share("n2_share", n2_share),
    Share("n2_n1_could", n2_n1_could),
    Share("n3_share", n3_share),
    Share("n3_n1_could", n3_n1_could),
    Share("link_rate", link_rate, target=Target(0.6, 0.8)),
    Share("known_share", known_share),
    Share("new_share", new_share),
)
OF_SURVEYS: tuple[Share | Balance, ...] = (
    Share("csat", csat),
    Share("csat_response_rate", csat_response_rate),
    Balance("nps", nps),
    Share("nps_response_rate", nps_response_rate),
)
OF_QUEUE: tuple[Share | GoalShare, ...] = (
    Share("answer_rate", answer_rate, "presented", Target(0.95, 0.97)),
    Share("abandonment_rate", abandonment_rate, "presented"),
    GoalShare("service_level", service_level, "presented"),
)
OF_CONTACTS: tuple[ContactShare, ...] = (
    ContactShare("fcr_no_call_back", fcr_no_call_back),
    ContactShare("fcr_declared", fcr_declared),
)
LENGTHS: tuple[Length, ...] = (
    Length("waiting_time", waiting_time, "waited", "presented"),
    Length("handle_time", handle_time, "took"),
    Length("talk_time", talk_time, "talked"),
    Length("wrap_up_time", wrap_up_time, "wrapped_up"),
    Length("search_time", search_time, "searched"),
)
OF_TIMES: tuple[ClockShare, ...] = (ClockShare("doubtful_share", doubtful_share),)
Place: TypeAlias = Share | GoalShare | ContactShare | ClockShare | Length | Balance
FIGURES: tuple[Place, ...] = (*OF_CONTACTS, *OF_CALLS, *OF_QUEUE, *LENGTHS, *OF_SURVEYS, *OF_TIMES)
"""In the order in which they are shown."""
BY_NAME: Mapping[str, Place | Count] = {one.name: one for one in (*FIGURES, *COUNTS)}
"""All whose calls can be listed: figures and plain counts."""
NETTED = frozenset({"fcr_no_call_back", "fcr_declared", "fcr_confirmed", "n1_absorption", "n2_share", "n3_share"})
"""Of what the hotline solved itself: there are net ones too, where the client agreed on what they leave out."""
NOTHING_AGREED = Agreed()


def get(name: str) -> Place:
    """Raises `KeyError`, which lists the names that there are."""
    for share in FIGURES:
        if share.name == name:
            return share
    raise KeyError(f"There is no figure {name!r}; there are {', '.join(share.name for share in FIGURES)}.")
