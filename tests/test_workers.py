"""Work spread over processes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kg.workers import spread


def waiting(folder: Path, piece: int) -> int:
    """The piece; the second waits until the last is done."""
    deadline = time.monotonic() + 20
    while piece == 1 and not (folder / "5").exists():
        if time.monotonic() > deadline:
            raise TimeoutError("nobody did the last piece meanwhile")
        time.sleep(0.01)
    (folder / str(piece)).touch()
    return piece


@pytest.mark.parametrize("jobs", [2, 3])
def test_a_long_piece_keeps_nobody_waiting_and_results_keep_their_order(jobs: int, tmp_path: Path) -> None:
    assert list(spread(partial(waiting, tmp_path), range(6), jobs)) == list(range(6))


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_every_piece_comes_back_once(jobs: int, count: int) -> None:
    assert list(spread(abs, range(count), jobs)) == list(range(count))


def test_no_more_pieces_are_taken_than_may_wait() -> None:
    taken: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = spread(abs, pieces(), 2)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    assert len(taken) < 20
