"""`kg query`: a question to a graph, from the library or in SPARQL."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.commands.graphs import data_option, graph_of
from kg.commands.slips import QuestionCommand
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.shell_completion import CompletionItem

    from kg.questions.catalogue import Query
    from kg.questions.engine import Graph

FORMATS = (
    "table",
    "csv",
    "tsv",
    "json",
    "xml",
    "jsonl",
    "md",
    "html",
    "parquet",
    "ttl",
    "nt",
    "nq",
    "jsonld",
)
"""The formats of `kg.questions.formats`, named here so that help and completion load nothing."""


ENGINES = ("oxigraph", "duckdb", "spark")

SERVICE_TIMEOUT = 300.0
"""Seconds for a question that asks other servers, which the engine would wait for without end."""


def complete_question(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of questions that begin so, with their summaries."""
    from click.shell_completion import CompletionItem

    from kg.questions import catalogue

    return [
        CompletionItem(query.name, help=query.summary)
        for query in catalogue.every()
        if query.name.startswith(incomplete)
    ]


def complete_parameter(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The parameters of the question typed before, each up to its '='."""
    from click.shell_completion import CompletionItem

    from kg.questions import catalogue

    name = ctx.params.get("question") or next(iter(ctx.args), "")  # a -p without value leaves it there
    if name not in catalogue.names():
        return []
    return [
        CompletionItem(f"{parameter.name}=", help=parameter.description)
        for parameter in catalogue.get(name).params
        if f"{parameter.name}=".startswith(incomplete)
    ]


@click.command(
    "query",
    cls=QuestionCommand,
    epilog="""\b
Examples:
  kg query case-summary                               a question of the library, to the bundled cases
  kg query responders-by-drug -p drug=pyrotinib -d graph.nq
  kg query my-question.rq -d graphs/ -o answer.csv    a file of yours, to every graph of a folder
  kg query -e 'SELECT * { ?patient kg:receivedDrug ?drug }' --labels
  kg query case-graph -p case=PMID:37120151 -f ttl    one case as Turtle
  kg query responders --endpoint https://example.org/sparql
  kg query response-rates --engine duckdb -d graph/   tables that `kg build --parts --parquet` made
\b
`kg queries` lists the library, `kg queries NAME` shows one question with its parameters.
Common prefixes (kg, MONDO, NCIT, HGNC, rdfs …) need no declaration.
""",
)
@click.argument("question", required=False, metavar="[NAME|FILE.rq|-]", shell_complete=complete_question)
@click.option("-e", "--execute", "text", metavar="TEXT", help="The text of a SPARQL query.")
@data_option
@click.option("--endpoint", metavar="URL", help="Ask the SPARQL server at this URL instead.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Who answers: Oxigraph; or, over tables of quads (Parquet), DuckDB here or a Spark cluster.",
)
@click.option(
    "--master",
    metavar="URL",
    help="The Spark cluster: local[N], spark://HOST:PORT, yarn, k8s://….  [default: spark-submit's]",
)
@click.option(
    "-p",
    "--param",
    "pairs",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=complete_parameter,
    help="A parameter's value: a name, CURIE, IRI, text, number or date. Repeatable.",
)
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="Default: table, in a pipe tsv.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write here, format by suffix.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most N rows.")
@click.option("--labels", is_flag=True, help="Put the label of each id into a column beside it.")
@click.option("--graph", "graphs", multiple=True, metavar="CASE", help="Only this named graph; repeatable.")
@click.option("--guard-formulas", is_flag=True, help="Put ' before texts that a spreadsheet would run.")
@click.option("--exit-status", is_flag=True, help="Exit with 1 when ASK is false or nothing is found.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Give up after so long."
)
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST",
    help="Let SERVICE in the query ask this server (* for any); repeatable. Default: none.",
)
@click.option(
    "--queries",
    "folders",
    multiple=True,
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="A folder with questions of yours, besides those in KG_QUERIES; repeatable.",
)
@click.option("--explain", is_flag=True, help="Show how the engine would answer, instead of the answer.")
@click.option("--no-cache", is_flag=True, help="Load large files anew instead of keeping them as a store.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(question: str | None, text: str | None, timeout: float | None, **options: Any) -> None:
    """Ask a graph with SPARQL.

    NAME is a question of the library, FILE.rq a query of yours, - a query from standard input. The
    answer goes to standard output: a table on a terminal, tab-separated values in a pipe.
    """
    from kg.commands.deadline import ceiling, deadline

    with ceiling(), deadline(timeout or (SERVICE_TIMEOUT if options["services"] else None)):
        query = _query(question, text, options["data"], options["folders"])
        _say([query.note] if query.note else [], options["quiet"])
        graph = _graph(options, timeout)
        found = _asked(graph, query, **options)
    if options["exit_status"] and not found:
        click.get_current_context().exit(1)


def _asked(graph: Graph, query: Query, *, quiet: bool, limit: int | None, **options: Any) -> bool:
    """Ask and write the answer; True when there was any."""
    from kg.questions import engine
    from kg.questions import output as answers

    where = answers.Place(options["output"], options["form"], sys.stdout.isatty())
    ready = engine.ready(graph, query, _given(options["pairs"], query), limit, options["services"])
    _say(ready.said, quiet)
    nodes = engine.graph_nodes(graph, options["graphs"])
    if options["explain"]:
        from kg.questions.explain import explained

        click.echo(explained(graph, ready, nodes), nl=False)
        return True
    where.check(ready.form)
    asked = answers.Asked(
        graph, ready, nodes, limit=limit, labels=options["labels"], guard=options["guard_formulas"]
    )
    outcome = asked.write(where)
    _say(outcome.remarks, quiet)
    return outcome.found


def _query(question: str | None, text: str | None, data: tuple[str, ...], folders: tuple[str, ...]) -> Query:
    """The query that is meant. Raises UsageError when it is said twice or not at all."""
    from kg.questions import catalogue

    if (question is None) == (text is None):
        raise UsageError(
            "give one question: a name, a file, - or -e 'SELECT …' (`kg queries` lists the names)"
        )
    if text is not None:
        return catalogue.parse(text, source="-e")
    if question == "-":
        if "-" in data:
            raise UsageError("standard input is either the query or the graph, not both (put one in a file)")
        return catalogue.parse(read_input(), source="<stdin>")
    chosen = question or ""
    if chosen.endswith(catalogue.SUFFIX) or "/" in chosen or os.path.isfile(chosen):
        return catalogue.read(chosen)
    return catalogue.get(chosen, folders)


def read_input() -> str:
    """The text that standard input holds. Raises UsageError when it is no UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"<stdin>: is no text in UTF-8 (byte {error.start})") from None


