"""Back ends: who runs a network, and where."""

import shutil
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from platform import machine
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from toile.compute.graph import Graph, choose_precision, compile_graph
from toile.compute.layers import Layers, Weights
from toile.compute.memory import count_free
from toile.compute.network import Network
from toile.errors import NotReady

Arrays = Mapping[str, NDArray[np.float32]]
Write = Callable[[Layers], Any]

_OPEN = 4  # graphs kept ready; each holds its weights once more
_ROWS = 64  # of one run, at most
_MODES: Mapping[str, str] = {"cuda": "reduce-overhead"}  # of torch.compile: with CUDA graphs
_DRIVER = Path("/proc/driver/nvidia/version")


class Backend(Protocol):
    """`batches`: whether rows together are faster than one by one. `widens`: whether it wants weights as float32 that
    lie in a file. `name` is the device's."""

    name: str
    batches: bool
    widens: bool

    @property
    def warm(self) -> bool:
        """Whether anything is ready to run."""
        ...

    def count_rows(self, size: int) -> int:
        """How many rows that take `size` bytes each between layers fit into one run."""
        ...

    def run(
        self, part: Hashable, shape: Hashable, weights: Callable[[], Weights], write: Write, given: Arrays
    ) -> Arrays:
        """What the network that is written says to what is given, all with the batch first. `part` names its weights,
        `shape` what it was written for."""
        ...


class Processor:
    """OpenVINO on this machine's processor. Graphs are kept; the least recently used go first."""

    batches = False
    widens = True

    def __init__(self, precision: str = "") -> None:
        self.precision = precision or choose_precision()
        self.name = f"cpu ({self.precision})"
        self._open: OrderedDict[Hashable, Network] = OrderedDict()

    @property
    def warm(self) -> bool:
        return bool(self._open)

    def count_rows(self, size: int) -> int:
        """They are run one by one; two are what one picture asks for, so that requests take turns by steps."""
        return 2

    def run(
        self, part: Hashable, shape: Hashable, weights: Callable[[], Weights], write: Write, given: Arrays
    ) -> Arrays:
        network = self._ready((part, shape), weights, write)
        said: Arrays = network(*(np.ascontiguousarray(given[name], np.float32) for name in network.inputs))
        return said

    def _ready(self, key: Hashable, weights: Callable[[], Weights], write: Write) -> Network:
        """The graph of that key, made if it is not there."""
        if key in self._open:
            self._open.move_to_end(key)
            return self._open[key]
        while len(self._open) >= _OPEN:
            self._open.popitem(last=False)
        self._open[key] = compile_graph(write(Graph(weights())), self.precision)
        return self._open[key]


class Card:
    """PyTorch on a device: `cuda`, `mps`, or `cpu`. Weights stay there, as halves where it computes in them.
    `compiles`: networks that are run often are compiled, on CUDA with graphs of their launches. Making one raises
    NotReady `device_missing`."""

    batches = True
    widens = False

    def __init__(self, device: str, dtype: str = "", *, compiles: bool = False) -> None:
        if find_spec("torch") is None:
            raise NotReady("device_missing", device=device)
        import torch

        from toile.compute.eager import Runner, Shelf

        able: Mapping[str, Callable[[], bool]] = {
            "cuda": torch.cuda.is_available,
            "mps": torch.backends.mps.is_available,
        }
        if device in able and not able[device]():
            raise NotReady("device_missing", device=device)
        self.name = device
        self._device = torch.device(device)
        self._dtype = getattr(torch, dtype or _halves(device))
        self._compiler = (
            partial(torch.compile, mode=_MODES.get(device, "default"), dynamic=False) if compiles else None
        )
        self._make: Callable[[Weights, Any], Runner] = lambda weights, dtype: Runner(
            Shelf(weights, self._device, dtype), self._compiler
        )
        self._runners: dict[Hashable, Runner] = {}

    @property
    def warm(self) -> bool:
        return bool(self._runners)

    def count_rows(self, size: int) -> int:
        """By the memory that is free on the card now, half of it kept for the VAE and whoever else is there."""
        import torch

        free = torch.cuda.mem_get_info()[0] if self._device.type == "cuda" else count_free()
        return max(2, min(_ROWS, int(free / 2 // size)))

    def run(
        self, part: Hashable, shape: Hashable, weights: Callable[[], Weights], write: Write, given: Arrays
    ) -> Arrays:
        import torch

        if part not in self._runners:
            # A VAE's activations grow beyond what float16 holds.
            safe = part == "vae" and self._dtype == torch.float16
            self._runners[part] = self._make(weights(), torch.float32 if safe else self._dtype)
        arrays = {name: np.ascontiguousarray(values, np.float32) for name, values in given.items()}
        with torch.inference_mode():
            return self._runners[part](shape, write, arrays)


def _halves(device: str) -> str:
    """What a device computes in fastest without loss that can be seen."""
    import torch

    if device == "cpu":
        return "float32"
    return "bfloat16" if device == "cuda" and torch.cuda.is_bf16_supported() else "float16"


def choose_backend(device: str = "auto", *, compiles: bool = False) -> Backend:
    """The back end for a device; `auto`: a graphics card where one is and PyTorch is installed for it, else the
    processor. PyTorch is not even imported where no card is in sight. `compiles` is for cards: OpenVINO always does."""
    if device == "auto":
        device = _find_card()
    return Processor() if device == "cpu" else Card(device, compiles=compiles)


def _find_card() -> str:
    apple = sys.platform == "darwin" and machine() == "arm64"
    nvidia = _DRIVER.exists() or shutil.which("nvidia-smi") is not None
    if not (apple or nvidia) or find_spec("torch") is None:
        return "cpu"
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
