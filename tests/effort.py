"""How much work something takes, without a clock: steps counted, and a limit for what might never end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Lines, calls and returns of Python that the work takes; the same on every machine, however busy.

    What happens inside a regular expression or another built-in is not seen: use `ends` for that.
    """
    count = 0

    def trace(_frame: FrameType, _event: str, _: Any) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@contextmanager
def ends(seconds: float = 100) -> Iterator[None]:
    """Fail what does not end: within some hundred times what it takes. No measure of speed.

    A signal ends it, which breaks into regular expressions and waiting for servers alike.
    """

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"has not ended after {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
