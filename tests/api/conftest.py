"""A service of its own for every module, and photos that the world took."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from toile.api.app import create_app
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.pixels.output import encode
from toile.service import Service, name_places, open_service
from toile.world.clothes.wardrobe import draw_garment
from toile.world.figure.cast import CAST
from toile.world.sample import photograph, shoot_product

SIZE = Size(384, 512)


@pytest.fixture(scope="session")
def person() -> bytes:
    wearing = [draw_garment(1, "tank top"), draw_garment(1, "shorts")]
    photo = photograph(CAST["Mei"], wearing, POSES["arms-away"], SCENES["white-studio"], SIZE, seed=1)
    return encode(photo.rgb, ".png")


@pytest.fixture(scope="session")
def garment() -> bytes:
    return encode(shoot_product(draw_garment(52, "t-shirt"), SIZE, "white", seed=52).rgb, ".png")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data: Path = tmp_path_factory.mktemp("service")
    service = open_service(*name_places(data), data)
    yield service
    service.close(10)


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), "http://localhost", raise_server_exceptions=False) as client:
        yield client
