"""One client's rows among many, by filter: `python filtered.py txtai|chroma FOLDER` in the peers' environment.

FOLDER holds `vectors.npy` (rows of all clients, one client after the other) and `queries.npy`; each question names
pairs of a query and a client, the answer gives milliseconds and the ten rows found.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

K = 10
Search = Callable[[int, int], list[int]]
"""(number of the query, client) → rows, best first."""


def open_txtai(vectors: np.ndarray, queries: np.ndarray, clients: int) -> Search:
    """The SQL filter of txtai, as documented: similar() and a column in one WHERE.

    It filters after the search, among as many candidates as it is told to take: 5 % of all rows here. With its default
    of a hundred, a client's rows would hardly ever be among them.
    """
    import faiss
    from txtai import Embeddings

    faiss.omp_set_num_threads(1)
    known = {f"q{at}": row for at, row in enumerate(queries)}

    def transform(texts: list[str]) -> np.ndarray:
        return np.vstack([known[text] if text in known else vectors[int(text)] for text in texts])

    embeddings = Embeddings(method="external", transform=transform, content=True, columns={"text": "text"})
    each, candidates = len(vectors) // clients, max(K, len(vectors) // 20)
    embeddings.index((at, {"text": str(at), "client": f"c{at // each}"}, None) for at in range(len(vectors)))

    def search(query: int, client: int) -> list[int]:
        near = f"similar('q{query}', {candidates})"
        found = embeddings.search(f"select id from txtai where {near} and client = 'c{client}'", limit=K)  # noqa: S608
        return [int(hit["id"]) for hit in found]

    return search


def open_chroma(vectors: np.ndarray, queries: np.ndarray, clients: int) -> Search:
    """One collection, the client in the metadata, `where` in the query."""
    import chromadb

    settings = chromadb.Settings(anonymized_telemetry=False)
    collection = chromadb.EphemeralClient(settings=settings).create_collection("all", metadata={"hnsw:space": "ip"})
    each = len(vectors) // clients
    for at in range(0, len(vectors), 5000):
        rows = range(at, min(at + 5000, len(vectors)))
        collection.add(
            ids=[str(row) for row in rows],
            embeddings=vectors[at : at + 5000],
            metadatas=[{"client": f"c{row // each}"} for row in rows],
        )

    def search(query: int, client: int) -> list[int]:
        found = collection.query(
            query_embeddings=queries[query : query + 1], n_results=K, where={"client": f"c{client}"}, include=[]
        )
        return [int(row) for row in found["ids"][0]]

    return search


def main(which: str, folder: Path) -> None:
    facts = json.loads((folder / "facts.json").read_text("utf-8"))
    vectors, queries = np.load(folder / "vectors.npy"), np.load(folder / "queries.npy")
    search = {"txtai": open_txtai, "chroma": open_chroma}[which](vectors, queries, facts["clients"])
    for line in sys.stdin:
        asked = json.loads(line)
        times, rows = [], []
        for query, client in asked["pairs"]:
            started = time.perf_counter()
            rows.append(search(query, client))
            times.append((time.perf_counter() - started) * 1e3)
        print(json.dumps({"times_ms": times, "rows": rows}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
