"""What an article did to first call resolution: `estimate(treated, comparison, weeks)`.

Topics that got an article against topics that have none, in the same weeks; weeks in which a topic was chosen for doing
badly are compared with nothing. What calls with an article have more than calls without is no such figure: agents look
for an article when a call is hard. `python -m benchmarks.effects` shows what that and two other shortcuts read when an
article does nothing.
"""

from kbsearch.core.effects.estimating import estimate
from kbsearch.core.effects.nouns import Change, Effect, Estimate, Side, Topic, Unknown, UnknownUse, Week

__all__ = ["Change", "Effect", "Estimate", "Side", "Topic", "Unknown", "UnknownUse", "Week", "estimate"]
