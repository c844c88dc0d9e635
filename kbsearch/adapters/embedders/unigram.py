"""A Unigram tokenizer as a sentencepiece model, when the two agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceNormalizer
from sentencepiece import sentencepiece_model_pb2 as proto

from kbsearch.adapters.embedders.tokens import SENTENCEPIECE, TOKENIZERS, SentencePieceIds, TokenizersIds

RULE = "nmt_nfkc"
"""The normalisation that XLM-RoBERTa and its descendants were trained with."""
PROBES = (
    "query: imprimante hors ligne",
    "passage: L'écran s'éteint… code E-204 (0x80070005), n° 30 ; œuvre ½",
    "你好 мир 😀",
    "  deux  espaces\tet\nlignes ",
    "mot " * 600,
)
"""Prompts, accents, codes, controls, other alphabets, and a text longer than a model reads."""


def as_sentencepiece(folder: Path) -> bool:
    """Replace `folder/tokenizer.json` by an equal `tokenizer.model`, and say whether that was possible.

    It is when the tokenizer is Unigram with the usual four special tokens and gives the same ids on every probe.
    """
    tokenizer = json.loads((folder / TOKENIZERS).read_text("utf-8"))
    model, special = tokenizer["model"], {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    if model.get("type") != "Unigram" or not {"<s>", "</s>", "<pad>", "<unk>"} <= special.keys():
        return False
    (folder / SENTENCEPIECE).write_bytes(_serialised(model, special))
    theirs, ours = TokenizersIds(folder / TOKENIZERS), SentencePieceIds(folder / SENTENCEPIECE)
    same = all(list(theirs.encode(text, 512)) == list(ours.encode(text, 512)) for text in PROBES)
    (folder / (TOKENIZERS if same else SENTENCEPIECE)).unlink()
    return same


def _serialised(model: dict[str, Any], special: dict[str, int]) -> bytes:
    made = proto.ModelProto()  # type: ignore[attr-defined]
    kinds = made.SentencePiece
    for at, (piece, score) in enumerate(model["vocab"]):
        kind = kinds.UNKNOWN if at == model["unk_id"] else kinds.CONTROL if piece in special else kinds.NORMAL
        made.pieces.add(piece=piece, score=score, type=kind)
    spec = made.trainer_spec
    spec.model_type = spec.UNIGRAM
    spec.unk_id, spec.bos_id, spec.eos_id, spec.pad_id = (special[t] for t in ("<unk>", "<s>", "</s>", "<pad>"))
    spec.unk_piece, spec.bos_piece, spec.eos_piece, spec.pad_piece = "<unk>", "<s>", "</s>", "<pad>"
    rules = SentencePieceNormalizer(
        rule_name=RULE, add_dummy_prefix=True, escape_whitespaces=True, remove_extra_whitespaces=True
    )
    made.normalizer_spec.ParseFromString(rules.serialized_normalizer_spec())
    serialised: bytes = made.SerializeToString(deterministic=True)
    return serialised
