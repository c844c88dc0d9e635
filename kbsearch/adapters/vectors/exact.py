"""One FAISS index behind the `VectorIndex` port, with the checks that FAISS leaves out.

FAISS pads short results with row −1, answers a wrong dimension with an empty AssertionError, lets NaN rows vanish and
keeps no checksum in its files. Everything that crosses this module is therefore checked here; checksums are the
snapshot's business.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from kbsearch.adapters.vectors import half
from kbsearch.core.ports import Choice, Rows, Scores, Vectors
from kbsearch.errors import IndexDamaged

NORM_TOLERANCE = 1e-3
"""How far a row's length may be from 1: float16 models reach 5e-4, a row that was never normalised is far beyond."""
CHOSEN_FROM = 4096
"""Rows from which choosing by float16 first pays: 3 MB, more than a core's own cache."""


class ExactIndex:
    """`VectorIndex` over a FAISS index that scans every row. Read only; any thread may search."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dim(self) -> int:
        return int(self._index.d)

    def search(self, vector: Vectors, k: int, among: Choice | None = None) -> tuple[Rows, Scores]:
        """Nearest rows of one `(d,)` unit vector: at most k, cosine in [−1, 1], best first, ties by row, never −1.

        `among`: a `choice` of this index; None = all rows.
        """
        query = self._checked(vector)
        wanted = min(k, len(self) if among is None else among.count)
        if wanted < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        only = None if among is None else among.within
        # OpenMP keeps this per thread, so the thread that searches must say it. One query on two threads is 1.5 to 3
        # times slower; requests run beside each other instead.
        faiss.omp_set_num_threads(1)
        if self._chooser is None:
            rows, scores = _reaching(self._index, query, wanted, only)
        else:
            rows, _ = _reaching(self._chooser, query, wanted, only, slack=2 * half.most_off(self.dim))
            scores = self._some(query, rows)
        scores = _clipped(scores)
        if (scores[1:] >= scores[:-1]).any():  # tied, or in the chooser's order
            order = np.lexsort((rows, -scores))
            rows, scores = rows[order], scores[order]
        return rows[:wanted], scores[:wanted]

    @cached_property
    def _chooser(self) -> faiss.Index | None:
        """Many float32 rows once more as float16, to choose from; None where reading the rows themselves is as fast.

        What a search costs beside others is mostly the memory that it reads. Half of it names every row that can be
        among the first, and the few named are then compared in full: the result is the same to the last bit.
        """
        if not isinstance(self._index, faiss.IndexFlat) or len(self) < CHOSEN_FROM:
            return None
        rows = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self.dim).reshape(len(self), self.dim)
        return half.build(rows)

    def cosines(self, vector: Vectors, rows: Rows) -> Scores:
        """Cosine of one `(d,)` unit vector with each of the named rows, in the order given."""
        query = self._checked(vector)
        if not len(rows):
            return np.empty(0, np.float32)
        self._check_places(rows)
        faiss.omp_set_num_threads(1)
        return _clipped(self._some(query, np.ascontiguousarray(rows, np.int64)))

    def rows(self) -> Vectors:
        """All of them, `(len, d) float32`, as near to what was put in as the index keeps them."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), np.float32)

    def _some(self, query: Vectors, rows: Rows) -> Scores:
        """Neither way decodes or copies the rows, which `reconstruct_batch` does and which takes five times as long."""
        if isinstance(self._index, faiss.IndexFlat):
            found = np.empty(len(rows), np.float32)
            pointers = [faiss.swig_ptr(array) for array in (query, found, rows)]
            self._index.compute_distance_subset(1, pointers[0], len(rows), pointers[1], pointers[2])  # type: ignore[attr-defined]
            return found
        named = np.unique(rows)
        scores, places = self._index.search(query, len(named), params=self._only(named))
        by_row = np.empty(len(self), np.float32)
        by_row[places[0]] = scores[0]
        picked: Scores = by_row[rows]
        return picked

    def choice(self, rows: Rows) -> Choice:
        """These rows, each once, to be searched alone: made once for many searches."""
        named = np.unique(np.asarray(rows, np.int64))
        if len(named):
            self._check_places(named)
        return Choice(len(named), self._only(named))

    def _check_places(self, rows: Rows) -> None:
        low, high = int(np.min(rows)), int(np.max(rows))
        if low < 0 or high >= len(self):
            raise ValueError(f"Rows {low} to {high} were asked of an index of {len(self)} rows.")

    def _only(self, rows: Rows) -> faiss.SearchParameters:
        named = np.zeros(len(self), np.bool_)
        named[rows] = True
        chosen = faiss.IDSelectorBitmap(np.packbits(named, bitorder="little"))  # type: ignore[call-arg,arg-type]
        return faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]

    def _checked(self, vector: Vectors) -> Vectors:
        if vector.shape != (self.dim,):
            raise ValueError(f"The query vector has shape {vector.shape}; this index needs ({self.dim},).")
        length = float(np.dot(vector, vector)) ** 0.5 if vector.dtype == np.float32 else 0.0
        if abs(length - 1) <= NORM_TOLERANCE / 2:  # false for NaN too; whatever is not plainly right is looked at below
            return np.ascontiguousarray(vector[None, :])
        return check_rows(vector[None, :])


