"""Networks that OpenVINO runs on this machine's processor: its own format, and ONNX files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.compute.runtime import load_openvino

Tensor = NDArray[np.float32]
Shape = tuple[int, ...]  # lengths of the axes; -1 where any will do
_OPEN = 16  # networks kept ready
# OpenVINO is loaded, and makes networks ready, in one thread at a time: a process in which two began with it together
# was found with every thread waiting.
_OPENING = Lock()


class MissingOperations(RuntimeError):
    """The file is a network, but it uses operations that OpenVINO has not got: `names`."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(f"operations not known: {', '.join(names)}")


@dataclass(frozen=True)
class Signature:
    """What goes into a network and what comes out: shapes by name, in order."""

    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]


class Network:
    """A network that is ready to run. Two threads may call it; they take turns."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self._request = compiled.create_infer_request()
        self._lock = Lock()
        signature = _sign(compiled)
        self.inputs: Mapping[str, Shape] = signature.inputs
        self.outputs: Mapping[str, Shape] = signature.outputs

    def __call__(self, *inputs: Tensor) -> dict[str, Tensor]:
        """What the network answers, by output; inputs in the order of `inputs`."""
        with self._lock:
            self._request.infer(dict(enumerate(inputs)))
            return {
                name: np.array(self._request.get_output_tensor(number).data, np.float32)
                for number, name in enumerate(self.outputs)
            }


def open_network(path: Path, threads: int | None = None) -> Network:
    """The network in an OpenVINO (.xml) or ONNX (.onnx) file, compiled once per file, size and date.

    `threads`: of the processor; None leaves it to OpenVINO. Raises FileNotFoundError, and RuntimeError where the file
    is no network that can be run (MissingOperations where it is one for others).
    """
    found = path.stat()
    with _OPENING:
        return _open(path.absolute(), found.st_mtime_ns, found.st_size, threads)


def read_signature(path: Path) -> Signature:
    """What goes in and out of the network in a file, without making it ready to run. Raises as `open_network`."""
    path.stat()
    with _OPENING:
        return _sign(_read(load_openvino().Core(), path.absolute()))


@lru_cache(maxsize=_OPEN)
def _open(path: Path, changed: int, size: int, threads: int | None) -> Network:
    openvino = load_openvino()
    settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    if threads:
        settings["INFERENCE_NUM_THREADS"] = threads
    core = openvino.Core()
    return Network(core.compile_model(_read(core, path), "CPU", settings))


def _read(core: Any, path: Path) -> Any:
    """The graph in a file. An ONNX file is shown to the reader of ONNX only, never to those of other formats."""
    if path.suffix.lower() != ".onnx":
        return core.read_model(path)
    load_openvino()
    from openvino import frontend
    from openvino.frontend.onnx import ConversionExtension

    reader = frontend.FrontEndManager().load_by_framework("onnx")
    reader.add_extension(ConversionExtension("DeformConv", _deform))
    try:
        return reader.convert(reader.load(str(path)))
    except frontend.OpConversionFailure as fault:
        names = re.search(r"operations: ([^\n]+)", str(fault))
        raise MissingOperations(tuple(names[1].split(", ")) if names else ()) from None
    except Exception as fault:  # OpenVINO's own kinds share no base
        raise RuntimeError(str(fault)) from None


def _deform(node: Any) -> Any:
    """ONNX's DeformConv (operator set 19), for which OpenVINO has the operation but no translation; BiRefNet uses it.

    Inputs: picture, weights, offsets, and where given bias and mask.
    """
    from openvino import opset8 as ops

    picture, weights, offsets, *more = (node.get_input(number) for number in range(node.get_input_size()))
    pads = list(node.get_attribute("pads", [0, 0, 0, 0]))
    bent = ops.deformable_convolution(
        picture,
        offsets,
        weights,
        list(node.get_attribute("strides", [1, 1])),
        pads[:2],
        pads[2:],
        list(node.get_attribute("dilations", [1, 1])),
        *more[1:],
        group=node.get_attribute("group", 1),
        deformable_group=node.get_attribute("offset_group", 1),
        bilinear_interpolation_pad=True,
    )
    if (
        more and more[0].get_node().get_type_name() != "NullNode"
    ):  # an input left out before one that is given
        bent = ops.add(bent, ops.unsqueeze(more[0], np.array([0, 2, 3])))
    return [bent.output(0)]


def _sign(graph: Any) -> Signature:
    return Signature(
        {_name(port, f"input {number}"): _shape(port) for number, port in enumerate(graph.inputs)},
        {_name(port, f"output {number}"): _shape(port) for number, port in enumerate(graph.outputs)},
    )


def _name(port: Any, otherwise: str) -> str:
    """The name that the file gives; a tensor that passes unchanged through the graph has several."""
    names = sorted(port.get_names())
    given = port.get_node().get_friendly_name().partition("/sink_port")[0]
    return given if given in names else str(names[0]) if names else otherwise


def _shape(port: Any) -> Shape:
    shape = port.get_partial_shape()
    if shape.rank.is_dynamic:
        return ()
    return tuple(-1 if axis.is_dynamic else axis.get_length() for axis in shape)
