"""Work spread over processes: order kept, memory bounded, nobody left over when the first process dies.

Each worker holds one piece of work at a time, and is alone in holding its end of its pipe: whatever ends
the first process ends the pipe, and with it the worker. (A pool of `concurrent.futures` waits for ever
after its parent was killed, since its workers hold each other's pipes open.)
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kg.errors import KgError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4
"""Pieces for each worker that may be under way or wait for the result of an earlier one, so that a long piece
keeps nobody waiting."""
_PROMPT = 5
"""Seconds that a worker is waited for at the end."""


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pair() -> int:
    """Two processes where there are cores for them and a copy shares what this one holds; else one."""
    return min(2, cores()) if sys.platform == "linux" else 1


def spread(work: Callable[[T], R], pieces: Iterable[T], jobs: int) -> Iterator[R]:
    """What `work` makes of each piece, in their order; with one job in this process.

    Raises KgError when a worker dies.
    """
    if jobs == 1:
        yield from map(work, pieces)
        return
    import multiprocessing  # here, so that a command may ask for the cores without loading it

    rest = iter(pieces)
    for first in islice(rest, 1):  # done here, so that the copies need not load each table again
        yield work(first)
    # Copies of this process share the tables it has loaded; elsewhere than on Linux they are not safe.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pipes: list[Connection] = []
    processes: list[Any] = []
    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            pipes.append(ours)
            forked = tuple(pipes) if sys.platform == "linux" else ()
            process = context.Process(target=_serve, args=(work, theirs, forked), daemon=True)
            process.start()
            processes.append(process)
            theirs.close()
        yield from _exchanged(rest, pipes)
    except (EOFError, ConnectionError):
        raise KgError(_death(processes)) from None
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(_PROMPT)


def threaded(work: Callable[[T], R], pieces: Iterable[T], jobs: int) -> Iterator[R]:
    """As `spread`, on threads: for engines, which leave the interpreter free and do not bear a fork."""
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        for piece in pieces:
            waiting.append(pool.submit(work, piece))
            if len(waiting) > jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _death(processes: Sequence[Any]) -> str:
    """What to say of a worker that ended before its work."""
    for process in processes:
        process.join(_PROMPT / len(processes))
    if any(process.exitcode == 1 for process in processes):  # it has shown its traceback
        return "a worker process failed: this is a fault of kg, told above"
    return "a worker process was killed (too little memory? try --jobs 1; the run goes on where it was)"


def _exchanged(pieces: Iterator[Any], pipes: Sequence[Connection]) -> Iterator[Any]:
    """Hand each piece to a worker that is free, and give back what comes of them in the pieces' order."""
    from multiprocessing.connection import wait

    free, busy = deque(pipes), dict[Any, int]()
    done: dict[int, Any] = {}
    sent = given = 0
    following = next(pieces, None)
    while True:
        while following is not None and free and sent - given < _AHEAD * len(pipes):
            pipe = free.popleft()
            pipe.send(following)
            busy[pipe] = sent
            sent += 1
            following = next(pieces, None)  # while the workers are busy
        if given in done:
            result = done.pop(given)
            given += 1
            if isinstance(result, BaseException):
                raise result
            yield result
        elif busy:
            for pipe in cast("list[Connection]", wait(list(busy))):
                done[busy.pop(pipe)] = pipe.recv()
                free.append(pipe)
        else:
            return


def _serve(work: Callable[[Any], Any], pipe: Connection, others: Sequence[Connection]) -> None:
    """Work until the pipe ends. A bug of ours shows its traceback and ends the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process tells
    gc.freeze()  # looking through what the first process had loaded takes long and copies it
    for other in others:
        other.close()
    with suppress(EOFError, ConnectionError, KeyboardInterrupt):
        while True:
            piece = pipe.recv()
            try:
                result = work(piece)
            except (KgError, OSError) as error:  # raised again by the first process
                result = error
            pipe.send(result)