def _reaching(
    index: faiss.Index, query: Vectors, wanted: int, only: faiss.SearchParameters | None, *, slack: float = 0.0
) -> tuple[Rows, Scores]:
    """The `wanted` nearest rows, and all others that come as near as the last of them, or within `slack` of it.

    Of no more rows than `only` lets through FAISS gives those, and row −1 and the least score for the rest.
    """
    count = int(index.ntotal)
    asked = min(wanted + 1 + (wanted // 4 if slack else 0), count)
    while True:
        scores, rows = index.search(query, asked, params=only)
        least = scores[0, wanted - 1] - slack
        # FAISS does not say which of several equal rows it leaves out: ask until all are there.
        if asked == count or scores[0, -1] < least:
            break
        asked = min(2 * asked, count)
    last = int(np.count_nonzero(scores[0] >= least))  # FAISS gives the best first, and row −1 for what it has not
    return rows[0, :last], scores[0, :last]


def check_rows(vectors: NDArray[np.floating]) -> Vectors:
    """`(n, d) float32`, contiguous, every row finite and of length 1; `ValueError` names the first row that is not."""
    if vectors.ndim != 2 or vectors.shape[1] < 1:
        raise ValueError(f"Vectors have shape {vectors.shape}; (rows, dimension) is needed.")
    rows = np.ascontiguousarray(vectors, np.float32)
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        raise ValueError(f"Row {int(np.argmin(finite))} of {len(rows)} holds a value that is not finite.")
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    off = np.abs(lengths - 1) > NORM_TOLERANCE
    if off.any():
        at = int(np.argmax(off))
        raise ValueError(f"Row {at} of {len(rows)} has length {lengths[at]:.4f}; 1 ± {NORM_TOLERANCE} is needed.")
    return rows


def save(index: ExactIndex) -> bytes:
    """The index as the bytes of a file; equal rows give equal bytes.

    Bytes and not a path: FAISS only prints when closing its own file fails, so a full disk could pass unnoticed.
    """
    return faiss.serialize_index(index._index).tobytes()


def load(path: Path) -> ExactIndex:
    """The index in a file, copied into memory. Raises `IndexDamaged` when FAISS cannot read it.

    Not mapped: a mapped file that is cut short kills the whole process at the next search, and
    10,000 rows load in 10 ms.
    """
    try:
        return ExactIndex(faiss.read_index(str(path)))
    except RuntimeError as error:
        raise IndexDamaged(f"{path} is not a vector index: {str(error).splitlines()[-1]}.") from error


def _clipped(scores: NDArray[np.float32]) -> Scores:
    """Rounding can carry a cosine some 1e-7 past 1."""
    return np.minimum(np.maximum(scores, np.float32(-1)), np.float32(1))
