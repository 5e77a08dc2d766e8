"""The command `kg`: one lazily loaded module per command, one place where errors become messages."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from kg import __version__
from kg.errors import FULL_DISK, KgError

COMMANDS: dict[str, str] = {
    "demo": "Carry the bundled first case through: case file, graph, one question, page.",
    "extract": "Read cases from texts: every finding with its place, its rule and how sure it is.",
    "build": "Build an RDF graph from cases.",
    "check": "Find the faults of cases and graphs: all of them, each with its place and its cure.",
    "query": "Ask a graph with SPARQL.",
    "update": "Change a store with SPARQL Update.",
    "store": "Look after a store folder: what it holds, a copy of it, quick again, sound or not.",
    "queries": "List the questions that ship with kg, or show one.",
    "describe": "Tell everything that a graph states of one node, in words.",
    "path": "Find how two nodes are tied together: the shortest path, with the evidence of each step.",
    "serve": "Serve a graph: a SPARQL 1.1 endpoint that only reads, and a page to type queries into.",
    "merge": "Join graphs by id and mappings.",
    "diff": "Compare two graphs, named graph by named graph.",
    "view": "Draw graphs as one HTML page: timeline, network, details and a table of all statements.",
    "export": "Write cases and graphs in the formats of other programs.",
    "terms": "Look up and import ontology terms.",
}
"""Command -> its line in `kg --help`; each lives in `kg.commands.<name>` as `command`.

The lines stand here, too, so that `kg --help` imports no command; a test holds both together.
"""


class LazyGroup(click.Group):
    """Loads a command only when it is called, and turns KgError into a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command object; None for an unknown name, which click then reports with suggestions."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"kg.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; for a mistyped one, a message with the nearest."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else _meant(args[0])
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a KgError ends in its text on stderr and its exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # here a full disk can still be told; at exit Python would print a traceback
        except KgError as error:
            click.echo(f"{error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            # The reader of our output has gone (`kg query … | head`); that is no failure of ours.
            _give_up_output()
            ctx.exit(0)
        except OSError as error:
            if error.errno not in FULL_DISK:
                raise
            _give_up_output()
            click.echo(f"standard output: cannot be written: {error.strerror}", err=True)
            ctx.exit(1)
        return result


def _meant(word: str) -> str:
    """What somebody means who takes the word for a command."""
    if word in {"ask", "sparql", "search", "find"}:
        return " Questions are asked with 'kg query', one thing is shown by 'kg describe'."
    from kg.questions import catalogue

    return f" It is a question: 'kg query {word}'." if word in catalogue.names() else ""


def _give_up_output() -> None:
    """Let nothing more be written to standard output, also not by Python at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="kg")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Knowledge graphs from oncology case reports.

    \b
    Start here:
      kg demo                          the first case end to end, in ./kg-demo
      kg build case.yaml -o graph.nq   a graph from a case file
      kg queries                       the questions one can ask
      kg query responders -d graph.nq  one of them, of a graph
      kg describe ERBB2                all about one thing
      kg view graph.nq -o view.html    a page to explore
    """
    gc.set_threshold(200_000, 20, 20)  # looking through the term tables ever anew takes a fifth of the time
    # In this text, \b is click's mark for a paragraph that is not wrapped again.
    if "NO_COLOR" in os.environ:
        ctx.color = False


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line as `kg` does; for `python -m kg`."""
    main(args=list(arguments) if arguments is not None else None, prog_name="kg")
