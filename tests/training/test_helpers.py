"""Training: it learns, it goes on after an interruption as if nothing had been, and what it wrote says the same."""

from pathlib import Path

import numpy as np
import pytest
import torch

from toile.compute.network import open_network
from toile.training import helpers
from toile.training.export import OUTPUTS, export
from toile.training.helpers import Plan
from toile.training.prints import Prints
from toile.vision.reading import BINS, SIZE

QUICK = Plan(views=48, batch=4, rate=1e-3)
LONGER = Plan(views=240, batch=4, rate=1e-2)


def test_training_makes_the_losses_smaller(garments: Prints, tmp_path: Path) -> None:
    heard: list[float] = []
    helpers.train(
        "garment", garments, QUICK, tmp_path, lambda step, steps, values: heard.append(values["points"])
    )
    assert len(heard) == 12
    assert np.mean(heard[-3:]) < np.mean(heard[:3])


def test_a_training_that_was_stopped_goes_on_as_if_it_had_not_been(
    garments: Prints, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helpers, "_SAVE_EVERY", 5)
    whole = helpers.train("garment", garments, QUICK, tmp_path / "whole")

    def stop(step: int, steps: int, values: object) -> None:
        if step == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        helpers.train("garment", garments, QUICK, tmp_path / "stopped", stop)
    again = helpers.train("garment", garments, QUICK, tmp_path / "stopped")
    for one, two in zip(whole.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, two)


@pytest.mark.parametrize("what", ["person", "garment"])
def test_what_is_exported_says_what_the_network_says(what: str, tmp_path: Path) -> None:
    torch.manual_seed(2)
    net = helpers.build(what).eval()
    export(what, net, tmp_path / f"{what}.xml")
    network = open_network(tmp_path / f"{what}.xml", 1)
    picture = np.random.default_rng(1).uniform(-1, 1, (1, 4, SIZE[1], SIZE[0])).astype(np.float32)
    said = network(picture)
    assert set(said) == set(OUTPUTS[what])
    with torch.no_grad():
        across = torch.softmax(net(torch.from_numpy(picture))[0], dim=-1).numpy()
    assert np.abs(said["across"] - across).max() < 0.1 * across.max()  # weights are kept in a byte each


def test_points_are_read_where_a_bell_says(garments: Prints) -> None:
    places = torch.tensor([[[30.2, 77.0], [-12.0, 150.5]]])
    logits = []
    for axis, count in enumerate(BINS):
        place = helpers._bins(places[..., axis], axis)
        logits.append(-0.5 * ((torch.arange(count) - place[..., None]) / 1.3) ** 2)
    assert torch.allclose(helpers.read_points(*logits), places, atol=0.1)
