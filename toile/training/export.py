"""Export: a trained helper as an OpenVINO file that runs without torch. Weights are kept in half precision."""

import copy
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from toile.vision.garment_reader import QUESTIONS
from toile.vision.reading import SIZE

OUTPUTS = {
    "person": ("across", "down", "seen", "present", "regions"),
    "garment": ("across", "down", *QUESTIONS),
}


class _Shares(nn.Module):
    """The network with shares 0..1 for logits."""

    def __init__(self, net: nn.Module, what: str) -> None:
        super().__init__()
        self.net, self.what = net, what

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        across, down, *rest = self.net(x)
        shares = [torch.softmax(across, dim=-1), torch.softmax(down, dim=-1)]
        if self.what == "person":
            seen, present, regions = rest
            return *shares, torch.sigmoid(seen), torch.sigmoid(present), torch.softmax(regions, dim=1)
        return *shares, *(torch.softmax(logits, dim=-1) for logits in rest)


def export(what: str, net: nn.Module, path: Path) -> None:
    """Write the helper to `path` (.xml, with its weights in a .bin beside it)."""
    import openvino
    from openvino.frontend import FrontEndManager
    from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder

    example = torch.zeros(1, 4, SIZE[1], SIZE[0])
    module = _Shares(_folded(net), what).to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    # Not `openvino.convert_model`, which reports its use.
    front = FrontEndManager().load_by_framework("pytorch")
    decoder = TorchScriptPythonDecoder(module, example_input=(example,))
    model: Any = front.convert(front.load(decoder))
    model.reshape(openvino.PartialShape(list(example.shape)))
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


def _folded(net: nn.Module) -> nn.Module:
    """The same network with the batch's normalisation in the convolutions' weights."""
    net = copy.deepcopy(net).eval()
    for part in list(net.modules()):
        if isinstance(part, nn.Sequential) and len(part) > 1 and isinstance(part[1], nn.BatchNorm2d):
            part[0], part[1] = nn.utils.fuse_conv_bn_eval(part[0], part[1]), nn.Identity()
    return net


def _name(ports: Sequence[Any], names: Sequence[str]) -> None:
    for port, name in zip(ports, names, strict=True):
        port.get_tensor().set_names({name})
