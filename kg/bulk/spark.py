"""Pieces built by the executors of a Spark cluster: the same work, the same parts; the extra `casekg[spark]`.

Executors put their parts into the folder that the driver builds in, and read the inputs where the driver
found them, so all must see these under one path (a shared file system). A part is put in its place whole and
its bytes follow from its piece, so that a task that is run again, because its executor was lost, is harmless.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import KgError, UsageError, printable
from kg.workers import threaded

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    from kg.bulk.pieces import Piece

R = TypeVar("R")

WAVE = 4
"""Pieces for each core of the cluster that are handed out at a time; bounds what the driver holds."""
AHEAD = 2
"""Waves that are under way, so that the cores which are done with one need not wait for its last piece."""
_LONGEST = 2_000
_STAYS = " (what is built stays; the same command goes on)"
_UNSEEN = (
    "is not for an executor what it is here (all machines must see the inputs under one path, unchanged)"
)
_QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "FATAL"}
"""What goes wrong is told by `kg` itself."""
_PLAIN = {f"spark.{one}.defaultJavaOptions": "-XX:TieredStopAtLevel=1" for one in ("driver", "executor")}
"""Java only hands pieces on: code compiled quickly does, and the start takes half of the processor time. A
user's `extraJavaOptions` come after these."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A piece on its way to an executor."""

    piece: Piece
    folder: str = ""
    """From which the names of its files are looked up; '' where that needs none."""
    start: int = 0
    """Byte of its source that its lines begin with, where they stay behind."""
    digest: bytes = b""
    """Of such lines; empty for a piece that has all it needs."""


def spread(work: Callable[[Piece], R], pieces: Iterable[Piece], master: str | None) -> Iterator[R]:
    """What `work` makes of each piece, in their order, by the cluster that `master` names.

    None takes the master that `spark-submit` was given. Raises UsageError without pyspark or Java, KgError
    when the cluster cannot be had or gives up a task.
    """
    with context_of(master, "kg build", _PLAIN) as context:
        found = threaded(partial(_collected, context, work), _waves(context, _sent(pieces)), AHEAD)
        try:
            for one in chain.from_iterable(found):
                if isinstance(one, KgError):
                    raise one
                yield one
        finally:  # what is under way is not waited for
            with suppress(*_gone()):
                context.cancelAllJobs()


def _waves(context: SparkContext, rest: Iterator[_Sent]) -> Iterator[list[_Sent]]:
    """The pieces, as many at a time as the cluster has use for now."""
    while True:
        with told(_STAYS):
            cores = context.defaultParallelism
        wave = list(islice(rest, WAVE * cores))
        if not wave:
            return
        yield wave


def _sent(pieces: Iterable[Piece]) -> Iterator[_Sent]:
    """The pieces as they travel: lines that stand in a file just so, which is not compressed, stay behind."""
    here = Path.cwd()
    ends: Counter[str] = Counter()
    for piece in pieces:
        start = ends[piece.source]
        ends[piece.source] += piece.size
        stays = bool(piece.lines) and _stretch(Path(piece.source), start, piece.size) == piece.lines
        names = (piece.source,) if stays else piece.files
        folder = "" if all(map(os.path.isabs, names)) else str(here)
        if stays:
            yield _Sent(replace(piece, lines=b""), folder, start, sha256(piece.lines).digest())
        else:
            yield _Sent(piece, folder)


def _stretch(path: Path, start: int, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(size)


def _arrived(sent: _Sent) -> Piece:
    """The piece with its lines. Raises KgError where this machine has not what the driver has."""
    if not Path(sent.folder).is_dir():
        raise KgError(f"{sent.folder}: {_UNSEEN}")
    if not sent.digest:
        return sent.piece
    path = Path(sent.folder, sent.piece.source)
    lines = _stretch(path, sent.start, sent.piece.size) if path.is_file() else b""
    if sha256(lines).digest() != sent.digest:
        raise KgError(f"{path}: {_UNSEEN}")
    return replace(sent.piece, lines=lines)


def _collected(context: SparkContext, work: Callable[[Piece], R], wave: list[_Sent]) -> list[R | KgError]:
    with told(_STAYS):
        sent = context.parallelize(wave, len(wave))
        results: list[R | KgError] = sent.map(lambda one: _done(work, one)).collect()
        return results


def _done(work: Callable[[Piece], R], sent: _Sent) -> R | KgError:
    """What work makes of the piece, or the error that the driver raises again."""
    try:
        piece = _arrived(sent)
        with chdir(sent.folder or os.curdir):  # for the names of its files
            return work(piece)
    except KgError as error:
        return error
    finally:
        if not gc.get_freeze_count():  # after each piece Spark looks for cycles, in all that is loaded, too
            gc.freeze()


@contextmanager
def context_of(master: str | None, name: str, options: Mapping[str, str]) -> Iterator[SparkContext]:
    """The cluster, for the program of that name. Raises UsageError without pyspark or Java."""
    try:
        from pyspark import SparkConf, SparkContext
    except ImportError:
        raise UsageError("--engine spark needs pyspark (pip install 'casekg[spark]')") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise UsageError(
            "--engine spark needs Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)"
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setAppName(name).setAll([*_QUIET.items(), *options.items()])
    with told(), warnings.catch_warnings(action="ignore"):  # of versions of pandas, which is not used
        context = SparkContext(conf=conf.setMaster(master) if master else conf)
    try:
        yield context
    finally:
        with suppress(*_gone()):
            context.stop()


@contextmanager
def session_of(master: str | None, name: str) -> Iterator[SparkSession]:
    """A session of the cluster, to ask tables. Raises as `context_of`."""
    with context_of(master, name, {}):
        from pyspark.sql import SparkSession

        with told():
            session = SparkSession.builder.getOrCreate()
        yield session


def _gone() -> tuple[type[Exception], ...]:
    """What a cluster that is gone answers when it is told to end, which says nothing that matters."""
    from py4j.protocol import Py4JError

    return Py4JError, OSError


@contextmanager
def told(more: str = "") -> Iterator[None]:
    """Turn what Spark says of a cluster or a task that failed into a message, which ends with `more`."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (Py4JError, PySparkException) as error:
        reason = printable(str(error).strip(), _LONGEST)
        raise KgError(f"Spark: {reason}{more}") from None
