"""A VA-Spec statement of any source, our own among them, as a statement of ours."""

from __future__ import annotations

from typing import Any

from kg.case import LEVELS, Concept, Modality, Variant
from kg.civic import meanings, variants
from kg.civic.model import Category, Statement, Together
from kg.civic.therapies import therapy
from kg.ground import ground
from kg.ids import expand, is_curie, slug
from kg.rdf import Node, iri
from kg.terms import Kind, find
from kg.vaspec import propositions as va
from kg.vaspec.concepts import curies, extensions
from kg.vocabulary import EVIDENCE_PREDICATES

_VICC = {
    "e000001": "validated association",
    "e000004": "clinical evidence",
    "e000005": "clinical cohort evidence",
    "e000008": "case study evidence",
    "e000009": "preclinical evidence",
    "e000010": "inferential evidence",
}


class Unclear(ValueError):
    """A statement that says something that we have no word for, or lacks what a statement needs."""

    def __init__(self, path: str, what: str) -> None:
        self.path, self.what = path, what
        super().__init__(path, what)


def statement(thing: dict[str, Any], base: str) -> Statement:
    """The statement; Unclear when it is no such statement."""
    proposition, ours = thing["proposition"], extensions(thing).get("casekg")
    own: dict[str, Any] = ours if isinstance(ours, dict) else {}
    identifier = thing.get("id")
    if not isinstance(identifier, str) or not identifier:
        raise Unclear("id", "the statement has no id")
    phrase, direction = _said(thing, own)
    drugs, together = _therapies(proposition.get("objectTherapeutic"))
    if phrase in meanings.THERAPEUTIC and not drugs:
        raise Unclear("proposition.objectTherapeutic", "no therapy is named")
    level, strength = _strength(thing.get("strength"), own)
    document, citation = _document(thing.get("reportedIn"))
    return Statement(
        node=_node(identifier, base),
        members=_members(proposition.get("subjectVariant")),
        predicate=phrase,
        direction=direction,
        modality=_modality(own.get("modality")),
        therapies=drugs,
        together=together,
        disease=_condition(proposition),
        level=level,
        strength=strength,
        origin=_origin(proposition.get("alleleOriginQualifier")),
        description=_text(thing.get("description")),
        document=document,
        citation=citation,
        evidence=_evidence(thing, base),
        case=iri(own["case"]) if "://" in (_text(own.get("case")) or "") else None,
    )


def _node(identifier: str, base: str) -> Node:
    if "://" in identifier:
        return iri(identifier)
    return iri(expand(identifier)) if is_curie(identifier) else Node(f"<{base}statement/{slug(identifier)}>")


def _said(thing: dict[str, Any], own: dict[str, Any]) -> tuple[str, str]:
    """Predicate and direction: in our own words where they stand, else what VA-Spec says."""
    proposition, classified = thing["proposition"], thing.get("classification")
    named = classified.get("name") if isinstance(classified, dict) else None
    phrase = own.get("predicate")
    kind, written = str(proposition.get("type")), str(proposition.get("predicate"))
    if phrase not in EVIDENCE_PREDICATES:
        phrase = va.predicate(kind, written, str(named or ""))
    if phrase is None:
        raise Unclear("proposition.predicate", f"{kind} with predicate {written!r} is unknown")
    direction = str(own.get("direction") or thing.get("direction"))
    if direction not in set(meanings.DIRECTIONS.values()):
        raise Unclear("direction", f"{direction!r} is no direction")
    return str(phrase), direction


