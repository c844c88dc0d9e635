"""Which layers of a float graph must stay float when the rest becomes int8.

Dynamic quantisation rounds a layer's input to 256 steps between its smallest and its largest value. In a few layers of
a transformer one or two values are a hundred times larger than all others, so the steps are coarse and the rest of the
signal drowns: in the default model one of 72 multiplications makes 40 % of the whole error. They are found by the ratio
of signal to rounding noise, a step of width s having the noise power s²/12 (Bennett, "Spectra of quantized signals",
1948).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

Feeds = Mapping[str, NDArray[np.int64]]
"""A graph's inputs for one text."""

LEAST_DB = 19.0
"""Signal over noise below which a layer stays float. The default model has three such layers (15.7 to 18.3 dB, the next
one has 21.0), the English one none (20.0 and more)."""
STEPS = 255


def drowned(graph: Path, feeds: Sequence[Feeds]) -> list[str]:
    """Names of the multiplications with constant weights whose input has less than `LEAST_DB`, in graph order."""
    model = onnx.load(graph)
    weights = {one.name for one in model.graph.initializer}
    layers = [
        node for node in model.graph.node if node.op_type == "MatMul" and any(name in weights for name in node.input)
    ]
    inputs = list(dict.fromkeys(node.input[0] for node in layers))
    ratio = dict(zip(inputs, _decibels(model, inputs, feeds), strict=True)) if layers else {}
    return [node.name for node in layers if ratio[node.input[0]] < LEAST_DB]


def _decibels(model: onnx.ModelProto, names: Sequence[str], feeds: Sequence[Feeds]) -> NDArray[np.float64]:
    """Signal over rounding noise of each named value, over all texts."""
    for name in names:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "probed.onnx"  # a file, not bytes: those may not exceed 2 GB
        onnx.save(model, path)
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    signal, noise = np.zeros((2, len(names)))
    for feed in feeds:
        for at, value in enumerate(session.run(names, dict(feed))):
            signal[at] += np.square(value, dtype=np.float64).sum()
            step = (max(float(value.max()), 0.0) - min(float(value.min()), 0.0)) / STEPS
            noise[at] += step**2 / 12 * value.size
    found: NDArray[np.float64] = 10 * np.log10(signal / np.maximum(noise, 1e-300))
    return found
