"""`kg export`: cases and graphs in the formats of other programs."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from kg.commands.messages import say_faults
from kg.errors import Notepad, UsageError
from kg.export import TARGETS, Written, target, write


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The targets whose names begin so."""
    return [
        CompletionItem(name, help=one.summary) for name, one in TARGETS.items() if name.startswith(incomplete)
    ]


def _list(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    """Print the targets and end."""
    if asked:
        width = max(map(len, TARGETS))
        for name, one in TARGETS.items():
            click.echo(f"{name:<{width}}  {one.summary}")
        ctx.exit()


@click.command(
    "export",
    epilog="""\b
Examples:
  kg export --list                                 the formats
  kg export case.yaml --to jsonld -o case.jsonld
  kg export cases/ --to case -o cases.jsonl        many case files as one, a case a line
  kg export case.yaml --to jsonld -o - | jq .      to a pipe
  kg export case.yaml --to kgx -o mine --profile hetionet    two tables, diseases by DOID, genes by Entrez
""",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option(
    "--to", required=True, metavar="FORMAT", shell_complete=_complete, help="One of those of --list."
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    type=click.Path(),
    help="File or folder to write (.gz and .zst compress a file); - for standard output.",
)
@click.option(
    "--profile",
    "wanted",
    type=click.Choice(["monarch", "hetionet", "civic", "primekg", "wikidata"]),
    help="Write the ids that this graph expects, where one is known for certain.",
)
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="Show formats.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(inputs: tuple[str, ...], to: str, output: str, wanted: str | None, quiet: bool) -> None:
    """Write cases and graphs in the formats of other programs.

    INPUT is a case file, a record, a graph file, a store folder, a folder or a pattern. What a format
    has no place for is counted and said; docs/export.md tells what each can hold.
    """
    from kg.inputs import material
    from kg.profiles import Profile

    stream = target(to).stream
    if output == "-" and stream is None:
        raise UsageError(f"--to {to} writes more than one file (give -o the name of a folder)")
    pad = Notepad(", ".join(inputs))
    given = material(inputs, pad)
    profile = Profile(wanted) if wanted else None
    with tempfile.TemporaryDirectory(prefix="kg-export-") as scratch:
        out = Path(scratch, f"export{stream}") if output == "-" else Path(output)
        written = write(given, to, out, pad, profile)
        if output == "-":
            with out.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
                sys.stdout.buffer.flush()
    if profile:
        profile.say(pad)
    say_faults(pad.remarks(), quiet=quiet)
    pad.raise_errors()
    if not quiet:
        _say(written, output)


def _say(written: Written, output: str) -> None:
    """Tell what was written, and what was not."""
    said = ", ".join(f"{count:,} {_counted(noun, count)}" for noun, count in written.counts.items())
    click.echo(f"exported {said}: {'<stdout>' if output == '-' else output}", err=True)
    for noun, count in written.left_out.items():
        click.echo(f"left out: {count:,} {_counted(noun, count)}", err=True)


def _counted(noun: str, count: int) -> str:
    """The noun, given as plural, as it stands behind the number."""
    return re.sub("s(?= (?:of|about|beside|that|without) |$)", "", noun, count=1) if count == 1 else noun
