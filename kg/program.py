"""The engine's own program, `oxigraph`, which serves stores and tells plans: its Python binding does not."""

from __future__ import annotations

import shutil
from pathlib import Path

from kg.errors import UsageError

INSTALL = "pip install 'casekg[serve]'"
_NAMES = ("oxigraph", "oxigraph.exe")


def program() -> str:
    """The path of the program `oxigraph`. Raises UsageError that says how to install it."""
    if found := shutil.which("oxigraph", path=_scripts()) or shutil.which("oxigraph") or _installed():
        return str(Path(found).absolute())
    raise UsageError(f"this needs the program oxigraph, which is not installed ({INSTALL})")


def _scripts() -> str:
    """Where this Python's own programs lie, also when it is not the one on the path."""
    import sysconfig

    return sysconfig.get_path("scripts")


def _installed() -> str:
    """The program as the package's list of files names it; '' when the package is not there."""
    from importlib import metadata

    try:
        files = metadata.distribution("oxigraph").files or []
    except metadata.PackageNotFoundError:
        return ""
    places = [Path(str(file.locate())) for file in files if file.name in _NAMES]
    return next((str(place.resolve()) for place in places if place.is_file()), "")
