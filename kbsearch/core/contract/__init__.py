"""What a change of the API's document breaks for those who built on it. Both documents are OpenAPI 3.1, as parsed JSON.

What was accepted must be accepted, and what was given must be given, under the same names and in the same shape.
Fields, operations, statuses and values of an answer may be added: readers are told to ignore what they do not know.
"""

from kbsearch.core.contract.alternatives import resolved
from kbsearch.core.contract.operations import breaks
from kbsearch.core.contract.schemas import Break

__all__ = ["Break", "breaks", "resolved"]
