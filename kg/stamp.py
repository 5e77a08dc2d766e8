"""Which form a store folder has: a small file in it, so that a later kg knows what it has before it."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import KgError
from kg.version import __version__

NAME = "casekg.json"
"""The stamp's file inside the store folder; the engine passes over it."""

CURRENT = "CURRENT"
"""A file that the engine keeps in every store; it takes a folder without it for an empty one."""
CURE = "take the last backup, or build it again"

FORM = 1
"""Number of the form in which this kg writes stores; one higher whenever older programs could not read it."""


class Stamp(NamedTuple):
    """What a stamp says."""

    form: int
    """The form's number."""
    program: str
    """The version of kg that wrote it."""


def mark(folder: Path, build: str = "") -> None:
    """Put this program's stamp into a store folder that nobody has open, with what it was built of."""
    said: dict[str, object] = {"form": FORM, "kg": __version__}
    if build:
        said |= {"build": build, "state": _state(folder)}
    _write(folder, said)


def renew(folder: Path) -> None:
    """Let the stamp of a store that was changed, and that nobody has open, tell its files as they are now.

    Where it cannot be written (a full disk) it stays as it was: the change of the store is done all the same.
    """
    if read(folder):
        with suppress(OSError):
            _write(folder, _said(folder))


def read(folder: Path) -> Stamp | None:
    """The stamp of a store folder; None for one that another program made, or whose stamp cannot be read."""
    try:
        said = _said(folder)
        return Stamp(int(said["form"]), str(said["kg"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def build_of(folder: Path) -> str:
    """What the store was built of, as its maker told; '' when it was not told, or the store changed since."""
    try:
        said = _said(folder)
        return str(said["build"]) if said["state"] == _state(folder) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _state(folder: Path) -> str:
    """The name of the list of the store's files; the engine begins another when it opens it for writing."""
    return (folder / CURRENT).read_text(encoding="utf-8").strip()


def _said(folder: Path) -> Any:
    return json.loads((folder / NAME).read_text(encoding="utf-8"))


def _write(folder: Path, said: dict[str, object]) -> None:
    name = _state(folder)
    listed = {"list": name, "bytes": (folder / name).stat().st_size}
    beside = folder / f".{NAME}"
    try:
        beside.write_text(json.dumps(said | listed) + "\n", encoding="utf-8")
        beside.replace(folder / NAME)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _is_cut(folder: Path) -> bool:
    """True when the list of the store's files is shorter than it was; the engine only adds to it.

    It takes the rest for the whole, up to a store without any statement (pyoxigraph 0.5.13).
    """
    try:
        said, name = _said(folder), _state(folder)
        return bool(said["list"] == name and (folder / name).stat().st_size < said["bytes"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def check(folder: Path) -> None:
    """Raise KgError for a store that is broken at first sight, or whose form this kg does not know yet."""
    if not (folder / CURRENT).is_file():
        raise KgError(f"{folder}: is a broken store: its file {CURRENT} is missing ({CURE})")
    if _is_cut(folder):
        raise KgError(f"{folder}: is a broken store: its file {_state(folder)} is cut short ({CURE})")
    stamp = read(folder)
    if stamp and stamp.form > FORM:
        raise KgError(
            f"{folder}: was written by kg {stamp.program} in form {stamp.form}, and kg {__version__} knows "
            f"forms up to {FORM} (install that kg; or let it write N-Quads and build a store here)"
        )
