"""Packages that are called like the function of `kg.api` that uses them.

Importing any module of `kg.extract` binds the package to the name `kg.extract`, which users call.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """A package of `kg` with a function of its name in `kg.api`."""

    def __call__(self, *given: Any, **how: Any) -> Any:
        """What the function of that name gives."""
        function = getattr(importlib.import_module("kg.api"), self.__name__.rpartition(".")[2])
        return function(*given, **how)


def make_callable(package: str) -> None:
    """Let the package be called like the function of its name."""
    sys.modules[package].__class__ = _Callable
