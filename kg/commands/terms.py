"""`kg terms`: search and show the terms that cases are grounded to, and import more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError, UsageError, printable
from kg.terms.model import Kind

if TYPE_CHECKING:
    from kg.terms import Term

KINDS = click.Choice([kind.value for kind in Kind])
FIELDS = ("id", "label", "kind", "name", "replaced_by")


@click.group(
    name="terms",
    epilog="""\b
Examples:
  kg terms search T-DM1
  kg terms search "lobular carcinoma" --kind disease -f tsv
  kg terms show NCIT:C82492
  kg terms show HER2 --kind gene
  kg terms import mondo.obo --kind disease --root MONDO:0005070 -o disease.tsv
""",
)
def command() -> None:
    """Look up and import ontology terms."""


@command.command(
    epilog="""\b
Examples:
  kg terms search pyrotinib
  kg terms search leukaemia --kind disease --limit 5 -f json
""",
)
@click.argument("names", metavar="NAME…", nargs=-1, required=True)
@click.option("--kind", "kinds", type=KINDS, multiple=True, help="Only terms of this kind; may be repeated.")
@click.option("-f", "--format", "form", type=click.Choice(["table", "tsv", "json"]), default="table")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most terms for each name."
)
def search(names: tuple[str, ...], kinds: tuple[str, ...], form: str, limit: int) -> None:
    """Find terms by name: whole names first, then names that hold the text.

    Case, hyphens, Greek letters, British or American spelling and plurals make no difference. For an
    id the term itself is found. Ends with 1 when nothing is found.
    """
    rows: list[dict[str, str]] = []
    unknown: list[str] = []
    for name in names:
        found = list(_rows(name, tuple(Kind(kind) for kind in kinds), limit))
        rows += found
        if not found:
            unknown.append(_unknown(name, tuple(Kind(kind) for kind in kinds)))
    if rows:
        click.echo(_WRITERS[form](rows))
    if unknown:
        raise KgError("\n".join(unknown))


@command.command(
    epilog="""\b
Examples:
  kg terms show MONDO:0005051
  kg terms show NCIT:C7950         the MONDO term that is its exact match
  kg terms show Kadcyla -f json
""",
)
@click.argument("text", metavar="ID_OR_NAME")
@click.option("--kind", "kinds", type=KINDS, multiple=True, help="Only terms of this kind; may be repeated.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text")
def show(text: str, kinds: tuple[str, ...], form: str) -> None:
    """Show everything known of one term, with its way up to the root.

    Takes an id, an IRI, an id of a mapped vocabulary, or a name that fits one term alone.
    """
    from kg.ground import Match, ground

    grounding = ground(text, *(Kind(kind) for kind in kinds))
    if grounding.match is Match.OBSOLETE and grounding.candidates:
        term = grounding.candidates[0]
        click.echo(printable(f"{grounding.message} ({grounding.cure})"), err=True)
    elif grounding.term is None:
        raise KgError(printable(f"{grounding.message} ({grounding.cure})"))
    else:
        term = grounding.term
    click.echo(json.dumps(_facts(term), ensure_ascii=False, indent=2) if form == "json" else _page(term))


@command.command(
    "import",
    epilog="""\b
