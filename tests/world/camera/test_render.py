"""What samples see of constructed things."""

import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.pixels.arrays import Floats
from toile.world.camera import render
from toile.world.mesh import Mesh, normals_of

CAMERA = render.frame(Size(60, 80), 0.0, 2.0, 4.0, 1.2)


def ball(centre: tuple[float, float, float], radius: float, n: int = 60, sheet: bool = False) -> Mesh:
    th, ph = np.meshgrid(np.linspace(0, np.pi, n + 1), np.arange(2 * n) * np.pi / n, indexing="ij")
    unit = np.stack((np.sin(th) * np.sin(ph), np.cos(th), np.sin(th) * np.cos(ph)), axis=-1).reshape(-1, 3)
    i, j = (a.ravel() for a in np.mgrid[0:n, 0 : 2 * n])
    a, b = i * 2 * n + j, i * 2 * n + (j + 1) % (2 * n)
    lower = np.stack((a, a + 2 * n, b), axis=1), np.stack((b, a + 2 * n, b + 2 * n), axis=1)
    faces = np.concatenate(lower).astype(np.int32)
    vertices = (unit * radius + np.array(centre)).astype(np.float32)
    return Mesh(
        "ball", vertices, faces, normals_of(vertices, faces), vertices, np.zeros(len(faces), np.uint8), sheet
    )


@pytest.fixture(scope="module")
def near() -> Mesh:
    return ball((0.1, 1.2, 0.5), 0.3)


def exact_depth(camera: render.Camera, centre: Floats, radius: float) -> Floats:
    """Depth along the axis at which each sample's ray meets a sphere."""
    width, height = 2 * camera.size.width, 2 * camera.size.height
    step = camera.step / 2
    x = camera.centre[0] + (np.arange(width) + 0.5 - width / 2) * step
    y = camera.centre[1] - (np.arange(height) + 0.5 - height / 2) * step
    ray = np.stack((*np.meshgrid(x, y), -np.ones((height, width))), axis=-1)
    to = camera.eye - centre
    a, b, c = (ray**2).sum(-1), (ray * to).sum(-1), float(to @ to) - radius**2
    root = b * b - a * c
    return np.asarray(np.where(root > 0, (-b - np.sqrt(np.maximum(root, 0))) / a, np.inf), dtype=np.float32)


def test_a_ball_is_as_deep_as_geometry_says(near: Mesh) -> None:
    samples = render.trace([near], CAMERA)
    wanted = exact_depth(CAMERA, np.array((0.1, 1.2, 0.5), np.float32), 0.3)
    both = np.isfinite(wanted) & np.isfinite(samples.depth)
    assert (np.isfinite(wanted) ^ np.isfinite(samples.depth)).sum() < 0.02 * both.sum()
    assert np.median(np.abs(wanted[both] - samples.depth[both])) < 5e-4


def test_gathered_vertices_are_where_the_samples_are(near: Mesh) -> None:
    samples = render.trace([ball((0, 1.0, -1.0), 0.5), near], CAMERA)
    at = render.where(samples, 1)
    gathered = render.gather(samples, 1, near, near.vertices)
    assert len(at) > 500
    np.testing.assert_allclose(gathered, render.positions(samples, CAMERA, at), atol=2e-5)


def test_the_nearer_thing_hides_the_farther_whatever_the_order(near: Mesh) -> None:
    far = ball((0.1, 1.2, -0.5), 0.3)
    one, two = render.trace([near, far], CAMERA), render.trace([far, near], CAMERA)
    assert np.array_equal(one.depth, two.depth)
    assert np.array_equal(one.mesh == 0, two.mesh == 1)
    assert (one.mesh == 1).sum() < 0.3 * (one.mesh == 0).sum()


def test_at_equal_depth_the_first_mesh_is_seen(near: Mesh) -> None:
    assert set(np.unique(render.trace([near, near], CAMERA).mesh)) == {-1, 0}


def test_only_sheets_show_their_inner_side() -> None:
    whole = ball((0, 1.0, 0), 0.4, 40)
    for sheet in (True, False):
        back = whole.faces[whole.vertices[whole.faces].mean(axis=1)[:, 2] < 0]
        bowl = Mesh("bowl", whole.vertices, back, whole.normals, whole.coords, whole.part[: len(back)], sheet)
        samples = render.trace([bowl], CAMERA)
        seen = samples.mesh == 0
        assert seen.any() == sheet
        assert np.array_equal(samples.inside, seen)
        if sheet:
            toward = CAMERA.eye - render.positions(samples, CAMERA, render.where(samples, 0))
            assert ((render.normals(samples, 0, bowl) * toward).sum(axis=1) > 0).mean() > 0.98


def test_the_result_does_not_depend_on_the_number_of_threads(
    near: Mesh, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = []
    for cores in (1, 2, 5):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        results.append(render.trace([near, ball((0, 0.8, 0), 0.4)], CAMERA))
    for other in results[1:]:
        for name, value in vars(results[0]).items():
            assert np.array_equal(value, getattr(other, name)), name


def test_things_outside_the_picture_or_behind_the_camera_are_left_out() -> None:
    for centre in ((30.0, 1.0, 0.0), (0.0, -40.0, 0.0), (0.0, 1.0, 30.0), (0.0, 1.2, 4.0)):
        assert (render.trace([ball(centre, 0.4, 20)], CAMERA).mesh == -1).all()


def test_a_joint_is_hidden_by_what_lies_before_it(near: Mesh) -> None:
    samples = render.trace([near], CAMERA)
    places = [np.array(p) for p in ((0.1, 1.2, 0.5), (0.1, 1.2, 1.0), (0.5, 0.2, 0.0), (9.0, 0.0, 0.0))]
    hidden = render.hidden(samples, CAMERA, places)
    assert hidden[0] == pytest.approx(0.3, abs=0.01)
    assert hidden[1:].tolist() == [0.0, 0.0, 0.0]


def test_projection_and_samples_agree(near: Mesh) -> None:
    """The middle of the samples of a ball is where its centre is projected."""
    rows, columns = np.nonzero(render.trace([near], CAMERA).mesh == 0)
    point = CAMERA.project(np.array((0.1, 1.2, 0.5)))
    assert (columns.mean() + 0.5) / 2 == pytest.approx(point.x, abs=0.2)
    assert (rows.mean() + 0.5) / 2 == pytest.approx(point.y, abs=0.2)


def test_crevices_are_dark_beside_a_wall_and_nowhere_else() -> None:
    """A thin ball of a sheet lies 1 cm before another: dark round its edge, open on the plain, whatever the tilt."""
    wall, coin = ball((0, 1.0, -4.0), 4.0, 300), ball((0, 1.0, -0.19), 0.25)
    samples = render.trace([wall, coin], CAMERA)
    at = render.where(samples, 0)
    open_ = render.crevice(samples, CAMERA, at)
    x, y = (render.positions(samples, CAMERA, at)[:, :2] - np.array((0, 1.0))).T
    away = np.hypot(x, y)
    assert open_[away > 0.3].min() > 0.97
    assert open_[(away > 0.16) & (away < 0.175)].mean() < open_[away > 0.3].mean() - 0.03
    assert open_.min() >= 0 and open_.max() <= 1
