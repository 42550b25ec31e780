"""How faces hang together, on sheets that one can count by hand."""

import numpy as np

from toile.world.clothes import cloth, warp
from toile.world.clothes.cloth import Cloth

SQUARE = np.array([(0, 1, 2), (0, 2, 3)], np.int32)  # two triangles, one diagonal


def test_a_square_of_two_faces_has_five_edges_four_of_them_open() -> None:
    edges, number = cloth.numbered(SQUARE)
    assert edges.tolist() == [[0, 1], [0, 2], [0, 3], [1, 2], [2, 3]]
    assert number.tolist() == [[0, 3, 1], [1, 4, 2]]
    assert cloth.border(SQUARE).tolist() == [[0, 1], [3, 0], [1, 2], [2, 3]]
    assert sorted(cloth.hinges(SQUARE)[0].tolist()) == [1, 3]


def test_a_spine_of_three_pages_is_no_border_and_has_two_hinges() -> None:
    book = np.array([(0, 1, 2), (1, 0, 3), (0, 1, 4)], np.int32)
    assert len(cloth.hinges(book)) == 2
    assert (cloth.border(book) != (0, 1)).any(axis=1).all()
    assert len(cloth.border(book)) == 6


def test_vertices_are_parted_where_marks_differ() -> None:
    marks = np.array([(3, 3, 3), (5, 5, 5)], np.int32)
    vertex, mark, faces = warp.part(SQUARE, marks, 4)
    assert vertex.tolist() == [0, 0, 1, 2, 2, 3]
    assert mark.tolist() == [3, 5, 3, 3, 5, 5]
    assert np.array_equal(vertex[faces], SQUARE)
    assert np.array_equal(mark[faces], marks)


def test_the_largest_piece_is_kept() -> None:
    rest = np.random.default_rng(4).normal(size=(9, 3)).astype(np.float32)
    faces = np.array([(0, 1, 2), (8, 4, 5), (5, 6, 8), (3, 5, 7)], np.int32)
    kept = cloth.largest(Cloth(rest, faces, np.zeros(4, np.uint8)))
    assert np.array_equal(kept.rest, rest[[3, 4, 5, 6, 7, 8]])
    assert len(kept.faces) == 3
