"""The examples of questions, run: what `kg queries --test` does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from kg.commands.messages import say_faults
from kg.errors import Fault, FaultsError, KgError, UsageError, printable

if TYPE_CHECKING:
    import pyoxigraph

    from kg.questions.answer import Answer
    from kg.questions.catalogue import Query

_ELSEWHERE = ("endpoint", "allow_service", "services", "allowed")
"""Options of `kg query` that ask another machine: such examples are shown and not run."""


class Outcome(NamedTuple):
    """What became of one example."""

    name: str
    verdict: str
    """'ok', 'differs', 'fails', 'no example' or 'not run'."""
    said: str = ""
    differences: tuple[str, ...] = ()


def test(names: Sequence[str], folders: Sequence[str]) -> int:
    """Run the examples, print a line for each, and return the exit status."""
    queries, faults = _named(names, folders)
    say_faults(list(faults))
    outcomes = []
    for query in queries:
        outcome = _outcome(query)
        outcomes.append(outcome)
        click.echo(f"{outcome.verdict:<10}  {outcome.name}{outcome.said and f': {outcome.said}'}")
        for line in outcome.differences:
            click.echo(f"              {printable(line)}")
    bad = sum(outcome.verdict in {"differs", "fails"} for outcome in outcomes)
    good = sum(outcome.verdict == "ok" for outcome in outcomes)
    rest = len(outcomes) - good - bad
    click.echo(f"{good} as stated, {bad} not, {rest} not tested", err=True)
    return 1 if bad or faults else 0


def _named(names: Sequence[str], folders: Sequence[str]) -> tuple[list[Query], list[Fault]]:
    """The questions of those names, files and folders; without any, all. The faults of the others."""
    from kg.questions import catalogue

    if not names:
        queries, faults = catalogue.sound(folders)
        return list(queries), list(faults)
    found: list[Query] = []
    wrong: list[Fault] = []
    for name in names:
        for one in _files(name):
            try:
                found.append(catalogue.read(one) if isinstance(one, Path) else catalogue.get(one, folders))
                _ = found[-1].header
            except FaultsError as error:
                wrong += error.faults
    return found, wrong


def _files(name: str) -> list[Path | str]:
    """The files of a folder, the file itself, or the name of a question. Raises UsageError."""
    from kg.questions.catalogue import SUFFIX

    path = Path(name)
    if path.is_dir():
        inside: list[Path | str] = [
            child for child in sorted(path.glob(f"*{SUFFIX}")) if not child.name.startswith(".")
        ]
        if not inside:
            raise UsageError(f"{name}: the folder holds no {SUFFIX} file")
        return inside
    if name.endswith(SUFFIX) or "/" in name or path.is_file():
        return [path]
    return [name]


def _outcome(query: Query) -> Outcome:
    """What the example's call answers, beside what it states."""
    from kg.questions.examples import counted, differences

    example = query.example
    if example is None:
        return Outcome(query.name, "no example", "add `#+ example:` with `call` and `rows`")
    try:
        call = _call(example.call, query)
        if any(call.get(option) for option in _ELSEWHERE):
            return Outcome(query.name, "not run", "it asks another machine")
        answer = _answer(query, call)
    except KgError as error:
        return Outcome(query.name, "fails", "", tuple(str(error).splitlines()))
    if found := tuple(differences(example, answer)):
        return Outcome(query.name, "differs", example.call, found)
    return Outcome(query.name, "ok", counted(len(answer)))


def _call(line: str, query: Query) -> dict[str, Any]:
    """The options of the call. Raises UsageError for one that `kg query` would refuse."""
    from kg.commands.query import command

    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"example.call: {error} (quote values as in a shell)") from None
    if words[:2] != ["kg", "query"]:
        raise UsageError("example.call: begins otherwise than with `kg query`")
    try:
        call = command.make_context("kg query", words[2:]).params
    except click.ClickException as error:
        raise UsageError(f"example.call: {error.format_message()}") from None
    except click.exceptions.Exit:
        raise UsageError("example.call: asks for help, not for an answer") from None
    asked = str(call.get("question") or "")
    if asked != query.name and Path(asked).name != Path(query.source).name:
        raise UsageError(f"example.call: asks {asked!r}, not this question")
    return call


def _answer(query: Query, call: dict[str, Any]) -> Answer:
    from kg.questions import run

    given: dict[str, list[str]] = {}
    for pair in call.get("pairs", ()):
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"example.call: -p {pair}: write -p NAME=VALUE")
        given.setdefault(name.strip().lstrip("?$"), []).append(value)
    graph = _graph(tuple(_beside(query, call.get("data", ()))))
    return run(graph, query.text, given, graphs=call.get("graphs", ()), limit=call.get("limit"))


def _beside(query: Query, data: Sequence[str]) -> Iterator[str]:
    """The example's graphs: their paths start at the question's file."""
    for name in data:
        if name == "-":
            raise UsageError("example.call: a test has no standard input (name a file)")
        yield str(Path(query.source).parent / name)


def _graph(names: tuple[str, ...]) -> pyoxigraph.Store:
    if not names:
        from kg.bundled import bundled_store

        return bundled_store()
    from kg.inputs import opened

    store, remarks = opened(names)
    say_faults(remarks)
    return store
