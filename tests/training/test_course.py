"""The course: where it is held."""

import pytest
import torch

from toile.errors import NotReady
from toile.training.course import find_device


def test_a_gpu_that_is_not_there_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert find_device(None) == "cpu" == find_device("cpu")
    with pytest.raises(NotReady) as caught:
        find_device("cuda")
    assert caught.value.code == "train_no_cuda"
