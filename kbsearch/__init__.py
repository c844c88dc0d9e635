"""kbsearch: the right procedure of the right client, while the caller is still talking."""

__version__ = "0.1.0"
