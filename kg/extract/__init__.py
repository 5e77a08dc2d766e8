"""From the text of a report to cases, every finding with its place, its rule and how sure it is.

`read` takes a publication with its text and gives a `Reading`: the cases, and every stretch of text
that was marked on the way. Rules and cue words live in `kg/extract/rules/`, one table per topic, for an
oncologist to read and extend; names live in the term tables. No network, no model, no randomness.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """The package, which is called like the function of `kg.api` that uses it.

    Importing any module of it binds the package to the name `kg.extract`, which users call.
    """

    def __call__(self, *sources: Any) -> Any:
        """What `kg.api.extract` gives."""
        return importlib.import_module("kg.api").extract(*sources)


sys.modules[__name__].__class__ = _Callable
