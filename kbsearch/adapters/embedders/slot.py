"""The model of a running instance: loading, ready, missing or failing, and why, for the operator to see.

Answers go on by words whatever happens here. A failure is logged once, when it begins, and so is its end; never with
the exception's message, which may quote the text that was being embedded.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from traceback import extract_tb
from typing import Literal

import numpy as np

from kbsearch.core.ports import Embedder, Vectors
from kbsearch.errors import ModelMissing

ModelState = Literal["loading", "ready", "missing", "failed"]

_log = logging.getLogger(__name__)


class UnusableVectorsError(ArithmeticError):
    """The model gave vectors that are not finite numbers."""


class ModelSlot:
    """The embedder, once it is there. Loading happens on a thread of its own and never holds a request up."""

    def __init__(self, *, without: str = "answering by words only") -> None:
        self._without = without
        """What happens without this model, for the log."""
        self.state: ModelState = "loading"
        self.why = ""
        """Why the model is missing or failed, in full: it may name folders of this machine."""
        self.cause = ""
        """The same for anyone to read: the kind of error, without its message."""
        self.embedder: Embedder | None = None
        self._settled = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def load(self, loader: Callable[[], Embedder]) -> None:
        """Run `loader` here; a failure is kept as text."""
        try:
            embedder = loader()
            self.state, self.embedder = "ready", embedder  # in this order: a first call may already fail
        except ModelMissing as error:
            self.state, self.why, self.cause = "missing", str(error), type(error).__name__
        except Exception as error:  # whatever the runtime throws, keyword answers must go on
            self.cause = type(error).__name__
            self.state, self.why = "failed", f"{self.cause}: {error}"
        finally:
            self._settled.set()

    def load_in_background(self, loader: Callable[[], Embedder]) -> None:
        """`load` on another thread. Nobody waits for it, so a failure is said in the log."""

        def load() -> None:
            self.load(loader)
            if self.embedder is None:
                _log.warning("The model is %s; %s. %s", self.state, self._without, self.why)

        self._thread = threading.Thread(target=load, name="load-model")
        self._thread.start()

    def close(self) -> None:
        """Let a loading under way end: torn down in the middle of one, the runtime aborts the whole process."""
        if self._thread is not None:
            self._thread.join()

    def wait(self, timeout_s: float) -> bool:
        """Whether loading came to an end, well or badly, within `timeout_s`."""
        return self._settled.wait(timeout_s)

    def note_failure(self, error: Exception) -> None:
        """A loaded model failed at its work. Said in the log the first time."""
        with self._lock:
            is_new = self.state != "failed"
            self.state, self.cause = "failed", type(error).__name__
            self.why = f"{self.cause} in {_place(error)}, while embedding"
        if is_new:
            _log.error("The model fails (%s); %s until it works again.", self.why, self._without)

    def note_success(self) -> None:
        """The model did its work: whatever it failed of is over."""
        if self.state != "failed":
            return
        with self._lock:
            is_new = self.state == "failed"
            self.state, self.why, self.cause = "ready", "", ""
        if is_new:
            _log.warning("The model works again.")


class LateModel:
    """A model that only some clients need: loaded when it is first asked for, on a thread of its own or at once."""

    def __init__(self, loader: Callable[[], Embedder], *, without: str, in_background: bool) -> None:
        self.slot = ModelSlot(without=without)
        self._loader = loader
        self._in_background = in_background
        self._is_wanted = False
        self._lock = threading.Lock()

    def embedder(self) -> Embedder | None:
        """The model if it is there; otherwise the first call has it loaded. Where that is at once, all wait for it:
        answers of one batch come from the same models."""
        with self._lock:
            is_first, self._is_wanted = not self._is_wanted, True
            if is_first and not self._in_background:
                self.slot.load(self._loader)
        if is_first and self._in_background:
            self.slot.load_in_background(self._loader)
        return self.slot.embedder

    def close(self) -> None:
        self.slot.close()


class WatchedEmbedder:
    """`Embedder` that tells its slot how each call went. Raises what the model raises, or `UnusableVectorsError`."""

    def __init__(self, embedder: Embedder, slot: ModelSlot) -> None:
        self._embedder = embedder
        self._slot = slot

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dim(self) -> int:
        return self._embedder.dim

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._watched(self._embedder.embed_queries, texts)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self._watched(self._embedder.embed_documents, texts)

    def _watched(self, embed: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> Vectors:
        try:
            vectors = embed(texts)
            if not np.isfinite(vectors).all():
                raise UnusableVectorsError("The model gave vectors that are not finite numbers.")
        except Exception as error:
            self._slot.note_failure(error)
            raise
        self._slot.note_success()
        return vectors


def _place(error: Exception) -> str:
    """The function that raised, without the folders it lies in."""
    frames = extract_tb(error.__traceback__)
    return f"{frames[-1].name} (line {frames[-1].lineno})" if frames else "no known place"
