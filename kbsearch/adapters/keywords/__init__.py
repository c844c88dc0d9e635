"""Keyword search over one client's articles: BM25F in plain arrays, with that client's own words and statistics.

build.py         articles and chunks → index
index.py         scoring
vocabulary.py    the words themselves: completions and typing errors
french.py        which words are no typing errors
files.py         the index as `keywords.*` files, byte for byte the same for the same input
"""

from kbsearch.adapters.keywords.build import VERSION, build_keywords
from kbsearch.adapters.keywords.files import load_keywords, save_keywords
from kbsearch.adapters.keywords.index import NumpyKeywordIndex

__all__ = ["VERSION", "NumpyKeywordIndex", "build_keywords", "load_keywords", "save_keywords"]
