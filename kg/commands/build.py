"""`kg build`: cases in, an RDF graph out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.messages import say_faults
from kg.ids import BASE

if TYPE_CHECKING:
    from kg.pipeline import Report

_MANY = ("parts", "jobs", "parquet", "engine", "master", "resume", "max_faults", "report")
"""Options for many cases."""


@click.command(
    "build",
    epilog="""\b
Examples:
  kg build case.yaml -o graph.nq
  kg build record.txt -o graph.nq                      straight from the text, every fact with its place
  kg build case.yaml --text record.txt -o graph.ttl    places checked and quoted from your own record
  kg build cases/ -o graph.trig.gz                     every file of a folder, compressed
  kg build cases/*.yaml -o store                       an Oxigraph store folder
  kg build packets/ -o graph.nq --keep-going           without those that are faulty
  cat case.yaml | kg build - -o - -f ttl               from and to a pipe
  kg build cases.jsonl -o graph/ --parts               a million cases: all cores, little memory, resumable
  kg build cases/ -o graph/ --parts --engine spark --master spark://host:7077
  kg build pubmed/*.xml.gz -o mystore --jobs 8         the same into a store folder, or into one .nq.zst
  kg build hpo_nodes.tsv hpo_edges.tsv -o hpo.nq       a graph of another project (KGX), as it is
""",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    type=click.Path(),
    help="File (format by suffix), store folder, or - for standard output.",
)
@click.option(
    "--text",
    "texts",
    multiple=True,
    metavar="RECORD",
    type=click.Path(),
    help="PubMed record of a case: its places are checked and quoted. Repeatable.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["nq", "trig", "ttl", "nt", "jsonld", "rdf"]),
    help="Format, where the suffix does not say it.",
)
@click.option("--base", default=BASE, show_default=True, help="Start of the IRIs of cases and their parts.")
@click.option("--name", "called", metavar="NAME", help="Name of the graph made of KGX and the like.")
@click.option(
    "--check/--no-check",
    default=None,
    help="Ask the check queries of the graph before it is written.  [default: check, but not many cases]",
)
@click.option(
    "--extract/--no-extract",
    default=True,
    help="Read records that no case among the inputs is about; without, only their publication is taken.",
    show_default=True,
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Build what is faultless, tell the rest, and exit with 1; many cases are always built so.",
)
@click.option("--parts", is_flag=True, help="Many cases: OUT is a folder of compressed N-Quads files.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Many cases, on N processes.  [default with --parts: one per core]",
)
@click.option("--parquet", is_flag=True, help="Many cases: a Parquet table of quads beside each part, too.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Many cases: processes here, or the executors of a Spark cluster.",
)
@click.option(
    "--master",
    metavar="URL",
    help="The Spark cluster: local[N], spark://HOST:PORT, yarn, k8s://….  [default: spark-submit's]",
)
@click.option(
    "--resume/--fresh",
    default=True,
    help="Many cases: what an interrupted or earlier run built serves again, or not.  [default: resume]",
)
@click.option(
    "--max-faults",
    type=click.IntRange(0),
    metavar="N",
    help="Many cases: stop after N errors.  [default: never]",
)
@click.option(
    "--report", metavar="FILE", type=click.Path(), help="Many cases: write every fault, a line each."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    inputs: tuple[str, ...],
    output: str,
    texts: tuple[str, ...],
    form: str | None,
    base: str,
    called: str | None,
    quiet: bool,
    **how: Any,
) -> None:
    """Build an RDF graph from cases.

    INPUT is a case in YAML or JSON, a phenopacket, a PubMed record (text, MEDLINE or XML), a folder, a
    glob pattern or - for standard input; formats are told by content. A record that no case is about is
    read as `kg extract` does. Each case gets its own named graph, and the ontology terms it names come
    along up to their roots. Graphs of other projects (KGX, Hetionet, CIViC, VA-Spec) become named graphs,
    too, with all that they say.

    All faults of all inputs are told in one run. A faulty case, packet or row stops the build, and nothing is
    written; with --keep-going the others are built, and the exit status is 1. An earlier OUTPUT that lies
    within a folder of the inputs is left out.

    With --parts or --jobs the inputs are built piece by piece on several processes, and a run always keeps
    going. An interrupted run is gone on with by the same command, and only what changed is built again.
    Checks are then left to `kg check`, unless asked for.
    """
    from kg import pipeline, readers, store
    from kg.inputs import graph

    inputs = tuple(readers.without(inputs, output))
    many = {key: how.pop(key) for key in _MANY}
    if many["parts"] or many["jobs"] or many["engine"] == "spark":
        from kg.commands.bulk import build_many

        said = {"inputs": inputs, "output": output, "texts": texts, "form": form, "base": base}
        how.pop("keep_going")  # it always does
        build_many(said | {"called": called, "quiet": quiet} | many | how)
        return
    store.check_target(output, form)
    how["check"] = how["check"] is not False
    lines, report = graph(inputs, texts, pipeline.usable_base(base), called=called, **how)
    if output == store.STANDARD_STREAM:
        store.write_stream(lines, sys.stdout.buffer, store.SUFFIXES[f".{form or 'nq'}"])
    else:
        store.write(lines, Path(output), form and store.SUFFIXES[f".{form}"])
    say_faults(report.errors if quiet else report.faults)
    if not quiet:
        click.echo(f"built {_counted(report)}, {report.quads:,} quads: {output}", err=True)
    sys.exit(1 if report.errors else 0)


def _counted(report: Report) -> str:
    """How many cases and graphs there are, in words."""
    cases = f"{report.cases} case{'s' if report.cases != 1 else ''}"
    graphs = f"{report.graphs} graph{'s' if report.graphs != 1 else ''}"
    if not report.graphs:
        return cases
    return f"{cases}, {graphs}" if report.cases else graphs
