"""The process of a guest: `python -m toile.compute.guest_process MODEL DEVICE`; a picture as numpy writes it goes in,
and one comes out.

The exit code says what is wrong, the last line of the errors why.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

MISSING, STRANGE, FAILED = 3, 4, 5
_TILE, _OVERLAP = 256, 16  # pixels


def main(path: Path, device: str) -> int:
    # What models print must not come among the picture's bytes.
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        import torch
        from spandrel import ImageModelDescriptor, ModelLoader
    except Exception as fault:  # a companion of torch that does not fit it fails in many ways
        return _give_up(MISSING, fault)
    try:
        model = ModelLoader(torch.device(device)).load_from_file(path)
        if not isinstance(model, ImageModelDescriptor) or {model.input_channels, model.output_channels} != {
            3
        }:
            raise ValueError(f"{model.architecture.name} takes no picture")
    except Exception as fault:
        return _give_up(STRANGE, fault)
    try:
        with torch.inference_mode():
            rgb = np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False)  # [H, W, 3]
            x = torch.from_numpy(rgb.astype(np.float32).transpose(2, 0, 1)[None] / np.float32(255))
            y = model(x.to(device)) if model.purpose == "FaceSR" else _tiled(model, x.to(device))
            said = (y[0].clamp(0, 1) * 255).round().byte().cpu().numpy().transpose(1, 2, 0)
    except Exception as fault:
        return _give_up(FAILED, fault)
    np.save(out, np.ascontiguousarray(said), allow_pickle=False)
    return 0


def _tiled(model: Any, x: Any) -> Any:
    """The picture [1, 3, H, W] piece by piece, each with some of its surroundings, which are cut off again."""
    scale, (height, width) = model.scale, x.shape[2:]
    y = x.new_zeros((1, 3, height * scale, width * scale))
    for top, bottom in _pieces(height):
        for left, right in _pieces(width):
            above, before = max(top - _OVERLAP, 0), max(left - _OVERLAP, 0)
            piece = model(x[:, :, above : bottom + _OVERLAP, before : right + _OVERLAP])
            piece = piece[:, :, (top - above) * scale :, (left - before) * scale :]
            rows, columns = (bottom - top) * scale, (right - left) * scale
            y[:, :, top * scale : bottom * scale, left * scale : right * scale] = piece[:, :, :rows, :columns]
    return y


def _pieces(side: int) -> Iterator[tuple[int, int]]:
    for start in range(0, side, _TILE):
        yield start, min(start + _TILE, side)


def _give_up(code: int, fault: Exception) -> int:
    print(f"{type(fault).__name__}: {fault}".replace("\n", " "), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
