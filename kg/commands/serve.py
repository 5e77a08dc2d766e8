"""`kg serve`: a graph as a SPARQL endpoint that only reads, with a page to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands.messages import say_faults

if TYPE_CHECKING:
    import pyoxigraph


@click.command(
    "serve",
    epilog="""\b
Examples:
  kg serve                            the bundled cases, at http://127.0.0.1:7878/
  kg serve store/ --open              a store folder, and the page in your browser
  kg serve graph.nq case.yaml         graph and case files together
  kg serve store/ --port 0            any free port
  kg serve store/ --cors https://example.org
\b
Ask it from anywhere on this machine:
  kg query responders --endpoint http://127.0.0.1:7878/query
  curl http://127.0.0.1:7878/query -H 'Accept: text/csv' \\
    --data-urlencode 'query=SELECT * { ?case a kg:Case }'
\b
Do not change a store folder while it is served. 100 connections may be open at a time, more wait for
a place; a client has 60 seconds for its next request, and for each piece that it is sent.
""",
)
@click.argument("inputs", nargs=-1, metavar="[STORE|FILE...]", type=click.Path())
@click.option(
    "--port", default=7878, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Any other lets other machines in.")
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of this site ask, * any; repeatable.",
)
@click.option("--no-union", is_flag=True, help="Queries see the default graph alone, not all graphs as one.")
@click.option(
    "--timeout",
    "seconds",
    default=60,
    show_default=True,
    type=click.IntRange(0),
    metavar="S",
    help="Seconds that an answer may take; 0 for any.",
)
@click.option("--open", "opens", is_flag=True, help="Open the page in your browser.")
def command(
    inputs: tuple[str, ...],
    port: int,
    host: str,
    origins: tuple[str, ...],
    no_union: bool,
    seconds: int,
    opens: bool,
) -> None:
    """Serve a graph: a SPARQL 1.1 endpoint that only reads, and a page to type queries into.

    A store folder is read where it is; graph and case files are loaded into a folder of their own,
    which is removed at the end. Without any, the bundled cases are served. Ctrl-C stops it.
    """
    from kg import serving
    from kg.serving.guard import checked_origin, is_loopback

    settings = serving.Settings(host, port, tuple(map(checked_origin, origins)), not no_union, seconds)
    if not is_loopback(host):
        warning = f"warning: --host {host} lets other machines read the graph, without any password"
        click.echo(warning, err=True)
    with serving.stopping(), _folder(inputs) as folder:
        say = partial(click.echo, err=True)
        serving.serve(folder, _title(inputs), settings, lambda url: _announce(url, opens), say)


@contextmanager
def _folder(inputs: tuple[str, ...]) -> Iterator[Path]:
    """The store folder that is served: the one named, or a temporary one with all that is named."""
    from kg import store
    from kg.program import program
    from kg.serving import stored

    program()
    if len(inputs) == 1 and store.is_store(inputs[0]):
        yield Path(inputs[0])
        return
    with stored(_graph(inputs)) as folder:
        yield folder


def _graph(inputs: tuple[str, ...]) -> pyoxigraph.Store:
    """The graph of all inputs in memory, or the bundled one; case files are built on the way."""
    if not inputs:
        from kg.bundled import bundled_store

        return bundled_store()
    from kg.questions import sources

    if not sources.may_hold_cases(inputs):
        return sources.opened(inputs)
    from kg.inputs import opened

    graph, remarks = opened(inputs)
    say_faults(remarks)
    return graph


def _title(inputs: tuple[str, ...]) -> str:
    """What is served, in few words."""
    if not inputs:
        return "the bundled cases"
    names = [Path(name).name or name for name in inputs]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")


def _announce(url: str, opens: bool) -> None:
    """Say where the graph is served, and how it is asked from a terminal."""
    click.echo(f"page      {url}", err=True)
    click.echo(f"endpoint  {url}query", err=True)
    query = "SELECT * { ?case a kg:Case }"
    click.echo(f"try       kg query responders --endpoint {url}query", err=True)
    click.echo(f"          curl {url}query -H 'Accept: text/csv' --data-urlencode 'query={query}'", err=True)
    click.echo("Ctrl-C stops it.", err=True)
    if opens:
        import threading
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
