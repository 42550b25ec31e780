"""Export: a trained helper as an OpenVINO file that runs without torch.

Large weights are kept as bytes with a scale for each row, the rest in half precision.
"""

import copy
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from toile.compute.runtime import load_openvino
from toile.vision.garment_reader import PATCH, QUESTIONS
from toile.vision.reading import SIZE

_LARGE = 4096  # elements
OUTPUTS = {
    "person": ("across", "down", "seen", "present", "regions"),
    "garment": ("across", "down", *QUESTIONS),
    "cloth": ("pattern",),
}


class _Shares(nn.Module):
    """The network with shares 0..1 for logits."""

    def __init__(self, net: nn.Module, what: str) -> None:
        super().__init__()
        self.net, self.what = net, what

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        if self.what == "cloth":
            return (torch.softmax(self.net(x), dim=-1),)
        across, down, *rest = self.net(x)
        shares = [torch.softmax(across, dim=-1), torch.softmax(down, dim=-1)]
        if self.what == "person":
            seen, present, regions = rest
            return *shares, torch.sigmoid(seen), torch.sigmoid(present), torch.softmax(regions, dim=1)
        return *shares, *(torch.softmax(logits, dim=-1) for logits in rest)


def export(what: str, net: nn.Module, path: Path) -> None:
    """Write the helper to `path` (.xml, with its weights in a .bin beside it)."""
    openvino = load_openvino()
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    example = torch.zeros(1, 3, PATCH, PATCH) if what == "cloth" else torch.zeros(1, 4, SIZE[1], SIZE[0])
    module = _Shares(_folded(net), what).to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    # Not `openvino.convert_model`, which is made to report its use.
    front = FrontEndManager().load_by_framework("pytorch")
    with warnings.catch_warnings():
        # OpenVINO's decoder traces, which torch calls deprecated; and that shapes become constants is meant.
        warnings.simplefilter("ignore")
        decoder = TorchScriptPythonDecoder(module, example_input=(example,))
    model: Any = front.convert(front.load(decoder))
    model.reshape(openvino.PartialShape(list(example.shape)))
    _shrink(model)
    for number, operation in enumerate(model.get_ops()):
        # Module paths take as much room as a tenth of the weights.
        operation.set_friendly_name(str(number))
        for port in operation.outputs():
            port.get_tensor().set_names(set())
    _name(model.inputs, ("picture",))
    _name(model.outputs, OUTPUTS[what])
    path.parent.mkdir(parents=True, exist_ok=True)
    openvino.save_model(model, path, compress_to_fp16=True)
    path.write_text(re.sub(r">\s+<", "><", path.read_text()))


def _shrink(model: Any) -> None:
    """Put every large weight [rows, ...] into bytes: the nearest multiple of a 127th of its row's largest."""
    from openvino import opset13 as ops

    for constant in [op for op in model.get_ops() if op.get_type_name() == "Constant"]:
        weights = constant.get_data()
        if weights.size < _LARGE or weights.ndim < 2 or weights.dtype != np.float32:
            continue
        rows = weights.reshape(len(weights), -1)
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-8) / 127
        scale = scale.astype(np.float16).astype(np.float32)
        steps = np.clip(np.rint(rows / scale), -127, 127).astype(np.int8).reshape(weights.shape)
        wide = scale.reshape(-1, *[1] * (weights.ndim - 1))
        kept = ops.multiply(ops.convert(ops.constant(steps), "f32"), ops.constant(wide))
        for reader in constant.output(0).get_target_inputs():
            reader.replace_source_output(kept.output(0))


def _folded(net: nn.Module) -> nn.Module:
    """The same network with the batch's normalisation in the convolutions' weights."""
    net = copy.deepcopy(net).eval()
    for part in list(net.modules()):
        if isinstance(part, nn.Sequential) and len(part) > 1 and isinstance(part[1], nn.BatchNorm2d):
            convolution = part[0]
            assert isinstance(convolution, nn.Conv2d)
            part[0], part[1] = nn.utils.fuse_conv_bn_eval(convolution, part[1]), nn.Identity()
    return net


def _name(ports: Sequence[Any], names: Sequence[str]) -> None:
    for port, name in zip(ports, names, strict=True):
        port.get_tensor().set_names({name})
