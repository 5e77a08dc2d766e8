"""The Oxigraph server as a process of our own, on an address that only this machine reaches.

What it does by itself (tried with 0.5.13, on 2026-11-22): `serve-read-only` leaves the store folder as
it was and refuses updates and writing. But it asks other servers for SERVICE, answers any Host, hides
FROM behind its option for the union of graphs, and ends an answer that broke off as if it were complete.
Its own time limit does not count once rows flow, nor in every loop, and costs a sleeping thread for each
question until the limit has passed, however soon the answer came (oxigraph issue 1874): after 20,000
questions in a minute that was 200 MB. So it is given none, and is not shown to anyone: `kg.serving.handler`
stands before it and keeps the time, and a database with a question that nobody waits for any more is
replaced by a fresh one.
"""

from __future__ import annotations

import ctypes
import math
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg import memory
from kg.errors import KgError, printable
from kg.program import program

_STARTED_WITHIN = 60.0
"""Seconds; a store of a billion triples opens in a few."""
_ENDED_WITHIN = 3.0
_TRIES = 3
_PARENT_DIES = 1
"""PR_SET_PDEATHSIG of Linux's prctl: the signal to send when the parent has gone."""


class Database:
    """A running Oxigraph server: where it listens, and whether it still does."""

    def __init__(self, process: subprocess.Popen[bytes], host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.waiting = 0
        """How many wait for an answer of it."""
        self.replaced_at = math.inf
        """When it may still be busy with a question that nobody waits for; on the clock of time.monotonic."""
        self._process = process
        self._said: deque[str] = deque(maxlen=20)
        stream: IO[bytes] | None = process.stderr
        self._listener = threading.Thread(target=self._listen, args=(stream,), daemon=True)
        self._listener.start()

    def has_ended(self) -> bool:
        """True when the process is no more."""
        return self._process.poll() is not None

    def memory(self) -> int:
        """Bytes that the process holds; 0 when it is not known."""
        return memory.held(self._process.pid)

    def last_words(self) -> str:
        """What it said last on standard error, on one line."""
        self._listener.join(1)
        said = [line for line in self._said if not line.startswith(("Listening", "   ", "Stack"))]
        return printable(" ".join(filter(None, said)) or f"exit code {self._process.returncode}")

    def stop(self) -> None:
        """End the process, softly first."""
        if not self.has_ended():
            self._process.terminate()
        try:
            self._process.wait(_ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(1)
        if self._process.stderr:
            self._process.stderr.close()

    def _listen(self, stream: IO[bytes] | None) -> None:
        """Keep the last lines: a pipe that nobody reads would stop the process when it is full."""
        for line in stream or ():
            self._said.append(line.decode("utf-8", "replace").rstrip())

    def wait_until_it_answers(self) -> bool:
        """True when it takes connections, False when it has ended. Raises KgError after a minute."""
        end = time.monotonic() + _STARTED_WITHIN
        while time.monotonic() < end:
            if self.has_ended():
                return False
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.01)
            else:
                return True
        raise KgError(f"oxigraph did not start within {_STARTED_WITHIN:.0f} s")


class Keeper:
    """Keeps a database running over a store folder; one that works for nobody is replaced."""

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder = folder
        self._seconds = seconds
        self._counting = threading.Lock()
        self._retired: list[tuple[Database, float]] = []
        self._most = memory.to_spare()
        self.current = _started(folder)
        """The one to ask."""

    @contextmanager
    def asked(self) -> Iterator[Database]:
        """The database to ask; it is not ended while the block waits for an answer within the limit."""
        with self._counting:
            database = self.current
            database.waiting += 1
        try:
            yield database
        finally:
            with self._counting:
                database.waiting -= 1

    def look_after(self) -> str:
        """Replace what works for nobody and end what is replaced; called now and then by the main thread.

        Another thread must not: what it starts ends with it. Comes back with what is to be told, '' mostly.
        Raises KgError when there is no starting it anew.
        """
        now, told = time.monotonic(), self._kept_small()
        if self.current.has_ended() and not told:  # a question can overflow its stack
            told = f"oxigraph has stopped by itself and is started anew ({self.current.last_words()})"
        if told:
            self.current.replaced_at = now
        if now >= self.current.replaced_at:
            fresh = _started(self._folder)
            with self._counting:
                self._retired.append((self.current, now + self._seconds))
                self.current = fresh
        for database, end in [*self._retired]:
            if now > end or not database.waiting:
                database.stop()
                self._retired.remove((database, end))
        return told

    def _kept_small(self) -> str:
        """End a database that takes nearly all memory, which its system would do, and say so; else ''."""
        for database in (self.current, *(old for old, _ in self._retired)):
            if self._most and database.memory() > self._most:
                database.stop()
                what = f"oxigraph took more than the {self._most / 1e9:.1f} GB of memory that were free"
                return f"{what} and is started anew (`kg store verify` tells whether the store is damaged)"
        return ""

    def stop(self) -> None:
        """End all."""
        for database in (self.current, *(old for old, _ in self._retired)):
            database.stop()


@contextmanager
def running(folder: Path, seconds: int) -> Iterator[Keeper]:
    """A database over the store folder that only reads; ended with the block, and with this process.

    Who asks it waits that many seconds at most, 0 for any time. Raises KgError when it does not start.
    """
    keeper = Keeper(folder, seconds)
    try:
        yield keeper
    finally:
        keeper.stop()


def _started(folder: Path) -> Database:
    found = program()
    for _ in range(_TRIES):
        host = _private_host()
        port = _free_port(host)
        command = [found, "serve-read-only", "--location", str(folder.resolve()), "--bind", f"{host}:{port}"]
        database = Database(_process(command), host, port)
        try:
            if database.wait_until_it_answers():
                return database
        except BaseException:
            database.stop()
            raise
        said = database.last_words()
        database.stop()
        if "in use" not in said:  # else somebody took the port between our look and its start
            break
    raise KgError(f"oxigraph did not start: {said}")


def _process(command: list[str]) -> subprocess.Popen[bytes]:
    """The process, in a session of its own: Ctrl-C reaches us, and we end it in order."""
    try:
        return subprocess.Popen(  # noqa: S603  (our own words; the folder is one argument)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_dying_with_us(),  # noqa: PLW1509  (two system calls)
        )
    except OSError as error:
        raise KgError(f"{command[0]}: cannot be started: {error.strerror}") from None


def _dying_with_us() -> Callable[[], None] | None:
    """What the child does first on Linux: ask to be killed when we are, however that happens."""
    if sys.platform != "linux":
        return None
    control = ctypes.CDLL(None).prctl  # looked up here: between fork and exec little is safe
    parent = os.getpid()

    def ask() -> None:
        control(_PARENT_DIES, signal.SIGKILL)
        if os.getppid() != parent:  # killed in the moment before
            os._exit(1)

    return ask


def _private_host() -> str:
    """An address of the loopback network that nobody guesses, where the system has more than one.

    A page in the user's browser could try every port of 127.0.0.1, but not 16 million addresses.
    """
    if sys.platform != "linux":
        return "127.0.0.1"
    return f"127.{secrets.randbelow(254) + 1}.{secrets.randbelow(256)}.{secrets.randbelow(254) + 1}"


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as found:
        port: int = found.getsockname()[1]
        return port
