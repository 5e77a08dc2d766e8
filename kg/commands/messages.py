"""Messages for people, on standard error."""

from __future__ import annotations

from collections.abc import Iterable

import click

from kg.errors import Fault

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
SHOWN = 200
"""Messages written out; more are counted."""


def say_faults(faults: Iterable[Fault], *, quiet: bool = False) -> None:
    """Write one line per fault, its severity first."""
    if quiet:
        return
    chosen = list(faults)
    for fault in chosen[:SHOWN]:
        click.echo(f"{click.style(fault.severity, fg=COLOURS[fault.severity])}: {fault}", err=True)
    if len(chosen) > SHOWN:
        click.echo(f"… and {len(chosen) - SHOWN} more", err=True)
