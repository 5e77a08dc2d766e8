"""The data folders that ship with the package: `ontology/` and `queries/`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `ontology` or `queries`: inside the installed package, or beside it in a checkout.

    Raises FileNotFoundError when the installation is broken.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder {name!r} is missing beside {_PACKAGE}: install casekg again")