def _given(pairs: tuple[str, ...], query: Query) -> dict[str, list[str]]:
    """The values by parameter. Raises UsageError for a pair without '='."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, said = pair.partition("=")
        if not equals or not name.strip():
            names = [parameter.name for parameter in query.params]
            known = f" ({query.name} takes {', '.join(names)})" if names else ""
            raise UsageError(f"-p {pair}: write -p {names[0] if len(names) == 1 else 'NAME'}=VALUE{known}")
        found.setdefault(name.strip().lstrip("?$"), []).append(said)
    return found


def _graph(options: Mapping[str, Any], timeout: float | None) -> Graph:
    """The graph that is asked: an endpoint, tables, or what -d names."""
    if options["engine"] != ENGINES[0]:
        return _tables(options)
    if options["master"]:
        raise UsageError("--master goes with --engine spark")
    if not options["endpoint"]:
        return graph_of(options["data"], options["quiet"], cached=not options["no_cache"])
    if options["data"]:
        raise UsageError("ask an endpoint or files, not both (merge them into one graph first)")
    from kg.questions.remote import Endpoint

    quiet = options["quiet"]
    return Endpoint(options["endpoint"], timeout=timeout, say=lambda line: _say([line], quiet))


def _tables(options: Mapping[str, Any]) -> Graph:
    """The tables that -d names, behind the engine that is asked for."""
    name = options["engine"]
    if options["endpoint"]:
        raise UsageError(f"--engine {name} asks tables, not an endpoint (leave one of them out)")
    if options["master"] and name != "spark":
        raise UsageError("--master goes with --engine spark")
    from kg.columnar import opened

    return opened(name, options["data"], options["master"])


def _say(lines: tuple[str, ...] | list[str], quiet: bool) -> None:
    if not quiet:
        for line in lines:
            click.echo(line, err=True)
