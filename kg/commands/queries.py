"""`kg queries`: the questions that ship with kg, and those of the user's own folders."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.commands.messages import say_faults
from kg.commands.query import complete_question

if TYPE_CHECKING:
    from kg.questions.catalogue import Query
    from kg.questions.header import Parameter

FORMATS = ("text", "json")


@click.command(
    "queries",
    epilog="""\b
Examples:
  kg queries                        all questions, by what they are about
  kg queries --search 'drug class'  those that hold both words
  kg queries responders-by-drug     one question: parameters, text, example
  kg queries --queries mine/        the library and the questions in a folder of yours
  kg queries --test mine/           run the examples of your questions
\b
A question of yours is a file NAME.rq: a header of `#+` lines, then SPARQL; `kg queries NAME` shows one
to start from. Of two questions of one name yours answers, with a note on standard error.
`kg check --list` lists the checks, which find faults of a graph.
""",
)
@click.argument("names", nargs=-1, metavar="[NAME]…", shell_complete=complete_question)
@click.option("-s", "--search", "words", metavar="WORDS", help="Only questions that hold every word.")
@click.option(
    "--queries",
    "folders",
    multiple=True,
    metavar="DIR",
    help="A folder of questions of your own; repeatable. Default: the folders in KG_QUERIES.",
)
@click.option("--test", "testing", is_flag=True, help="Run the examples of names, files or folders.")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
def command(
    names: tuple[str, ...], words: str | None, folders: tuple[str, ...], testing: bool, form: str
) -> None:
    """List the questions that ship with kg, or show one.

    With --test, NAME may also be a file or a folder of questions; exit status 1 when an answer is not
    what its example states.
    """
    from kg.errors import UsageError

    if names and words:
        raise UsageError("give a name or --search, not both")
    if testing:
        from kg.commands.examples import test

        sys.exit(test(names, folders))
    chosen = _chosen(names, words, folders)
    if words and not chosen:
        click.echo(f"no question holds {words!r} (`kg queries` lists all)", err=True)
    if form == "json":
        _print([as_json(chosen)])
    else:
        _print(line for query in chosen for line in shown(query)) if names else _print(listed(chosen))


def _chosen(names: Sequence[str], words: str | None, folders: Sequence[str]) -> Sequence[Query]:
    """The questions that are meant; what is wrong with others of the user's folders is said."""
    from kg.questions import catalogue

    if names:
        found = [catalogue.get(name, folders) for name in dict.fromkeys(names)]
        for query in found:
            if query.note:
                click.echo(query.note, err=True)
        return found
    queries, faults = catalogue.sound(folders)
    say_faults(list(faults))
    return catalogue.matching(queries, words or "")


def _print(lines: Iterable[str]) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    sys.stdout.buffer.flush()


def listed(queries: Sequence[Query]) -> Iterator[str]:
    """The lines of the list: per first tag the questions with their parameters and summaries."""
    room = shutil.get_terminal_size().columns
    groups = {query.name: query.tags[0] if query.tags else "untagged" for query in queries}
    for group in sorted(set(groups.values())):
        yield group
        for query in queries:
            if groups[query.name] == group:
                takes = " ".join(signature(parameter) for parameter in query.params)
                yield f"  {query.name} {takes}".rstrip()
                yield from _wrapped(query.summary, room)
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
        yield from _wrapped(parameter.description, room)
    yield from _example(query)
    yield ""
    yield from (line for line in query.text.splitlines() if not line.startswith("#+"))


def _example(query: Query) -> Iterator[str]:
    example = query.example
    if not example:
        return
    yield from ["", "example:", f"  {example.call}"]
    yield from (f"    {' | '.join(row)}" for row in example.rows)
    if more := (example.total or 0) - len(example.rows):
        yield f"    … {more} more" if example.rows else f"    {more} triples"


def _wrapped(words: str, room: int) -> list[str]:
    return textwrap.wrap(words, room, initial_indent="      ", subsequent_indent="      ")


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


def as_json(queries: Sequence[Query]) -> str:
    """The questions for programs: a list of objects with the header's parts."""
    import json

    return json.dumps([_facts(query) for query in queries], indent=2, ensure_ascii=False)


def _facts(query: Query) -> dict[str, Any]:
    example = query.example
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "parameters": [
            {**parameter._asdict(), "choices": list(parameter.choices or ())} for parameter in query.params
        ],
        "example": example and {"call": example.call, "rows": example.rows, "count": example.total},
        "text": "".join(line for line in query.text.splitlines(keepends=True) if not line.startswith("#+")),
    }
