"""An end for what might have none."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class StillReadingError(Exception):
    """A small input that was not read after a very long time."""


@contextmanager
def limited(seconds: float = 60) -> Iterator[None]:
    """Raise what has not ended by then; a signal does it, which breaks into regular expressions too."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise StillReadingError(f"not ended after {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
