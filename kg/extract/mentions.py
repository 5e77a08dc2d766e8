"""Every name in a document as an entity of its topic, the text's own abbreviations first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.extract.abbreviations import definitions
from kg.extract.ambiguous import allowed
from kg.extract.diseases import composed, is_neoplasm
from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.genes import chosen
from kg.extract.lexicon import Name, names
from kg.extract.model import Topic
from kg.extract.plain import words
from kg.extract.regimens import regimens
from kg.terms import Kind, Term

_SUPPORTIVE = "kg:SupportiveDrug"
_TOPICS = {
    Kind.DRUG: Topic.DRUG,
    Kind.DRUG_CLASS: Topic.DRUG_CLASS,
    Kind.SITE: Topic.SITE,
    Kind.ADVERSE_EVENT: Topic.ADVERSE_EVENT,
}
_NO_DISEASE_AFTER = re.compile(
    r"[\s-]+(?:metasta\w+|markers?|cells?|board|cent(?:er|re)|research|registry|patients)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Mentions:
    """The entities of a document by topic, each list in text order."""

    genes: list[Entity] = field(default_factory=list)
    diseases: list[Entity] = field(default_factory=list)
    drugs: list[Entity] = field(default_factory=list)
    classes: list[Entity] = field(default_factory=list)
    sites: list[Entity] = field(default_factory=list)
    events: list[Entity] = field(default_factory=list)


def mentions(document: Document) -> Mentions:
    """Every gene, tumour, drug, drug class, site and event named in the document."""
    text = document.text
    found = Mentions()
    own = _own(document)
    taken: list[tuple[int, int]] = []
    for start, end, name, drugs in regimens(document):
        taken.append((start, end))
        for drug in drugs:
            if term := _drug(drug):
                entity = _entity(document, Topic.DRUG, start, end, term, f"regimens: {name}")
                found.drugs.append(entity)
    for name in names(text, document.words):
        surface = text[name.start : name.end]
        if any(start < name.end and name.start < end for start, end in taken):
            continue
        terms = own[surface] if surface in own else name.terms
        name = name._replace(terms=allowed(surface, terms, defined=surface in own))
        _sort(document, found, name, surface)
    for short, terms in own.items():
        if terms and not short.isupper():  # small letters are no name by themselves
            for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text):
                if not any(e.start <= match.start() < e.end for e in found.diseases):
                    _sort(document, found, Name(0, 0, match.start(), match.end(), terms), short)
    found.drugs.sort(key=lambda drug: drug.start)
    found.diseases.sort(key=lambda disease: disease.start)
    found.diseases = composed(found.diseases, found.sites, text)
    return found


def _sort(document: Document, found: Mentions, name: Name, surface: str) -> None:
    kinds = {term.kind for term in name.terms}
    if Kind.DISEASE in kinds and (disease := _disease(document, name, surface)):
        found.diseases.append(disease)
        return
    if Kind.DRUG in kinds:
        drugs = [term for term in name.terms if term.kind is Kind.DRUG]
        if _SUPPORTIVE not in drugs[0].parents:
            found.drugs.append(_entity(document, Topic.DRUG, name.start, name.end, drugs[0], "names"))
        return
    if Kind.GENE in kinds:
        gene = chosen(name, surface)
        entity = _entity(document, Topic.GENE, name.start, name.end, gene, "names")
        found.genes.append(entity)
        return
    for kind, topic in _TOPICS.items():
        term = next((term for term in name.terms if term.kind is kind), None)
        if term:
            where = {
                Topic.DRUG_CLASS: found.classes,
                Topic.SITE: found.sites,
                Topic.ADVERSE_EVENT: found.events,
            }[topic]
            where.append(_entity(document, topic, name.start, name.end, term, "names"))
            return


def _disease(document: Document, name: Name, surface: str) -> Entity | None:
    """The tumour that a name means, unless it is only part of 'lung cancer metastasis' or a gene's name."""
    text = document.text
    tumours = [term for term in name.terms if term.kind is Kind.DISEASE and is_neoplasm(term)]
    if not tumours or (
        any(term.kind is Kind.GENE for term in name.terms)
        and len(surface) < 5
        and not _abbreviates(surface, tumours)
    ):
        return None
    mondo = [term for term in tumours if term.id.startswith("MONDO:")] or tumours
    return _entity(document, Topic.DISEASE, name.start, name.end, mondo[0], "names")


_KNOWN_SHORT = frozenset(
    "NSCLC SCLC GIST AML CML CLL ALL MDS MPN GBM HCC RCC CRC DLBCL CMML APL ATLL ALCL PTCL MCL DTC MTC ATC PTC".split()
)


def _abbreviates(surface: str, terms: list[Term]) -> bool:
    return surface in _KNOWN_SHORT


def _entity(document: Document, topic: Topic, start: int, end: int, term: Term | None, rule: str) -> Entity:
    return Entity(topic, start, end, document.text[start:end], document.sentence_at(start), rule, term)


def _own(document: Document) -> dict[str, tuple[Term, ...]]:
    """The text's own abbreviations -> the terms of their long forms; an empty tuple when they mean no term."""
    own: dict[str, tuple[Term, ...]] = {}
    for definition in definitions(document.text):
        terms = _long(document.text[definition.start : definition.end])
        own[definition.short] = terms
    return own


def _long(long_form: str) -> tuple[Term, ...]:
    told = words(long_form)
    for name in names(long_form, told):
        if name.last == len(told.lower):
            return name.terms
    return ()


def _drug(name: str) -> Term | None:
    found = next(names(name, words(name)), None)
    return next((term for term in found.terms if term.kind is Kind.DRUG), None) if found else None
