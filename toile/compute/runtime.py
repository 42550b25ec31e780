"""OpenVINO, kept from phoning home.

Importing `openvino` runs `openvino.tools.ovc`, which reports the import to its makers where the package
`openvino_telemetry` is installed, and it always is. Without that package it uses a stub of its own.
"""

import sys
from typing import Any


def load_openvino() -> Any:
    """The module `openvino`, which has reported nothing. Takes 0.2 s the first time."""
    # None in this table makes an import fail as if the package were not there (importlib, sys.modules).
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino
