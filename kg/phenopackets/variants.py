"""Interpretations of a packet and the variants they tell of, as findings of a case, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.case import Concept, Interpretation, Modality, Variant, VariantFinding
from kg.case_text import natural_kind, variant_name
from kg.ground import ground
from kg.grounding import GENE
from kg.hgvs import HgvsError, coding_change, protein_change
from kg.ids import slug
from kg.phenopackets.classes import OWN, Classes, fields, key, written
from kg.phenopackets.patches import with_record
from kg.terms import Kind, find, variant_mappings
from kg.vocabulary import SEQUENCE_ONTOLOGY

Json = dict[str, Any]

STATUS = {
    "REJECTED": "rejected",
    "CANDIDATE": "candidate",
    "CONTRIBUTORY": "contributory",
    "CAUSATIVE": "causative",
}
ACMG = {
    "BENIGN": "benign",
    "LIKELY_BENIGN": "likely benign",
    "UNCERTAIN_SIGNIFICANCE": "uncertain significance",
    "LIKELY_PATHOGENIC": "likely pathogenic",
    "PATHOGENIC": "pathogenic",
}
ACTIONABILITY = {"NOT_ACTIONABLE": "not actionable", "ACTIONABLE": "actionable"}
PROGRESS = {
    "IN_PROGRESS": "in progress",
    "COMPLETED": "completed",
    "SOLVED": "solved",
    "UNSOLVED": "unsolved",
}
"""Values of the schema -> our words; what is unknown has none."""

UNINTERPRETED = f"{OWN}:variants"
"""The id of an interpretation that we write only to hold variants."""

_HGVS = re.compile(r"(?P<reference>[^\s:]+):(?P<change>[cgmnpr]\..+)\Z")
_GENE = re.compile(r"\((?P<gene>[A-Z][A-Za-z0-9-]{1,19})\):")
_KINDS = {
    **{term: kind for kind, term in SEQUENCE_ONTOLOGY.items() if kind not in {"exon skipping", "mutation"}},
    "SO:1000029": "deletion",
}
"""Structural type -> kind of variant. SO:1000029 is a chromosomal deletion (SO 2024-11-18)."""


def variant(given: Json, classes: Classes) -> Variant | None:
    """The variant that a descriptor describes; None when it names no gene, as a case needs one."""
    told = [one.get("value", "").strip() for one in given.get("expressions", ())]
    gene = _gene(given.get("geneContext", {}), told, classes)
    if gene is None:
        return None
    names = [match for value in told if (match := _HGVS.match(value))]
    protein, coding = _first(names, "p"), _first(names, "c")
    notes = _extensions(given)
    partner = classes.read(notes.get("partner"), GENE)
    kind = natural_kind(protein, coding, partner)
    if not protein and not coding:
        kind = _KINDS.get(given.get("structuralType", {}).get("id", ""), kind)
    known = variant_mappings(gene.id, protein) if gene.id and protein else ()
    # a name is said of the change itself, never of "some change of the gene"
    said = [one[0] for one in names if one["reference"] != gene.name] if protein or coding else []
    exon = notes.get("exon")
    return Variant(
        gene=gene,
        protein=protein,
        coding=coding,
        kind=kind,
        partner=partner,
        exon=exon if isinstance(exon, int) else None,
        mappings=tuple(sorted({*said, *known})),
    )


def _gene(context: Json, told: list[str], classes: Classes) -> Concept | None:
    """The gene of the descriptor's context, else the one that an expression names in parentheses."""
    if context.get("valueId") or context.get("symbol"):
        return classes.read({"id": context.get("valueId", ""), "label": context.get("symbol", "")}, GENE)
    for value in told:
        if (match := _GENE.search(value)) and (term := ground(match["gene"], Kind.GENE).term):
            return Concept(term.label, term.id, term.label)
    return None


def _first(names: list[re.Match[str]], level: str) -> str | None:
    """The first change at that level that can be read, in its normal form."""
    for name in names:
        change = name["change"]
        if change.startswith(f"{level}."):
            try:
                return coding_change(change) if level == "c" else protein_change(change).normal
            except HgvsError:
                continue
    return None


def _extensions(given: Json) -> dict[str, Any]:
    """What we wrote into extensions, for which descriptors have no field."""
    notes: dict[str, Any] = {}
    for one in given.get("extensions", ()):
        name, value = one.get("name", ""), one.get("value", "")
        if not name.startswith(f"{OWN}:"):
            continue
        field = name.removeprefix(f"{OWN}:")
        if field == "partner":
            identifier, _, label = value.partition(" ")
            notes[field] = {"id": identifier, "label": label}
        elif field == "exon":
            notes[field] = int(value) if re.fullmatch("[1-9][0-9]{0,2}", value) else None
        else:
            notes[field] = value
    return notes


