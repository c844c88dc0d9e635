"""Within how many days of a contact a later call of the same caller is a call-back: W of the trade."""

from __future__ import annotations

from datetime import timedelta

WINDOW = timedelta(days=7)
"""Where a client agreed on nothing else."""
MOST_DAYS = 30
"""1, 7, 15 and 30 are in use."""