def _members(variant: Any) -> tuple[Variant | Category, ...]:
    """The members in our own words where they stand, else by the variant's name."""
    members = extensions(variant).get("members")
    if isinstance(members, list) and members and all(isinstance(one, dict) for one in members):
        return tuple(_member(one) for one in members)
    name = variant.get("name") if isinstance(variant, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise Unclear("proposition.subjectVariant", "the variant has no name")
    return variants.profile(name)


def _member(said: dict[str, Any]) -> Variant | Category:
    gene = _gene(said.get("gene"))
    if said.get("type") == "VariantCategory":
        return Category(gene, str(said.get("name", "")).removeprefix(f"{gene.name} "))
    exon, coding = said.get("exon"), said.get("coding")
    matches = [
        one for name in ("exactMatch", "closeMatch") for one in _texts(said.get(name)) if is_curie(one)
    ]
    return Variant(
        gene=gene,
        partner=_gene(said["partner"]) if isinstance(said.get("partner"), dict) else None,
        protein=_text(said.get("protein")),
        coding=next(iter(_texts(coding)), None) or _text(coding),
        kind=_text(said.get("kind")),
        exon=int(str(exon)) if str(exon).isdecimal() else None,
        mappings=(*matches, *_texts(said.get("hgvs"))),
    )


def _gene(said: Any) -> Concept:
    identifier, name = (
        (str(said.get(key, "")) for key in ("id", "name")) if isinstance(said, dict) else ("", "")
    )
    term = find(identifier) if is_curie(identifier) else None
    return Concept(name, term.id, term.label) if term else variants.gene(name)


def _condition(proposition: dict[str, Any]) -> Concept | None:
    for name in ("conditionQualifier", "objectCondition", "objectTumorType"):
        found = proposition.get(name)
        if isinstance(found, dict):
            parts = found.get("conditions")
            one = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], dict) else found
            return _concept(one, Kind.DISEASE)
    return None


def _concept(said: dict[str, Any], *kinds: Kind) -> Concept:
    """The term that one of the codings stands for, else the first coding, else the term of the name."""
    known, name = curies(said), _text(said.get("name")) or ""
    for curie in known:
        if term := ground(curie, *kinds).term:
            return Concept(name or term.label, term.id, term.label)
    if known:
        return Concept(name or known[0], known[0], name or known[0])
    found = ground(name, *kinds).term
    return Concept(name, found.id, found.label) if found else Concept(name)


def _therapies(said: Any) -> tuple[tuple[Concept, ...], Together]:
    if not isinstance(said, dict):
        return (), Together.ONE
    parts = said.get("therapies")
    listed = [one for one in parts if isinstance(one, dict)] if isinstance(parts, list) else [said]
    drugs = tuple(_drug(one) for one in listed)
    if len(drugs) < 2:
        return drugs, Together.ONE
    return drugs, Together.SUBSTITUTES if said.get("membershipOperator") == "OR" else Together.COMBINATION


def _drug(said: dict[str, Any]) -> Concept:
    return _concept(said, Kind.DRUG, Kind.DRUG_CLASS) if curies(said) else therapy(str(said.get("name", "")))


def _strength(said: Any, own: dict[str, Any]) -> tuple[str | None, str | None]:
    coding = said.get("primaryCoding") if isinstance(said, dict) else None
    code = str(coding.get("code")) if isinstance(coding, dict) else ""
    level = code if code in LEVELS and "civic" in str(coding and coding.get("system")) else None
    told = own.get("strength") if own.get("strength") in [*_VICC.values()] else None
    return level, told or (meanings.STRENGTHS[level] if level else _VICC.get(code.removeprefix("vicc:")))


def _origin(said: Any) -> str | None:
    name = said.get("name") if isinstance(said, dict) else None
    return meanings.ORIGINS.get(str(name).casefold())


def _document(said: Any) -> tuple[Node | None, str | None]:
    documents = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    for one in documents:
        number, identifier = str(one.get("pmid") or ""), str(one.get("id") or "")
        if number.isdecimal():
            return iri(expand(f"PMID:{number}")), _text(one.get("name"))
        if is_curie(identifier) or "://" in identifier:
            return iri(expand(identifier) if is_curie(identifier) else identifier), _text(one.get("name"))
    return None, None


def _evidence(thing: dict[str, Any], base: str) -> tuple[Node, ...]:
    found: list[Node] = []
    lines = thing.get("hasEvidenceLines")
    for line in lines if isinstance(lines, list) else []:
        items = line.get("hasEvidenceItems") if isinstance(line, dict) else None
        for item in items if isinstance(items, list) else []:
            name = item.get("id") if isinstance(item, dict) else item
            if isinstance(name, str) and name:
                found.append(_node(name, base))
    return tuple(dict.fromkeys(found))


def _modality(said: Any) -> Modality:
    return next((one for one in Modality if one == said), Modality.BACKGROUND)


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str) and one] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
