"""NCIt's pre-coordinated diseases that MONDO lacks: metastatic, advanced, recurrent or by receptor status.

NCIt's list at hand gives names without parents. The name of such a class is a qualifier and the name
of a disease; when that disease is a MONDO term, it is the parent (so 'Metastatic Breast Carcinoma'
is found below breast carcinoma). Classes whose name does not resolve so are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.terms.folding import fold
from kg.terms.formats import Entry
from kg.terms.model import Kind, Term
from kg.terms.rebuild import curation
from kg.terms.rebuild.origin import Origin, term
from kg.terms.rebuild.shelf import Shelf, dated, ncit_labels

_QUALIFIER = re.compile(
    r"(?P<qualifier>(?:(?:Metastatic|Advanced|Locally Advanced|Recurrent|Refractory|Unresectable|Resectable"
    r"|Locally Recurrent|Oligometastatic|Relapsed"
    r"|(?:Estrogen|Progesterone|Hormone|Androgen) Receptor-(?:Positive|Negative)"
    r"|HER2-(?:Positive|Negative|Low)|Triple-Negative|Castration-Resistant|Hormone-Sensitive) )+)"
    r"(?P<disease>.+)\Z"
)
_METASTATIC = "MONDO:0024880"
"""Metastatic malignant neoplasm."""


def ncit_diseases(shelf: Shelf, mondo: Iterable[Term]) -> list[Term]:
    """The pre-coordinated classes, each below the MONDO disease that its name holds."""
    current = [one for one in mondo if not one.obsolete]
    taken = {mapping for one in current for mapping in one.mappings}
    named = _named(current)
    version = dated(shelf.one("ncit/mondo_ingest_ncit_unmapped_*.tsv"))
    origin = Origin("NCIt", version, "CC BY 4.0")
    curated = {row["id"]: tuple(row["parents"].split("|")) for row in curation.rows("ncit-diseases.tsv")}
    found = []
    for curie, label in sorted(ncit_labels(shelf).items()):
        parents = curated.get(curie) or tuple(_parents(label, named))
        if parents and curie not in taken:
            note = "parents read from the name: kg curation"
            found.append(term(Entry(id=curie, label=label, parents=parents, note=note), Kind.DISEASE, origin))
    return found


def _named(terms: Iterable[Term]) -> dict[str, str | None]:
    """Folded name -> id of the disease; labels before synonyms, None for a synonym of several."""
    named: dict[str, str | None] = {}
    for one in terms:
        for name in one.synonyms:
            named[fold(name)] = None if named.get(fold(name), one.id) != one.id else one.id
    return named | {fold(one.label): one.id for one in terms}


def _parents(label: str, named: dict[str, str | None]) -> Iterator[str]:
    """The disease that the name holds, and metastatic neoplasm where the name says so."""
    parts = _QUALIFIER.match(label)
    disease = named.get(fold(parts["disease"])) if parts else None
    if parts and disease:
        yield disease
        if "etastatic" in parts["qualifier"]:
            yield _METASTATIC
