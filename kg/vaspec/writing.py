"""Evidence statements of a graph as VA-Spec statements."""

from __future__ import annotations

from typing import Any, NamedTuple

from kg.civic import meanings
from kg.ids import compress, expand
from kg.rdf import plain
from kg.vaspec import propositions as va
from kg.vaspec.concepts import Object, extension
from kg.vaspec.graph import Graph
from kg.vaspec.propositions import Form
from kg.vaspec.subjects import Subjects, cells
from kg.vocabulary import DCTERMS, INDIVIDUALS, KG, OBO, PROV

_PHRASES = {plain(node): phrase for phrase, node in INDIVIDUALS.items()}
_LEVELS = {
    "A": ("Validated association", "e000001", "authoritative evidence"),
    "B": ("Clinical evidence", "e000005", "clinical cohort evidence"),
    "C": ("Case study", "e000008", "case study evidence"),
    "D": ("Preclinical evidence", "e000009", "preclinical evidence"),
    "E": ("Inferential association", "e000010", "inferential evidence"),
}
"""CIViC's level -> its name, and code and name of the VICC evidence code that CIViC's own export gives it."""
_CODES = {
    "validated association": "e000001",
    "clinical evidence": "e000004",
    "clinical cohort evidence": "e000005",
    "case study evidence": "e000008",
    "preclinical evidence": "e000009",
    "inferential evidence": "e000010",
}
LEVEL_SYSTEM = "https://civic.readthedocs.io/en/latest/model/evidence/level.html"
VICC_SYSTEM = "https://go.osu.edu/evidence-codes"
_ORIGINS = {expand("GENO:0000882"): "somatic", expand("GENO:0000888"): "germline"}


class NotHeld(NamedTuple):
    """Why a statement has no place in VA-Spec 1.0: as a plural noun."""

    reason: str


