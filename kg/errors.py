"""What can go wrong, said so that a reader can mend it.

A `Fault` is one thing wrong at one place. A `Notepad` gathers all faults of an input, so that one
run names them all. `KgError` and its subclasses are the only errors shown to users as plain
messages; anything else is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, Self

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""Error numbers of a disk that takes no more: no bug of ours, wherever they arise."""


class Severity(StrEnum):
    """How grave a fault is: an error stops the input, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Fault(NamedTuple):
    """One thing wrong at one place, with its cure.

    >>> print(Fault("case.yaml", "variants[1].gene", "'KRASS' is no gene", "did you mean 'KRAS'?", line=7))
    case.yaml:7: variants[1].gene: 'KRASS' is no gene (did you mean 'KRAS'?)
    """

    source: str
    """The file as the user named it, or '<stdin>'."""
    path: str
    """The path inside it (`variants[1].gene`, a record number, an IRI); '' for the whole file."""
    what: str
    cure: str = ""
    line: int | None = None
    """Line in the file, counted from 1."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """`file:line: path: what (cure)`, on one line whatever the input held."""
        where = f"{self.source}:{self.line}" if self.line else self.source
        cure = f" ({self.cure})" if self.cure else ""
        said = ": ".join(part for part in (where, self.path, self.what) if part) + cure
        return printable(said)


class KgError(Exception):
    """Something the user can mend; the command line prints its text and exits with `exit_code`."""

    exit_code = 1


class UsageError(KgError):
    """The call itself is wrong (an option, a query's text); exits with 2."""

    exit_code = 2


class FaultsError(KgError):
    """An input is faulty; `faults` holds every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Fault, ...]]]:
        """Pickle by the faults, so that worker processes can report them."""
        return type(self), (self.faults,)


class Notepad:
    """Gathers the faults of one input while it is read.

    >>> pad = Notepad("case.yaml")
    >>> pad.error("patient.age", "'sixty' is not an ISO 8601 duration", "write P60Y", line=3)
    >>> pad.raise_errors()
    Traceback (most recent call last):
    kg.errors.FaultsError: case.yaml:3: patient.age: 'sixty' is not an ISO 8601 duration (write P60Y)
    """

    def __init__(self, source: str, faults: list[Fault] | None = None) -> None:
        self.source = source
        self.faults = [] if faults is None else faults
        """Another pad's list may be shared."""

    def error(self, path: str, what: str, cure: str = "", *, line: int | None = None) -> None:
        """Note a fault that stops this input."""
        self.faults.append(Fault(self.source, path, what, cure, line))

    def warn(self, path: str, what: str, cure: str = "", *, line: int | None = None) -> None:
        """Note something doubtful that does not stop the input."""
        self.faults.append(Fault(self.source, path, what, cure, line, Severity.WARNING))

    def note(self, path: str, what: str, cure: str = "", *, line: int | None = None) -> None:
        """Note something that was done to the input and the user should know."""
        self.faults.append(Fault(self.source, path, what, cure, line, Severity.NOTE))

    def errors(self) -> Iterator[Fault]:
        """The faults that stop the input, in the order found."""
        return (fault for fault in self.faults if fault.severity is Severity.ERROR)

    def remarks(self) -> Iterator[Fault]:
        """The warnings and notes, in the order found."""
        return (fault for fault in self.faults if fault.severity is not Severity.ERROR)

    def raise_errors(self) -> None:
        """Raise FaultsError with every error noted so far; nothing when there is none."""
        if errors := tuple(self.errors()):
            raise FaultsError(errors)


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text of a case may hold."""


def printable(text: str, limit: int = 2_000) -> str:
    r"""The text on one line, control and direction-changing characters escaped, cut at `limit`.

    >>> printable("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(ch if ch.isprintable() else ascii(ch)[1:-1] for ch in cut)
