"""Text to vectors: a prepared model on disk, run by onnxruntime; sentence-transformers prepares and checks it.

prepare.py        any sentence-transformers model → a prepared folder (torch, once)
default_model.py  the default model as a `SentenceTransformer`, from its packed weights
packed_e5.py      those weights
packaged_english.py  where the English model's package keeps it
sensitive.py      which layers of a graph must stay float
unigram.py        a Unigram tokenizer as a sentencepiece model, when the two agree
prepared.py       what a prepared folder holds; its fingerprint
tokens.py         text to token ids
graph.py          the hot path: token ids to vectors, no torch
remembered.py     a client's last queries
slot.py           a running instance's model: loading, ready, missing or failing
st_module.py      the same prepared folder as a `SentenceTransformer`
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""Before onnxruntime is loaded: else it keeps an identifier of the machine, its processes' paths and what it runs, and
sends them to its maker, from code that no Python hook sees. Told later, it has made its first report already."""
