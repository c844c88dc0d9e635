"""The least that answers a search over HTTP: decode, tokenise, run the graph, ask FAISS, encode ten rows.

    python -m benchmarks.servers.bare VECTORS MODEL_FOLDER

Same framework, same server, same number of threads, same rows and same graph as kbsearch; nothing else.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.measure import pin_threads

pin_threads()

import faiss  # noqa: E402
import msgspec  # noqa: E402
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import uvicorn  # noqa: E402
from litestar import Litestar, post  # noqa: E402
from litestar.params import JSONBody  # noqa: E402

from kbsearch.adapters.embedders.tokens import open_tokens  # noqa: E402


class Asked(msgspec.Struct):
    query: str


class Row(msgspec.Struct):
    row: int
    score: float


class Found(msgspec.Struct):
    results: list[Row]


def main(vectors: Path, model: Path) -> None:
    index = faiss.read_index(str(vectors))
    card = json.loads((model / "prepared.json").read_text("utf-8"))
    tokens = open_tokens(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(model / "model.onnx"), options, providers=["CPUExecutionProvider"])
    pool = ThreadPoolExecutor(max(2, min(8, os.cpu_count() or 2)))

    def answer(query: str) -> Found:
        ids = np.array([tokens.encode(card["query_prompt"] + query, card["max_tokens"])], np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        vector = session.run(None, {name: feeds[name] for name in card["inputs"]})[0]
        faiss.omp_set_num_threads(1)
        scores, rows = index.search(vector / np.linalg.norm(vector), 10)
        return Found([Row(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True)])

    @post("/search", status_code=200)
    async def search(data: JSONBody[Asked]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(pool, answer, data.query)

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    app = Litestar([search], openapi_config=None, logging_config=None)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
