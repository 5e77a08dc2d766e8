"""Graph files kept as stores, so that the next question to the same files need not load them again.

A cached store belongs to the files' names, sizes, times and inodes, and to the engine's version: a file
that changed is another key. It is loaded beside its place and then renamed, so that a crash leaves
nothing half done, and of two processes that load the same files at once the second uses the first's.
`KG_CACHE` names another folder than `~/.cache/casekg`, or is `off`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg import store as stores
from kg.errors import KgError

if TYPE_CHECKING:
    import pyoxigraph

SMALLEST = 1_000_000
"""Bytes (compressed ones count tenfold) below which loading is as quick as opening a store."""

LARGEST = 20_000_000_000
"""Bytes of all cached stores together; the ones not used for the longest time make room."""

_SETTLED = 0.05
"""Seconds after which a change gives a file another time: a tick of the kernel's clock and some."""

_IN_USE = 3600
"""Seconds since its last use after which a cached store may be removed: another process may read it."""

_MARK = "last-used"


def folder() -> Path | None:
    """Where stores are cached; None when KG_CACHE is 'off'."""
    chosen = os.environ.get("KG_CACHE", "")
    if chosen.lower() == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(chosen or Path(home) / "casekg") / "stores"


def opened(paths: Sequence[Path], load: Callable[[pyoxigraph.Store, Path], None]) -> pyoxigraph.Store | None:
    """The store of those graph files, loaded now or before; None when caching them does not pay or fails.

    Raises KgError for a file that cannot be loaded.
    """
    place = folder()
    if place is None or not paths or _weight(paths) < SMALLEST:
        return None
    key = _key(paths)
    if key is None:
        return None
    kept = place / key
    if not stores.is_store(kept):
        try:
            if not _load(kept, paths, load) or _key(paths) != key:
                return None
        except OSError:
            return None  # no room, no permission: the files are loaded into memory instead
    try:
        store = stores.open_store(kept)
    except KgError:
        _remove(kept)  # what broke it is gone with it
        return None
    with suppress(OSError):
        (kept / _MARK).touch()
    return store


def _weight(paths: Iterable[Path]) -> int:
    """How many bytes there are to load."""
    try:
        return sum(
            path.stat().st_size * (10 if path.suffix.lower() in stores.COMPRESSED else 1) for path in paths
        )
    except OSError:
        return 0


def _key(paths: Iterable[Path]) -> str | None:
    """The name of the store for the files as they are now; None when it cannot be told surely."""
    import time
    from hashlib import sha256

    import pyoxigraph

    facts = [pyoxigraph.__version__]
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            return None
        if not path.is_file():
            return None  # a pipe or a device has no state to remember
        if not found.st_mtime_ns % 1_000_000_000 and time.time() - found.st_mtime < 2:
            return None  # a file system that counts whole seconds
        if time.time() - max(found.st_mtime, found.st_ctime) < _SETTLED:
            time.sleep(_SETTLED)
        times = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {found.st_dev}"
        facts.append(f"{os.fsencode(path.resolve())!r} {times}")
    return sha256("\n".join(facts).encode()).hexdigest()[:32]


def _load(kept: Path, paths: Iterable[Path], load: Callable[[pyoxigraph.Store, Path], None]) -> bool:
    """Load the files into a store beside its place and rename it; False when that did not work out."""
    import shutil
    import tempfile

    import pyoxigraph

    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_room(kept.parent)
    beside = Path(tempfile.mkdtemp(prefix="loading-", dir=kept.parent))
    try:
        store = pyoxigraph.Store(str(beside))
        for path in paths:
            load(store, path)
        store.flush()
        del store
        with suppress(OSError):  # another process was quicker: its store is as good
            beside.rename(kept)
        return stores.is_store(kept)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _make_room(place: Path) -> None:
    """Remove the stores not used for the longest time while all of them take too much, and old wrecks."""
    import time

    found = []
    for child in place.iterdir():
        with suppress(OSError):
            mark = child / _MARK
            used = (mark if mark.exists() else child).stat().st_mtime
            size = sum(file.stat().st_size for file in child.iterdir() if file.is_file())
            found.append((used, size, child))
    total = sum(size for _, size, _ in found)
    for used, size, child in sorted(found):
        idle = time.time() - used
        wreck = child.name.startswith("loading-") and idle > 24 * _IN_USE
        if wreck or (total > LARGEST and idle > _IN_USE):
            _remove(child)
            total -= size


def _remove(child: Path) -> None:
    import shutil

    shutil.rmtree(child, ignore_errors=True)