class Writer:
    """Makes statements of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._subjects = Subjects(graph)

    def unwritten(self) -> int:
        """How many records of catalogues no statement has brought along."""
        records = self._graph.instances(KG.CatalogueRecord)
        return sum(one not in self._subjects.written for one in records)

    def statement(self, node: str) -> Object | NotHeld:
        """The statement as JSON, or why it cannot be one."""
        graph = self._graph
        status = graph.one(node, KG.reviewStatus)
        if status not in {None, meanings.ACCEPTED}:
            return NotHeld(f"statements {status}, not accepted")
        said = cells(graph.facts(node))
        phrase = _PHRASES.get(graph.one(node, KG.predicate) or "", "")
        form = va.form(phrase, oncogenic=str(said.get("evidence_type", "")).casefold() == "oncogenic")
        if form is None:
            return NotHeld(f"statements of which VA-Spec 1.0 has no predicate: {phrase!r}")
        proposition = self._proposition(node, form, said)
        if isinstance(proposition, NotHeld):
            return proposition
        return self._stated(node, proposition, (phrase, form), said)

    def _stated(self, node: str, proposition: Object, meant: tuple[str, Form], said: Object) -> Object:
        """The statement around its proposition."""
        graph, (phrase, form) = self._graph, meant
        direction = _PHRASES.get(graph.one(node, KG.direction) or "", "neutral")
        made: Object = {"id": compress(node) or node, "type": "Statement", "name": graph.label(node)}
        if description := graph.one(node, DCTERMS.description):
            made["description"] = description
        made["specifiedBy"] = self._method(node)
        if contributions := self._contributions(node, said):
            made["contributions"] = contributions
        made["reportedIn"] = self._documents(node)
        made["proposition"] = proposition
        made["direction"] = form.direction(direction)
        if strength := self._strength(node):
            made["strength"] = strength
        if form.classification:
            made["classification"] = {"name": form.classification}
        if items := graph.all(node, OBO.has_evidence_item):
            made["hasEvidenceLines"] = [_line(made["direction"], items)]
        made["extensions"] = self._extensions(node, phrase, direction, said)
        return {name: value for name, value in made.items() if value != []}

    def _proposition(self, node: str, form: Form, said: Object) -> Object | NotHeld:
        graph = self._graph
        profile, condition = graph.one(node, KG.profile), graph.one(node, KG.condition)
        if profile is None:
            return NotHeld("statements without a profile")
        gene = self._subjects.gene(profile, said)
        made: Object = {"type": form.proposition}
        made["subjectVariant"] = self._subjects.variant(profile, said)
        made["predicate"] = form.predicate
        if form.proposition == va.FUNCTIONAL:
            return made | {"objectSequenceFeature": gene} if gene else NotHeld("statements without a gene")
        if condition is None:
            return NotHeld("statements without a disease")
        if gene:
            made["geneContextQualifier"] = gene
        if origin := _ORIGINS.get(graph.one(node, OBO.allele_origin) or ""):
            made["alleleOriginQualifier"] = {"name": origin}
        disease = self._subjects.condition(condition, said)
        if form.proposition == va.THERAPEUTIC:
            return self._response(node, made, disease)
        return made | {"objectTumorType" if form.proposition == va.ONCOGENIC else "objectCondition": disease}

    def _response(self, node: str, made: Object, disease: Object) -> Object | NotHeld:
        """The proposition with its therapy."""
        therapies = self._graph.all(node, KG.therapy)
        if not therapies:
            return NotHeld("statements without a therapy")
        for one in therapies:
            if how := self._graph.one(one, KG.interaction):
                return NotHeld(f"statements on several therapies whose interaction is {how}")
        therapy = self._subjects.therapeutic(therapies)
        return made | {"objectTherapeutic": therapy, "conditionQualifier": disease}

    def _method(self, node: str) -> Object:
        how = _PHRASES.get(self._graph.one(node, KG.method) or "", "curated")
        if (compress(node) or "").startswith("civic."):
            return {
                "id": "civic.method",
                "type": "Method",
                "name": "CIViC curation",
                "methodType": "curation",
            }
        return {"type": "Method", "name": f"{how} with kg", "methodType": how}

    def _contributions(self, node: str, said: Object) -> list[Object]:
        made: list[Object] = []
        date = str(said.get("last_review_date", ""))
        if (when := _moment(date)) is not None:
            made.append({"type": "Contribution", "activityType": "last reviewed", "date": when})
        case = self._graph.one(node, KG.inCase)
        for agent in self._graph.all(case, PROV.wasAttributedTo) if case else ():
            contributor = {"type": "Agent", "name": self._graph.label(agent)}
            made.append({"type": "Contribution", "activityType": "curation", "contributor": contributor})
        return made

    def _documents(self, node: str) -> list[Any]:
        graph, made = self._graph, []
        for document in graph.all(node, PROV.hadPrimarySource):
            curie = compress(document) or document
            one: Object = {"id": curie, "type": "Document"}
            if citation := graph.one(document, DCTERMS.bibliographicCitation):
                one["name"] = citation
            if title := graph.one(document, DCTERMS.title):
                one["title"] = title
            if doi := graph.one(document, KG.doi):
                one["doi"] = doi
            if curie.startswith("PMID:"):
                one["pmid"] = curie.removeprefix("PMID:")
            made.append(one)
        return made

    def _strength(self, node: str) -> Object | None:
        """The level with its VICC code; without a level the code of the strength alone."""
        level = self._graph.one(node, KG.evidenceLevel)
        if level in _LEVELS:
            name, code, called = _LEVELS[level]
            vicc = {"coding": {"name": called, "system": VICC_SYSTEM, "code": code}, "relation": "exactMatch"}
            coding = {"system": LEVEL_SYSTEM, "code": level}
            return {"name": name, "primaryCoding": coding, "mappings": [vicc]}
        strength = _PHRASES.get(self._graph.one(node, KG.strength) or "")
        if strength in _CODES:
            return {"name": strength, "primaryCoding": {"system": VICC_SYSTEM, "code": _CODES[strength]}}
        return None

    def _extensions(self, node: str, phrase: str, direction: str, said: Object) -> list[Object]:
        """What VA-Spec has no field for: our own words, the case, and a catalogue's cells."""
        graph = self._graph
        ours: Object = {"predicate": phrase, "direction": direction}
        for name, predicate in (
            ("modality", KG.modality),
            ("strength", KG.strength),
        ):
            if phrased := _PHRASES.get(graph.one(node, predicate) or ""):
                ours[name] = phrased
        for name, predicate in (
            ("level", KG.evidenceLevel),
            ("status", KG.reviewStatus),
            ("rating", KG.rating),
            ("case", KG.inCase),
        ):
            if value := graph.one(node, predicate):
                ours[name] = value
        made = [extension("casekg", ours)]
        if said:
            made.append(extension("civic", said))
        return made


def _line(direction: str, items: list[str]) -> Object:
    return {
        "type": "EvidenceLine",
        "hasEvidenceItems": [compress(item) or item for item in items],
        "directionOfEvidenceProvided": direction,
    }


def _moment(written: str) -> str | None:
    """'2020-11-20 16:18:21 UTC' as a date and time of RFC 3339; None for other forms."""
    date, _, rest = written.partition(" ")
    time, _, zone = rest.partition(" ")
    plain_date = len(date) == 10 and date.replace("-", "").isdigit()
    plain_time = len(time) == 8 and time.replace(":", "").isdigit()
    return f"{date}T{time}Z" if plain_date and plain_time and zone == "UTC" else None
