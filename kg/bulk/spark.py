"""Pieces built by the executors of a Spark cluster: the same work, the same parts; the extra `casekg[spark]`.

Executors put their parts into the folder that the driver builds in, so both must see it under one path (a
shared file system). A part is put in its place whole and its bytes follow from its piece, so that a task
which is run again, because its executor was lost, does no harm.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import KgError, UsageError, printable

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

T = TypeVar("T")
R = TypeVar("R")

WAVE = 16
"""Pieces for each core of the cluster that are handed out at a time; bounds what the driver holds."""
_LONGEST = 2_000
_STAYS = " (what is built stays; the same command goes on)"
_QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "FATAL"}
"""What goes wrong is told by `kg` itself."""


def spread(work: Callable[[T], R], pieces: Iterable[T], master: str | None) -> Iterator[R]:
    """What `work` makes of each piece, in their order, by the cluster that `master` names.

    None takes the master that `spark-submit` was given. Raises UsageError without pyspark or Java, KgError
    when the cluster cannot be had or gives up a task.
    """
    with session_of(master, "kg build") as session:
        context = session.sparkContext
        rest = iter(pieces)
        while wave := list(islice(rest, WAVE * context.defaultParallelism)):
            with told(_STAYS):
                found = context.parallelize(wave, len(wave)).map(lambda piece: _done(work, piece)).collect()
            for one in found:
                if isinstance(one, KgError):
                    raise one
                yield one


def _done(work: Callable[[T], R], piece: T) -> R | KgError:
    """What work makes of the piece, or the error that the driver raises again."""
    try:
        return work(piece)
    except KgError as error:
        return error


@contextmanager
def session_of(master: str | None, name: str) -> Iterator[SparkSession]:
    """A session of the cluster, as the program of that name. Raises UsageError without pyspark or Java."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of versions of pandas, which is not used
            from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("--engine spark needs pyspark (pip install 'casekg[spark]')") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise UsageError(
            "--engine spark needs Java 17 or later (Debian: apt-get install openjdk-17-jre-headless)"
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    maker: Any = SparkSession.builder.appName(name)
    for option, value in _QUIET.items():
        maker = maker.config(option, value)
    with told():
        session = (maker.master(master) if master else maker).getOrCreate()
    try:
        yield session
    finally:
        from py4j.protocol import Py4JError

        with suppress(Py4JError, OSError):  # the way down of a cluster that is gone says nothing that matters
            session.stop()


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