def descriptor(found: VariantFinding) -> Json:
    """The variant and what is said of it as a variation descriptor."""
    one = found.variant
    expressions = [_expression(name) for name in sorted(one.mappings) if _HGVS.match(name)]
    levels = {one["syntax"] for one in expressions}
    for level, change in (("hgvs.c", one.coding), ("hgvs.p", one.protein)):
        if change and level not in levels:
            expressions.append({"syntax": level, "value": f"{one.gene.name}:{change}"})
    kind = SEQUENCE_ONTOLOGY.get(one.kind or "") if not one.protein and not one.coding else None
    term = find(kind) if kind and one.kind != "mutation" else None
    extensions = [{"name": f"{OWN}:{name}", "value": value} for name, value in _notes(found)]
    return {
        "id": slug(variant_name(replace(one, gene=Concept(one.gene.name)))),
        "geneContext": {"valueId": key(one.gene), "symbol": one.gene.name},
        **({"expressions": expressions} if expressions else {}),
        **({"structuralType": {"id": term.id, "label": term.label}} if term else {}),
        **fields([("allelicState", found.allelic_state)]),
        **({"extensions": extensions} if extensions else {}),
    }


def _expression(name: str) -> Json:
    match = _HGVS.match(name)
    return {"syntax": f"hgvs.{match['change'][0]}" if match else "hgvs", "value": name}


def _notes(found: VariantFinding) -> Iterator[tuple[str, str]]:
    """What descriptors have no field for."""
    if found.variant.partner:
        partner = written(found.variant.partner)
        yield "partner", f"{partner['id']} {partner['label']}"
    if found.variant.exon is not None:
        yield "exon", str(found.variant.exon)
    for name, value in (("origin", found.origin), ("effect", found.effect), ("assay", found.assay)):
        if value:
            yield name, value
    if found.allele_fraction is not None:
        yield "allele_fraction", repr(found.allele_fraction)


def finding(given: Json, subject: str, samples: dict[str, int], classes: Classes) -> VariantFinding | None:
    """The variant of a genomic interpretation; None for one of a gene, or of a variant without one."""
    told = given.get("variantInterpretation")
    one = variant(told.get("variationDescriptor", {}), classes) if told else None
    if told is None or one is None:
        return None
    description = told.get("variationDescriptor", {})
    notes = _extensions(description)
    found = VariantFinding(
        variant=one,
        modality=Modality.OBSERVED,
        allelic_state=classes.read(description.get("allelicState")),
        causal=STATUS.get(given.get("interpretationStatus", "")),
        pathogenicity=ACMG.get(told.get("acmgPathogenicityClassification", "")),
        actionability=ACTIONABILITY.get(told.get("therapeuticActionability", "")),
        sample=samples.get(given.get("subjectOrBiosampleId", "")),
        origin=notes.get("origin") if notes.get("origin") in {"somatic", "germline"} else None,
        effect=notes.get("effect"),
        assay=notes.get("assay"),
        allele_fraction=_fraction(notes.get("allele_fraction")),
    )
    names = {number: name for name, number in samples.items()}
    return with_record(found, finding_written(found, subject, names), given)


def _fraction(text: str | None) -> float | None:
    if not text or not re.fullmatch(r"[01](?:\.[0-9]{1,20})?|[0-9.]{1,20}e-[0-9]{1,3}", text):
        return None
    return float(text) if float(text) <= 1 else None


def finding_written(found: VariantFinding, subject: str, samples: dict[int, str]) -> Json:
    """The variant as a genomic interpretation."""
    back = {word: value for table in (STATUS, ACMG, ACTIONABILITY) for value, word in table.items()}
    said = (
        ("acmgPathogenicityClassification", found.pathogenicity),
        ("therapeuticActionability", found.actionability),
    )
    return {
        "subjectOrBiosampleId": samples.get(found.sample or 0, subject),
        **({"interpretationStatus": back[found.causal]} if found.causal else {}),
        "variantInterpretation": {
            **{name: back[word] for name, word in said if word},
            "variationDescriptor": descriptor(found),
        },
    }


def interpretation(given: Json, classes: Classes) -> Interpretation:
    """The interpretation without its variants."""
    progress = PROGRESS.get(given.get("progressStatus", ""))
    return Interpretation(
        name=given.get("id", "").strip() or "interpretation without an id",
        progress=progress,
        disease=classes.read(given.get("diagnosis", {}).get("disease")),
        modality=Modality.OBSERVED if progress == "solved" else Modality.HYPOTHESIS,
        note=given.get("summary", "").strip() or None,
    )


def interpretation_written(found: Interpretation, calls: list[Json]) -> Json:
    """The interpretation with its variants."""
    back = {word: value for value, word in PROGRESS.items()}
    diagnosis = {
        **fields([("disease", found.disease)]),
        **({"genomicInterpretations": calls} if calls else {}),
    }
    return {
        "id": found.name,
        **({"progressStatus": back[found.progress]} if found.progress else {}),
        **({"diagnosis": diagnosis} if diagnosis else {}),
        **({"summary": found.note} if found.note else {}),
    }
