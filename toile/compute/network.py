"""Networks that OpenVINO runs on this machine's processor: its own format, and ONNX files."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]
_OPEN = 16  # networks kept ready


class Network:
    """A network that is ready to run. Two threads may call it; they take turns."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self._request = compiled.create_infer_request()
        self._lock = Lock()
        self.inputs: Mapping[str, tuple[int, ...]] = {
            port.get_any_name(): _shape(port) for port in compiled.inputs
        }
        self.outputs: Mapping[str, tuple[int, ...]] = {
            _name(port, number): _shape(port) for number, port in enumerate(compiled.outputs)
        }

    def __call__(self, *inputs: Tensor) -> dict[str, Tensor]:
        """What the network answers, by output; inputs in the order of `inputs`."""
        with self._lock:
            self._request.infer(dict(enumerate(inputs)))
            return {
                name: np.array(self._request.get_output_tensor(number).data)
                for number, name in enumerate(self.outputs)
            }


def open_network(path: Path, threads: int | None = None) -> Network:
    """The network in an OpenVINO (.xml) or ONNX (.onnx) file, compiled once per file, size and date.

    `threads`: of the processor; None leaves it to OpenVINO. Raises FileNotFoundError, and RuntimeError where the file
    is no network that can be run.
    """
    found = path.stat()
    return _open(path.absolute(), found.st_mtime_ns, found.st_size, threads)


@lru_cache(maxsize=_OPEN)
def _open(path: Path, changed: int, size: int, threads: int | None) -> Network:
    import openvino  # 0.2 s that only those pay who run a network

    settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    if threads:
        settings["INFERENCE_NUM_THREADS"] = threads
    core = openvino.Core()
    return Network(core.compile_model(core.read_model(path), "CPU", settings))


def _name(port: Any, number: int) -> str:
    names = sorted(port.get_names())
    return str(names[0]) if names else f"output {number}"


def _shape(port: Any) -> tuple[int, ...]:
    """Lengths of the axes; -1 where any will do."""
    return tuple(-1 if axis.is_dynamic else axis.get_length() for axis in port.get_partial_shape())
