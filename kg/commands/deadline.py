"""An end to questions that take too long: engines cannot be told to stop, so the process ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

GRACE = 0.2
"""Seconds beyond the deadline for who watches it themselves, as requests to endpoints do."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """End the process with exit code 1 when the block takes longer; None for no deadline.

    Files that were begun are removed, so that nothing half done stays.
    """
    if seconds is None:
        yield
        return
    from threading import Timer

    timer = Timer(seconds + GRACE, _end, [seconds])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float) -> None:
    from kg.store import abandon

    abandon()
    said = f"no answer within {seconds:g} s (--timeout): ask for less, or give it more time\n"
    os.write(2, said.encode())
    os._exit(1)
