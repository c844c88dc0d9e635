"""What callers call about: groups of one client's calls, frozen, with names that last.

Import `kbsearch.core.topics.clusters` where it is needed only: it brings scikit-learn, which a server does without.
"""

from kbsearch.core.topics.naming import name
from kbsearch.core.topics.nouns import NAMED_BEFORE, Member, Topics
from kbsearch.core.topics.wording import words_of

__all__ = ["NAMED_BEFORE", "Member", "Topics", "name", "words_of"]
