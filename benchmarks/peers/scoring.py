"""Keyword libraries over the same articles: `python scoring.py bm25s|tantivy FOLDER` in the peers' environment.

FOLDER holds `articles.json` (lists of index terms, ours, so that all compare the same words); each question is a list
of term lists, the answer gives milliseconds.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

K = 48
Search = Callable[[Sequence[str]], object]


def open_bm25s(articles: Sequence[Sequence[str]]) -> Search:
    import bm25s

    index = bm25s.BM25()
    index.index([list(terms) for terms in articles], show_progress=False)
    most = min(K, len(articles))
    return lambda terms: index.retrieve([list(terms)], k=most, show_progress=False, n_threads=0)


def open_tantivy(articles: Sequence[Sequence[str]]) -> Search:
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="whitespace").build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)
    for terms in articles:
        writer.add_document(tantivy.Document(body=" ".join(terms)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(terms: Sequence[str]) -> object:
        wanted = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", term)) for term in terms]
        return searcher.search(tantivy.Query.boolean_query(wanted), K).hits

    return search


def main(which: str, folder: Path) -> None:
    articles = json.loads((folder / "articles.json").read_text("utf-8"))
    search = {"bm25s": open_bm25s, "tantivy": open_tantivy}[which](articles)
    for line in sys.stdin:
        times = []
        for terms in json.loads(line)["queries"]:
            started = time.perf_counter()
            search(terms)
            times.append((time.perf_counter() - started) * 1e3)
        print(json.dumps({"times_ms": times}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
