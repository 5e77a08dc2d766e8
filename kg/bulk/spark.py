"""Pieces built by the executors of a Spark cluster: the same work, the same parts; the extra `casekg[spark]`.

Executors put their parts into the folder that the driver builds in, so both must see it under one path (a
shared file system). A part is put in its place whole and its bytes follow from its piece, so that a task
which is run again, because its executor was lost, does no harm.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from kg.errors import KgError, UsageError, printable
from kg.workers import threaded

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

T = TypeVar("T")
R = TypeVar("R")

WAVE = 4
"""Pieces for each core of the cluster that are handed out at a time; bounds what the driver holds."""
AHEAD = 2
"""Waves that are under way, so that the cores which are done with one need not wait for its last piece."""
_LONGEST = 2_000
_STAYS = " (what is built stays; the same command goes on)"
_QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "FATAL"}
"""What goes wrong is told by `kg` itself."""
_PLAIN = {f"spark.{one}.defaultJavaOptions": "-XX:TieredStopAtLevel=1" for one in ("driver", "executor")}
"""Java only hands pieces on: code compiled quickly does, and the start takes half of the processor time. A
user's `extraJavaOptions` come after these."""


def spread(work: Callable[[T], R], pieces: Iterable[T], master: str | None) -> Iterator[R]:
    """What `work` makes of each piece, in their order, by the cluster that `master` names.

    None takes the master that `spark-submit` was given. Raises UsageError without pyspark or Java, KgError
    when the cluster cannot be had or gives up a task.
    """
    with context_of(master, "kg build", _PLAIN) as context:
        found = threaded(partial(_collected, context, work), _waves(context, iter(pieces)), AHEAD)
        try:
            for one in chain.from_iterable(found):
                if isinstance(one, KgError):
                    raise one
                yield one
        finally:  # what is under way is not waited for
            with suppress(*_gone()):
                context.cancelAllJobs()


def _waves(context: SparkContext, rest: Iterator[T]) -> Iterator[list[T]]:
    """The pieces, as many at a time as the cluster has use for now."""
    while True:
        with told(_STAYS):
            cores = context.defaultParallelism
        wave = list(islice(rest, WAVE * cores))
        if not wave:
            return
        yield wave


def _collected(context: SparkContext, work: Callable[[T], R], wave: list[T]) -> list[R | KgError]:
    with told(_STAYS):
        pieces = context.parallelize(wave, len(wave))
        results: list[R | KgError] = pieces.map(lambda piece: _done(work, piece)).collect()
        return results


def _done(work: Callable[[T], R], piece: T) -> R | KgError:
    """What work makes of the piece, or the error that the driver raises again."""
    try:
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
