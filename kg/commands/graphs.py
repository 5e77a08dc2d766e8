"""What commands that look into a graph share: the option for it, opening it, completing names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.messages import say_faults

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph
    from click.shell_completion import CompletionItem

_WIDEST = 100
"""Characters to a line of running text, however wide the terminal."""
_SHORTEST = 2
"""Letters without which names are not completed: too many begin so."""


class StoreFolder(click.Path):
    """A folder that there is, as a Path; of a file it is said how to make a store of it."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The folder; a usage error says what else was given."""
        if Path(value).is_file():
            from kg import store

            makes = "merge" if store.format_of(value) else "build"
            self.fail(
                f"{value} is a file, not a store folder (`kg {makes} {value} -o mystore` makes one)",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option -d, as `kg query` has it."""
    return click.option(
        "-d",
        "--data",
        multiple=True,
        metavar="FILE",
        help="Graph or case file, store folder, folder, pattern, -; repeatable. Default: the bundled cases.",
    )(command)


def graph_of(data: tuple[str, ...], quiet: bool, *, cached: bool = True) -> pyoxigraph.Store:
    """The graph that -d names, the bundled one without; case files are built on the way.

    With `cached`, large graph files are kept as a store for the next time.
    """
    if not data:
        from kg.bundled import bundled_store

        return bundled_store()
    from kg.questions import sources

    if not sources.may_hold_cases(data):  # nothing to build: the builders need not be loaded
        return sources.opened(data, cached=cached)
    from kg.inputs import opened

    store, remarks = opened(data, cached=cached)
    say_faults(remarks, quiet=quiet)
    return store


def say_taken(name: str, taken_for: str, quiet: bool) -> None:
    """Tell what a name was taken for."""
    if taken_for and not quiet:
        click.echo(f"{name}: {taken_for}", err=True)


def terminal_width() -> int:
    """Characters to a line: the terminal's, at most so many as read well."""
    import shutil

    return min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)


def complete_term(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names and symbols of terms that begin so, with their ids."""
    if len(incomplete) < _SHORTEST:
        return []
    from click.shell_completion import CompletionItem

    from kg.terms.nearest import beginning

    in_bash = os.environ.get("_KG_COMPLETE", "").startswith("bash")
    return [
        CompletionItem(_escaped(name) if in_bash else name, help=f"{term.kind} {term.id}")
        for term, name in beginning(incomplete)
    ]


def _escaped(name: str) -> str:
    """The name as bash must be given it: signs that it would read are marked."""
    import re

    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", name)
