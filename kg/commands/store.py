"""`kg store`: look after store folders."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.check import plural
from kg.commands.graphs import StoreFolder

_FOLDER = click.argument("folder", metavar="STORE", type=StoreFolder())


@click.group(
    "store",
    epilog="""\b
Examples:
  kg store info mystore
  kg store backup mystore mystore-2026-11
  kg store compact mystore
  kg store verify mystore && echo sound
""",
)
def command() -> None:
    """Look after a store folder: what it holds, a copy of it, quick again, sound or not.

    `kg build … -o FOLDER` makes one.
    """


@command.command("info")
@_FOLDER
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def info(folder: Path, form: str) -> None:
    """Say what a store holds, and which kg wrote it."""
    import json

    from kg import care

    found = care.info(folder)
    made = f"kg {found.stamp.program}, form {found.stamp.form}" if found.stamp else "another program"
    if form == "json":
        values = found._asdict() | {"stamp": found.stamp and found.stamp._asdict()}
        click.echo(json.dumps(values, indent=2))
        return
    counts = (plural(found.quads, "quad"), plural(found.graphs, "named graph"), plural(found.cases, "case"))
    click.echo("{} in {}, {}".format(*counts))
    click.echo(f"{found.bytes / 1e6:,.1f} MB on disk, written by {made}")


@command.command("backup")
@_FOLDER
@click.argument("copy", metavar="COPY", type=click.Path(path_type=Path))
def backup(folder: Path, copy: Path) -> None:
    """Copy a store into a new folder COPY, while it is in use or not.

    On one disk the copy shares its files with the store and takes next to no room until either changes;
    copy the folder COPY elsewhere (rsync, tar) to be safe from the loss of the disk.
    """
    from kg import care

    care.backup(folder, copy)
    click.echo(f"{folder} copied to {copy}", err=True)


@command.command("compact")
@_FOLDER
def compact(folder: Path) -> None:
    """Put a store's files in order: questions are quicker afterwards. Nobody else may write meanwhile."""
    from kg import care

    before, after = care.compact(folder)
    click.echo(f"{folder}: {before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now", err=True)


@command.command("verify")
@_FOLDER
def verify(folder: Path) -> None:
    """Read all of a store by every index; exit with 1 when something cannot be read or disagrees."""
    from kg import care
    from kg.errors import KgError
    from kg.stamp import CURE

    health = care.verify(folder, lambda done: click.echo(f"{folder}: {done}", err=True))
    if health.faults:
        raise KgError("\n".join(f"{folder}: is broken: {fault} ({CURE})" for fault in health.faults))
    click.echo(f"{folder}: sound, {health.quads:,} quads")
