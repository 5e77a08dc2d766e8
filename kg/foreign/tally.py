"""Faults of the rows of a large file: the first of each kind with their lines, the others counted."""

from __future__ import annotations

from kg.errors import Notepad, Severity

SHOWN = 10
"""Faults of one kind that are told one by one."""


class Tally:
    """Takes the faults of one source and keeps the notepad short."""

    def __init__(self, pad: Notepad) -> None:
        self.pad = pad
        self._counts: dict[tuple[Severity, str, str], int] = {}

    def error(self, kind: str, what: str, cure: str = "", *, where: tuple[str, int]) -> None:
        """Note a fault that stops the source; `kind` names all of its like, `where` is file and line."""
        self._note(Severity.ERROR, kind, what, (cure, where))

    def warn(self, kind: str, what: str, cure: str = "", *, where: tuple[str, int]) -> None:
        """Note something doubtful."""
        self._note(Severity.WARNING, kind, what, (cure, where))

    def _note(self, severity: Severity, kind: str, what: str, rest: tuple[str, tuple[str, int]]) -> None:
        cure, (file, line) = rest
        key = severity, kind, file
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] <= SHOWN:
            pad = Notepad(file, self.pad.faults)
            (pad.error if severity is Severity.ERROR else pad.warn)("", what, cure, line=line)

    def close(self) -> None:
        """Say how many more there were of each kind."""
        for (severity, kind, file), count in self._counts.items():
            if count > SHOWN:
                pad = Notepad(file, self.pad.faults)
                (pad.error if severity is Severity.ERROR else pad.warn)("", f"{count - SHOWN:,} more {kind}")
