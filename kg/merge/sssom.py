"""A mapping table (SSSOM) as a source of quads: one graph, every row a quad.

Labels that a table gives its ids become `kg:mappedLabel`: they tell a salt from its base, but are not what
the vocabularies call them today. A row that says that two ids do NOT match is no quad; it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.errors import Notepad
from kg.ids import PREFIXES, expand, is_curie
from kg.rdf import iri, text
from kg.terms.formats.entry import unreadable
from kg.terms.formats.files import text_lines
from kg.terms.formats.sssom import NEEDED, heading
from kg.vocabulary import KG

ENDINGS = (".sssom.tsv", ".sssom.tsv.gz", ".sssom.tsv.zst")
_PREDICATES = {"oboinowl": "http://www.geneontology.org/formats/oboInOwl#"}
_CARRIED = {*NEEDED, "subject_label", "object_label", "predicate_modifier", "predicate_label"}


def is_table(name: str) -> bool:
    """True for a file that calls itself a mapping table.

    >>> is_table("mondo_exactmatch_doid.sssom.tsv")
    True
    """
    return name.lower().endswith(ENDINGS)


def quads(path: Path, graph: str, pad: Notepad) -> Iterator[str]:
    """The rows as N-Quads lines in that graph; what is not carried over is noted."""
    columns: dict[str, int] = {}
    known: dict[str, str] = {}
    left: Counter[str] = Counter()
    with text_lines(path, ends=True) as lines:
        for number, ended in lines:
            line = ended.rstrip("\r\n")
            if line.startswith("#"):
                _declare(line, known)
            elif not columns:
                columns = heading(line, path, number)
            elif line:
                cells = line.split("\t")
                if line == ended and len(cells) <= max(columns.values()):
                    raise unreadable(path, "the file ends in this row: it seems cut short", line=number)
                row = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
                yield from _row(row, graph, known, left)
    _tell(pad, left, [name for name in columns if name not in _CARRIED])


def _declare(line: str, known: dict[str, str]) -> None:
    """Keep what a line of the head's curie_map says."""
    if not line.startswith(("#  ", "# ", "#\t")):
        return
    name, colon, value = line.lstrip("# \t").partition(":")
    value = value.strip().strip("'\"")
    if colon and value.startswith(("http://", "https://")):
        known[name.strip().strip("'\"").lower()] = value


def _row(row: dict[str, str], graph: str, known: dict[str, str], left: Counter[str]) -> Iterator[str]:
    ids = [_expanded(row.get(name, ""), known) for name in NEEDED]
    if row.get("predicate_modifier"):
        left["rows that say what does not match"] += 1
        return
    if not all(ids):
        unknown = next(row.get(name, "") for name, found in zip(NEEDED, ids, strict=True) if not found)
        left[f"rows with ids of the unknown prefix {unknown.partition(':')[0] or '(none)'}"] += 1
        return
    subject, predicate, thing = (str(iri(one)) for one in ids)
    yield f"{subject} {predicate} {thing} {graph} .\n"
    for node, column in ((subject, "subject_label"), (thing, "object_label")):
        if label := row.get(column):
            yield f"{node} {KG.mappedLabel} {text(label)} {graph} .\n"


def _expanded(curie: str, known: dict[str, str]) -> str:
    """The IRI of an id in a table; '' when its prefix is unknown to us and to the table."""
    if curie.startswith(("http://", "https://")):
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon or not local:
        return ""
    if prefix.lower() in _PREDICATES:
        return _PREDICATES[prefix.lower()] + local
    if is_curie(curie) and (prefix in PREFIXES or prefix.isupper() or prefix.islower()):
        return expand(curie)
    start = known.get(prefix.lower(), "")
    return start + local if start else ""


def _tell(pad: Notepad, left: Counter[str], columns: list[str]) -> None:
    for what, count in sorted(left.items(), key=lambda pair: (-pair[1], pair[0])):
        pad.note("", f"{count:,} {what} are left out")
    if columns:
        pad.note("", f"its columns {', '.join(columns)} are not carried over")
