"""Which layers stay float: a hand-made graph where it is known, and the real models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.adapters.embedders.sensitive import LEAST_DB, drowned

LENGTH, WIDTH = 400, 64
IDS = [{"input_ids": np.arange(LENGTH, dtype=np.int64)[None, :]}]


def graph(path: Path, largest: float) -> Path:
    """`ids → rows of a table → first → second`, one value in the table being `largest`, all others within ±1."""
    rng = np.random.default_rng(1)
    arrays = {
        "table": rng.uniform(-1, 1, (LENGTH, WIDTH)).astype(np.float32),
        "first": rng.uniform(-1, 1, (WIDTH, WIDTH)).astype(np.float32),
        "second": rng.uniform(-1, 1, (WIDTH, 8)).astype(np.float32),
    }
    arrays["table"][11, 7] = largest
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("MatMul", ["rows", "first"], ["middle"], name="one"),
        helper.make_node("MatMul", ["middle", "second"], ["out"], name="two"),
    ]
    given = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, None])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    tensors = [numpy_helper.from_array(array, name) for name, array in arrays.items()]
    made = helper.make_model(
        helper.make_graph(nodes, "two", [given], [out], tensors),
        ir_version=10,
        opset_imports=[helper.make_opsetid("", 18)],
    )
    onnx.save(made, path)
    return path


@pytest.mark.parametrize(("largest", "expected"), [(1.0, []), (3.0, []), (100.0, ["one"])])
def test_a_layer_that_one_large_value_drowns_stays_float(tmp_path: Path, largest: float, expected: list[str]) -> None:
    """By hand: values within ±1 have power 1/3; one of 100 gives steps of 101 / 255, so noise of 0.013 each: 14 dB.

    Its own power, 10⁴ over 25,600 values, makes it 17.5 dB. Spread over a row of the middle it drowns nothing.
    """
    assert drowned(graph(tmp_path / "g.onnx", largest), IDS) == expected
    assert 17.5 < LEAST_DB < 20


@pytest.mark.model
@pytest.mark.parametrize(("fixture", "count"), [("default_model", 3), ("english_model", 0)])
def test_the_prepared_graphs_keep_a_few_layers(request: pytest.FixtureRequest, fixture: str, count: int) -> None:
    model: PreparedModel = request.getfixturevalue(fixture)
    prepared = onnx.load(model.graph).graph
    weights = {one.name for one in prepared.initializer if len(one.dims) == 2}
    kinds = [node.op_type for node in prepared.node if any(name in weights for name in node.input)]
    assert kinds.count("MatMulInteger") > 30
    assert kinds.count("MatMul") == count
