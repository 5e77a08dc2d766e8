"""One writer at a time: a lock that goes with the process, whatever ends it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import KgError


def hold(file: IO[bytes], path: Path) -> None:
    """Keep others off the open file until it is closed. Raises KgError about `path` when one was first.

    Where the system has no such locks, nothing is done.
    """
    with suppress(ImportError):
        import fcntl

        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise KgError(f"{path}: another run is writing there (wait for it, or stop it)") from None


@contextmanager
def only_writer(target: Path) -> Iterator[None]:
    """Be the only one who writes the file or folder, by a lock file `.<name>.lock` beside it.

    Raises KgError when another process is writing it, or when nothing can be written there.
    """
    beside = target.with_name(f".{target.name}.lock")
    try:
        file = beside.open("wb")
    except OSError as error:
        raise KgError(f"{target}: cannot be written: {error.strerror or error}") from None
    with file:
        hold(file, target)
        if not _still_there(file, beside):
            raise KgError(f"{target}: another run was writing there until now (run it again)")
        try:
            yield
        finally:
            beside.unlink(missing_ok=True)


def _still_there(file: IO[bytes], beside: Path) -> bool:
    """False when the one who held the lock before has removed its file."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), beside.stat())
    except FileNotFoundError:
        return False
