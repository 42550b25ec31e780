"""Guests: networks of others' making, upscalers and restorers of faces, that spandrel reads.

They run in a process of their own: what they import, and how they fail, is kept from ours, and PyTorch's memory goes
with them.
"""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toile.compute import guest_process
from toile.errors import BadRequest, NotReady

Picture = NDArray[np.uint8]

_PATIENCE = 3600  # seconds for one picture


def ask_guest(path: Path, rgb: Picture, device: str = "cpu", python: str = sys.executable) -> Picture:
    """What the network at `path` makes of a picture [H, W, 3]: one as large or several times larger.

    Raises NotReady `guest_missing` where spandrel or its companions are not installed, BadRequest `guest_strange` for a
    file that is none of its networks, `guest_failed` where it gave up.
    """
    sent = io.BytesIO()
    np.save(sent, rgb, allow_pickle=False)
    # -P: this folder's modules are none of the guest's.
    command = [python, "-P", "-m", guest_process.__name__, str(path), device]
    try:
        said = subprocess.run(command, input=sent.getvalue(), capture_output=True, timeout=_PATIENCE)
    except subprocess.TimeoutExpired as late:
        raise BadRequest("guest_failed", name=path.name, why=f"{_PATIENCE} s") from late
    why = (said.stderr.decode("utf-8", "replace").strip().splitlines() or [str(said.returncode)])[-1]
    if said.returncode == guest_process.MISSING:
        raise NotReady("guest_missing", name=path.name, why=why)
    if said.returncode == guest_process.STRANGE:
        raise BadRequest("guest_strange", name=path.name, why=why)
    if said.returncode:
        raise BadRequest("guest_failed", name=path.name, why=why)
    return np.asarray(np.load(io.BytesIO(said.stdout), allow_pickle=False), np.uint8)
