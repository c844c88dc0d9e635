"""Who takes a call next: `path(plan, situation)`, ordered steps that are never none.

`RULES` is the policy: each rule may say where the path starts, and the first that does so wins.
"""

from kbsearch.core.escalation.nouns import Asked, Match, Path, Reason, Situation, Step
from kbsearch.core.escalation.path import RULES, path
from kbsearch.core.escalation.plan import Plan, plan_of
from kbsearch.core.escalation.words import say

__all__ = ["RULES", "Asked", "Match", "Path", "Plan", "Reason", "Situation", "Step", "path", "plan_of", "say"]
