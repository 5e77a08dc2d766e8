"""An end to questions that take too much time or memory: no engine can be told to stop, a process can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

GRACE = 0.2
"""Seconds beyond the deadline for who watches it themselves, as requests to endpoints do."""
_LOOKS = 0.2
"""Seconds between two looks at the memory; an engine takes some 100 MB more meanwhile."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """End the process with exit code 1 when the block takes longer; None for no deadline.

    Files that were begun are removed, so that nothing half done stays.
    """
    if seconds is None:
        yield
        return
    from threading import Timer

    said = f"no answer within {seconds:g} s (--timeout): ask for less, or give it more time"
    timer = Timer(seconds + GRACE, _end, [said])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def ceiling() -> Iterator[None]:
    """End the process as `deadline` does when the block takes nearly all memory that there is.

    Joins of many rows do so; and of a damaged store the engine reads the same fault again and again, and
    keeps each (pyoxigraph 0.5.13). The system would end the process without a word, or another one.
    """
    from threading import Event, Thread

    from kg import memory

    most, over = memory.to_spare(), Event()

    def watch() -> None:
        while not over.wait(_LOOKS):
            if memory.held(os.getpid()) > most:
                cure = "ask for less, or see with `kg store verify` whether the store is damaged"
                _end(f"no answer within the {most / 1e9:.1f} GB of memory that were free: {cure}")

    if most:
        Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _end(said: str) -> None:
    from kg.store import abandon

    abandon()
    os.write(2, f"{said}\n".encode())
    os._exit(1)
