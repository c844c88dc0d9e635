"""Text to vectors: a prepared model on disk, run by onnxruntime; sentence-transformers prepares and checks it.

prepare.py      any sentence-transformers model → a prepared folder (torch, once)
prepared.py     what a prepared folder holds; its fingerprint
graph.py        the hot path: onnxruntime + tokenizers, no torch
st_module.py    the same prepared folder as a `SentenceTransformer`
packed_e5.py    the default model's packed weights
"""
