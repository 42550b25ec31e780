"""Guests: networks of others' making, in a process of their own.

A tiny stand-in for spandrel is put where that process looks for it, because the real one needs a build of torch's
vision companion that development does without; the process itself, and what passes between, is the real thing.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from toile.compute.guest import ask_guest
from toile.errors import BadRequest, NotReady

# Doubles, so that every pixel must come back as four; or mends; by what the file says.
SPANDREL = """
class ImageModelDescriptor:
    input_channels = output_channels = 3
    def __init__(self, scale, purpose):
        self.scale, self.purpose = scale, purpose
    def __call__(self, x):
        print("models talk")
        if self.purpose == "SR" and max(x.shape[2:]) > 288:
            raise MemoryError("larger than a tile")
        if self.purpose == "FaceSR":
            return 1 - x
        return x.repeat_interleave(self.scale, 2).repeat_interleave(self.scale, 3)
class ModelLoader:
    def __init__(self, device):
        pass
    def load_from_file(self, path):
        said = open(path).read()
        if said == "dies":
            import os
            os._exit(9)
        return ImageModelDescriptor(*{"double": (2, "SR"), "face": (1, "FaceSR"), "huge": (9, "none")}[said])
"""


@pytest.fixture
def guests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for networks, with the stand-in in sight of new processes."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/spandrel.py").write_text(SPANDREL)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'lib'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    return tmp_path


def model(folder: Path, said: str) -> Path:
    path = folder / f"{said}.safetensors"
    path.write_text(said)
    return path


def test_a_large_picture_goes_through_in_pieces_that_fit_together(guests: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (300, 530, 3), np.uint8)
    said = ask_guest(model(guests, "double"), rgb)
    assert np.array_equal(said, rgb.repeat(2, 0).repeat(2, 1))


def test_a_face_goes_through_whole(guests: Path) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (512, 512, 3), np.uint8)
    assert np.array_equal(ask_guest(model(guests, "face"), rgb), 255 - rgb)


@pytest.mark.parametrize(("said", "code"), [("unknown", "guest_strange"), ("dies", "guest_failed")])
def test_what_goes_wrong_there_is_said_here(guests: Path, said: str, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        ask_guest(model(guests, said), np.zeros((8, 8, 3), np.uint8))
    assert caught.value.code == code and said in str(caught.value)


def test_what_is_missing_is_said_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spandrel.py").write_text("raise RuntimeError('operator torchvision::nms does not exist')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(NotReady) as caught:
        ask_guest(model(tmp_path, "double"), np.zeros((8, 8, 3), np.uint8))
    assert caught.value.code == "guest_missing"
    assert "torchvision::nms" in str(caught.value) and "toile[upscale]" in str(caught.value)
