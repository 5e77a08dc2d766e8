"""The data folders that ship with the package: `ontology/` and `queries/`.

Without pathlib, which takes longer to load than a question to the bundled graph to be answered.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def folder(name: str) -> Path:
    """The folder `ontology` or `queries`, as `place` finds it."""
    from pathlib import Path

    return Path(place(name))


def place(name: str) -> str:
    """The path of the folder `ontology` or `queries`: in the installed package or beside it in a checkout.

    Raises FileNotFoundError when the installation is broken.
    """
    for above in (_PACKAGE, os.path.dirname(_PACKAGE)):
        found = os.path.join(above, name)
        if os.path.isdir(found):
            return found
    raise FileNotFoundError(f"the folder {name!r} is missing beside {_PACKAGE}: install casekg again")
