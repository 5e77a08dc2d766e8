"""`kg queries`: the questions that ship with kg."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kg.commands.query import complete_question

if TYPE_CHECKING:
    from kg.questions.catalogue import Query
    from kg.questions.header import Parameter


@click.command(
    "queries",
    epilog="""\b
Examples:
  kg queries                        all questions, by what they are about
  kg queries --search 'drug class'  those that hold both words
  kg queries responders-by-drug     one question: parameters, text, example
""",
)
@click.argument("name", required=False, shell_complete=complete_question)
@click.option("-s", "--search", "words", metavar="WORDS", help="Only questions that hold every word.")
def command(name: str | None, words: str | None) -> None:
    """List the questions that ship with kg, or show one."""
    from kg.errors import UsageError
    from kg.questions import catalogue

    if name and words:
        raise UsageError("give a name or --search, not both")
    chosen = catalogue.search(words) if words else catalogue.every()
    found = list(shown(catalogue.get(name)) if name else listed(chosen))
    if not found:
        click.echo(f"no question holds {words!r} (`kg queries` lists all)", err=True)
        return
    sys.stdout.buffer.write("".join(f"{line}\n" for line in found).encode())
    sys.stdout.buffer.flush()


def listed(queries: Sequence[Query]) -> Iterator[str]:
    """The lines of the list: per first tag the questions with their parameters and summaries."""
    room = shutil.get_terminal_size().columns
    for tag in dict.fromkeys(query.tags[0] for query in sorted(queries, key=lambda query: query.tags)):
        yield f"{tag}"
        for query in queries:
            if query.tags[0] == tag:
                takes = " ".join(signature(parameter) for parameter in query.params)
                yield f"  {query.name} {takes}".rstrip()
                yield from textwrap.wrap(
                    query.summary, room, initial_indent="      ", subsequent_indent="      "
                )
        yield ""
    if queries:
        yield "`kg queries NAME` shows one with an example, `kg query NAME` asks it."


def signature(parameter: Parameter) -> str:
    """A parameter in short: `drug=`, in brackets when it may be left out."""
    return f"{parameter.name}=" if parameter.required else f"[{parameter.name}=]"


def shown(query: Query) -> Iterator[str]:
    """The lines on one question: why one asks it, what it takes, an example, its text."""
    room = min(shutil.get_terminal_size().columns, 100)
    yield f"{query.name}: {query.summary}"
    yield ""
    yield from textwrap.wrap(query.description, room)
    yield f"tags: {', '.join(query.tags)}"
    if query.params:
        yield ""
        yield "parameters (-p NAME=VALUE):"
    for parameter in query.params:
        yield f"  {parameter.name}: {kind(parameter)}"
        yield from textwrap.wrap(
            parameter.description, room, initial_indent="      ", subsequent_indent="      "
        )
    if query.example:
        yield from ["", "example:", f"  {query.example.call}"]
        yield from (f"    {' | '.join(row)}" for row in query.example.rows)
        if more := (query.example.total or 0) - len(query.example.rows):
            yield f"    … {more} more" if query.example.rows else f"    {more} triples"
    yield ""
    yield from (line for line in query.text.splitlines() if not line.startswith("#+"))


def kind(parameter: Parameter) -> str:
    """What may be said for a parameter, in a few words."""
    what = parameter.kind or parameter.type
    if parameter.choices:
        what = " | ".join(parameter.choices)
    facts = [what]
    if parameter.many:
        facts.append("may be repeated")
    if parameter.required:
        facts.append("must be given")
    if parameter.default:
        facts.append(f"default {', '.join(parameter.default)}")
    if parameter.example:
        facts.append(f"for example {parameter.example}")
    return "; ".join(facts)
