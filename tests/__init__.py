"""Tests reckon on one thread, as commands and servers do: NumPy reads this when it is imported."""

import os

from kbsearch.__main__ import ONE_THREAD

os.environ.setdefault(ONE_THREAD, "1")
