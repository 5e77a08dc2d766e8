"""Which form a store folder has: a small file in it, so that a later kg knows what it has before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

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
    (folder / NAME).write_text(json.dumps(said) + "\n", encoding="utf-8")


def read(folder: Path) -> Stamp | None:
    """The stamp of a store folder; None for one that another program made, or whose stamp cannot be read."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Stamp(int(said["form"]), str(said["kg"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def build_of(folder: Path) -> str:
    """What the store was built of, as its maker told; '' when it was not told, or the store changed since."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return str(said["build"]) if said["state"] == _state(folder) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _state(folder: Path) -> str:
    """A name that the engine gives anew whenever the store is opened for writing."""
    return (folder / CURRENT).read_text(encoding="utf-8").strip()


def check(folder: Path) -> None:
    """Raise KgError for a store that is broken at first sight, or whose form this kg does not know yet."""
    if not (folder / CURRENT).is_file():
        raise KgError(f"{folder}: is a broken store: its file {CURRENT} is missing ({CURE})")
    stamp = read(folder)
    if stamp and stamp.form > FORM:
        raise KgError(
            f"{folder}: was written by kg {stamp.program} in form {stamp.form}, and kg {__version__} knows "
            f"forms up to {FORM} (install that kg; or let it write N-Quads and build a store here)"
        )
