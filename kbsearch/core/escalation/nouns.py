"""What a path is made from and of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kbsearch.core.duty.moments import Doubt
from kbsearch.core.levels import DEFAULT_PRIORITY, Priority
from kbsearch.core.model import Escalation
from kbsearch.core.questions import Chosen

SUPERVISOR = "supervisor"
"""`Step.level` of the last resort, which is none of a client's levels."""

UNDECLARED = "undeclared"
"""`Reason.code` of a step to a level that was chosen and that the client declares nothing of."""

Kind = Literal["functional", "hierarchical", "last-resort"]
"""`functional`: to the group that knows this subject. `hierarchical`: to another level, or another group of the same.
`last-resort`: no group is left."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a call when somebody asks who takes it next."""

    now: datetime
    """Aware: the clock, as the door read it."""
    at: str = ""
    """Another instant, ISO 8601; without an offset in the client's local time."""
    priority: Priority | None = None
    """None = nobody said: `DEFAULT_PRIORITY`."""
    symptom: str = ""
    article: str = ""
    """Id; empty = the first result for the symptom, if there is one and the answer does not call it unreliable."""
    category: str = ""
    """Empty = the article's."""
    level: str = ""
    """The level that the agent hands it to, one of `levels.LEVELS`; empty = whoever the path leads to."""
    said_before: tuple[str, ...] = ()
    """What else the caller said of it: a trigger fires there too."""
    chosen: tuple[Chosen, ...] = ()
    """What the caller answered to questions beside results: it moves the article that is taken for the call's."""


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger's phrase that a symptom holds or resembles."""

    trigger: int
    """Place in `Client.triggers`."""
    phrase: str
    by: Literal["words", "meaning"]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that decides a path, but the client."""

    at: datetime
    """Aware."""
    priority: Priority = DEFAULT_PRIORITY
    matches: tuple[Match, ...] = ()
    """Best first."""
    article: str = ""
    """Title of the article that the call is about, if one is known."""
    escalation: Escalation | None = None
    """That article's own."""
    category: str = ""
    """That article's, or one that is known otherwise."""
    doubt: Doubt = ""
    """What was doubtful in how the instant was written."""
    level: str = ""
    """The level that the agent chose; empty = none."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, to be put in words by `words.say`."""

    code: str
    """Key of `words.TEXTS`."""
    values: tuple[tuple[str, str | datetime], ...] = ()
    """What the text names; moments are local and aware."""


@dataclass(frozen=True, slots=True)
class Step:
    """One group to turn to."""

    level: str
    """One of `levels.LEVELS`, or `SUPERVISOR`."""
    group: str
    who: str
    """Who is on duty, or comes on next; empty = whoever answers."""
    contact: str
    channel: str
    is_open: bool
    """Whether they can be reached at the instant."""
    until: datetime | None
    """Local, aware, after the instant: when that changes, or who is on duty. None = not within two months."""
    delay_minutes: int | None
    """Target until they answer, for this priority; None = not declared."""
    facts: tuple[str, ...]
    """What to ask the caller before handing over."""
    kind: Kind
    rule: Reason
    """What put it there."""
    name: str = ""
    """What people call the group; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Path:
    """Whom to turn to, in order. At least one step can be reached."""

    client: str
    """Whose path it is."""
    at: datetime
    """The instant, local and aware."""
    priority: Priority
    steps: tuple[Step, ...]
    """Never empty; groups that cannot be reached stand in their place."""
    now: int
    """Place in `steps` of the first that can be reached; where the agent chose a level, of that level's."""
    warnings: tuple[Reason, ...] = ()
    """What the agent must know before following it."""