Examples:
  kg terms import mondo.json --kind disease --root MONDO:0005070 -o disease.tsv
  kg terms import hgnc_complete_set.txt --kind gene --origin "HGNC|2026-07-01|CC0 1.0" -o gene.tsv
  kg terms import mondo.obo --kind disease --mappings mondo_exactmatch_ncit.sssom.tsv -o all.tsv
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=KINDS, required=True, help="What the terms name.")
@click.option(
    "--root", "roots", metavar="ID", multiple=True, help="Take this term, all below and above it. Repeatable."
)
@click.option(
    "--mappings", metavar="SSSOM", multiple=True, type=click.Path(path_type=Path), help="Add exact matches."
)
@click.option(
    "--origin", metavar="NAME|VERSION|LICENCE", default="", help="What to write of the terms' origin."
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The table to write.")
def import_(
    file: Path, kind: str, roots: tuple[str, ...], mappings: tuple[Path, ...], origin: str, output: Path
) -> None:
    """Make a term table from a vocabulary's release.

    FILE is OBO, OBO Graphs JSON, OWL (RDF/XML), SSSOM or HGNC's table, also packed with gzip,
    zstandard, xz or bzip2; its form is told by content. Only exact synonyms and exact matches are
    taken, and no definitions.
    """
    from kg.terms.importing import Wanted, import_terms
    from kg.terms.index import write_table

    source, version, licence = (*(part.strip() for part in origin.split("|")), "", "", "")[:3]
    if not output.parent.is_dir():
        raise UsageError(f"{output}: the folder {output.parent} does not exist")
    wanted = Wanted(
        kind=Kind(kind), roots=roots, mappings=mappings, source=source, version=version, licence=licence
    )
    terms = import_terms(file, wanted)
    write_table(output, terms)
    click.echo(f"{output}: {len(terms):,} terms of {file}", err=True)


def _rows(name: str, kinds: tuple[Kind, ...], limit: int) -> Iterator[dict[str, str]]:
    """The found terms: that of an id or mapped id, else those of the name."""
    from kg.ground import Match, ground
    from kg.terms.nearest import search

    grounding = ground(name, *kinds)
    by_id = grounding.match in (Match.IDENTIFIER, Match.MAPPED) or (":" in name and grounding.candidates)
    found = [(term, name) for term in grounding.candidates] if by_id else search(name, kinds, limit)
    for term, matched in found:
        if not kinds or term.kind in kinds:
            cells = (term.id, term.label, term.kind.value, matched, term.replaced_by or "")
            yield dict(zip(FIELDS, cells, strict=True))


def _unknown(name: str, kinds: tuple[Kind, ...]) -> str:
    from kg.ground import ground

    grounding = ground(name, *kinds)
    return printable(f"{grounding.message} ({grounding.cure})")


def _table(rows: Sequence[dict[str, str]]) -> str:
    """The rows in columns; the last one only when a term is obsolete."""
    fields = [field for field in FIELDS if field != "replaced_by" or any(row[field] for row in rows)]
    lines = [
        [field.replace("_", " ") for field in fields],
        *([printable(row[f], 60) for f in fields] for row in rows),
    ]
    widths = [max(len(line[at]) for line in lines) for at in range(len(fields))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _tsv(rows: Sequence[dict[str, str]]) -> str:
    return "\n".join(["\t".join(FIELDS), *("\t".join(row[field] for field in FIELDS) for row in rows)])


def _json(rows: Sequence[dict[str, str]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=2)


_WRITERS = {"table": _table, "tsv": _tsv, "json": _json}


def _facts(term: Term) -> dict[str, Any]:
    from kg.ids import expand, is_curie
    from kg.terms import ancestors, get

    return {
        "id": term.id,
        "iri": expand(term.id) if is_curie(term.id) else None,
        "label": term.label,
        "kind": term.kind.value,
        "synonyms": list(term.synonyms),
        "mappings": list(term.mappings),
        "parents": list(term.parents),
        "ancestors": [{"id": curie, "label": get(curie).label} for curie in ancestors(term.id)],
        "obsolete": term.obsolete,
        "replaced_by": term.replaced_by,
        "source": term.source,
        "version": term.version,
        "licence": term.licence,
        "note": term.note,
    }


def _page(term: Term) -> str:
    facts = _facts(term)
    lines = [f"{term.id}  {term.label}"]
    if term.obsolete:
        lines.append(f"  obsolete     use {term.replaced_by}" if term.replaced_by else "  obsolete")
    for name in ("kind", "iri", "synonyms", "mappings", "note"):
        value = facts[name]
        if value:
            lines.append(f"  {name:<12} {'; '.join(value) if isinstance(value, list) else value}")
    lines.append(f"  {'source':<12} {' '.join(filter(None, (term.source, term.version)))}, {term.licence}")
    return "\n".join((*lines, *_way_up(term)))


def _way_up(term: Term) -> Iterator[str]:
    """One line for each ancestor, indented by its distance; each once, where it is nearest."""
    from kg.terms import get

    seen: set[str] = set()
    level, depth = list(term.parents), 1
    while level:
        fresh = [curie for curie in dict.fromkeys(level) if curie not in seen]
        seen.update(fresh)
        for curie in fresh:
            yield f"  {'  ' * depth}^ {curie}  {get(curie).label}"
        level, depth = [up for curie in fresh for up in get(curie).parents], depth + 1
