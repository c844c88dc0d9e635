"""Within how many days of a contact a later call of the same caller is a call-back: W of the trade. So is, within as
many of its end, that a solved call is reopened: other tools open the same ticket again when its caller comes back."""

from __future__ import annotations

from datetime import timedelta

WINDOW = timedelta(days=7)
"""Where a client agreed on nothing else."""
REDIAL = timedelta(minutes=15)
"""From the end of a call: who comes back sooner was cut off or passed on, and it is one contact."""
MOST_DAYS = 30
"""1, 7, 15 and 30 are in use."""
