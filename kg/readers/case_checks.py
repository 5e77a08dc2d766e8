"""What the fields of a case ask of each other: each check notes its faults and completes the values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from kg.case import Author, Concept, Modality, Publication, Span, Variant, VariantFinding
from kg.case_text import is_named_in_full, natural_kind, variant_name
from kg.errors import printable
from kg.hgvs import RESIDUES, ProteinChange, protein_change
from kg.readers.case_kinds import Kind, Page, did_you_mean
from kg.readers.case_records import Place, Values
from kg.readers.case_values import WrongValue, pmid_of
from kg.readers.yaml_nodes import Node, Scalar

UNKNOWN_DRUGS = "unknown"
"""What stands under 'drugs' when the source tells of a treatment and not of which."""


def unknown_drugs(text: str) -> str:
    """The word for drugs that the source does not name; WrongValue for any other, which belongs in a list."""
    if text == UNKNOWN_DRUGS:
        return text
    said = printable(text, 60)
    raise WrongValue(f"{said!r} is text where a list is expected", f"write [{said}], or '{UNKNOWN_DRUGS}'")


_SPAN = re.compile(r"(.*\S)\s+([0-9]{1,8})\s*[-–]\s*([0-9]{1,8})\Z")


def span_of(text: str) -> Span:
    """The place that 'abstract 640-1012' names; WrongValue when it names none."""
    match = _SPAN.match(text)
    if not match:
        cure = "write it like 'abstract 640-1012' or {section: abstract, quote: …}"
        raise WrongValue(f"{printable(text, 80)!r} is not a place in the text", cure)
    start, end = int(match[2]), int(match[3])
    if end <= start:
        raise WrongValue(f"the place ends at {end}, not after its start at {start}", _SPAN_CURE)
    return Span(match[1], start, end)


_SPAN_CURE = "'start' is the first character, counted from 0, 'end' is one past the last"


def check_span(values: Values, place: Place) -> None:
    """Start and end come together and in order."""
    if ("start" in values) != ("end" in values):
        have, lack = ("start", "end") if "start" in values else ("end", "start")
        place.fault(have, f"has no '{lack}' beside it", "give both, or the quote alone")
    start, end = values.get("start"), values.get("end")
    if start is not None and end is not None and end <= start:
        place.fault("end", f"the place ends at {end}, not after its start at {start}", _SPAN_CURE)


def check_publication(values: Values, place: Place) -> None:
    """Affiliations of the whole publication go to every author without any."""
    if "affiliations" not in values:
        return
    shared = values.pop("affiliations")
    if "authors" not in values:
        place.fault("affiliations", "has no authors to belong to", "add 'authors: [names]'")
    authors: Iterable[Author | None] = values.get("authors") or ()
    if shared and values.get("authors"):
        values["authors"] = tuple(
            replace(author, affiliations=author.affiliations or shared) if author else None
            for author in authors
        )


def check_therapy(values: Values, place: Place) -> None:
    """A line names its treatment or says that it is unknown, and does not end before it starts."""
    if values.get("drugs") == UNKNOWN_DRUGS:
        values.update(drugs=(), drugs_stated=False)
    if not values.keys() & {"drugs", "procedures", "regimen"}:
        place.fault(
            "", "names no treatment", "add 'drugs: [names]', 'drugs: unknown', procedures or a regimen"
        )
    if "later_responses" in values and "response" not in values:
        place.fault("later_responses", "come after no first one", "put the first under 'response'")
    start, end = values.get("start"), values.get("end")
    if start and end and not start.startswith("P") and not end.startswith("P"):
        known = min(len(start), len(end))
        if end[:known] < start[:known]:
            place.fault("end", f"ends on {end}, before its start on {start}", "swap or correct the dates")


def check_outcome(values: Values, place: Place) -> None:
    """An outcome says how the patient was, or for how long something held."""
    if not values.keys() & {"status", "overall_survival", "progression_free", "disease_free"}:
        cure = "add 'status: …', or overall_survival, progression_free or disease_free"
        place.fault("", "says nothing of the patient", cure)


def check_claim(values: Values, place: Place) -> None:
    """A relation needs something that it is said of."""
    if values.get("relation") and not values.keys() & {"subjects", "variants"}:
        place.fault(
            "relation", "has nothing that it is said of", "add 'subjects: [names]' or 'variants: [names]'"
        )


def check_variant(values: Values, place: Place) -> None:
    """A variant has a gene, and its kind, changes and fusion partner agree."""
    if "fusion" in values:
        _take_fusion(values, place)
    elif "gene" not in values:
        place.fault("gene", "'gene' is missing", "add 'gene: …' or 'fusion: EML4-ALK'")
    change = values.get("protein")
    if "kind" not in values or values["kind"]:
        _settle_kind(values, change, place)
    if change is not None:
        values["protein"] = change.normal
        if gene := values.get("gene"):
            _check_residues(gene, change, place)


def _take_fusion(values: Values, place: Place) -> None:
    """Put the two genes of 'fusion' where the model has them."""
    pair = values.pop("fusion")
    for key in ("gene", "partner"):
        if key in values:
            place.fault(key, "stands beside 'fusion', which names both genes", f"remove '{key}'")
    if pair:
        values["partner"], values["gene"] = map(Concept, pair)


_COMPATIBLE = {
    ("in-frame deletion", "exon deletion"),
    ("mutation", "missense"),
    ("mutation", "in-frame deletion"),
    ("mutation", "in-frame insertion"),
}
"""(kind by the protein change, kind as stated) that go together; the stated one is said of the variant."""
_ON_THE_TRANSCRIPT = {"splice site", "exon skipping"}
_BROADER = {"in-frame deletion": {"deletion", "mutation"}}


def _settle_kind(values: Values, change: ProteinChange | None, place: Place) -> None:
    """Derive the kind where it is not stated, and hold it against the change where it is."""
    stated, partner = values.get("kind"), values.get("partner")
    if partner is not None and stated not in {None, "fusion", "rearrangement"}:
        place.fault("kind", f"'{stated}' does not fit a variant with a partner gene", "write kind: fusion")
    if change is not None:
        if stated in {None, *_BROADER.get(change.kind, {"mutation"})}:
            values["kind"] = change.kind
        elif stated and not _fits(stated, change.kind):
            cure = f"write kind: {change.kind}, or leave the kind out"
            place.fault("kind", f"'{stated}' contradicts {change.normal}", cure)
    elif stated is None:
        values["kind"] = natural_kind(None, values.get("coding"), partner)


def _fits(stated: str, derived: str) -> bool:
    return stated == derived or stated in _ON_THE_TRANSCRIPT or (derived, stated) in _COMPATIBLE


def _check_residues(gene: Concept, change: ProteinChange, place: Place) -> None:
    if wrong := wrong_residue(gene, change, place.page):
        place.fault("protein", *wrong)


def wrong_residue(gene: Concept, change: ProteinChange, page: Page) -> tuple[str, str] | None:
    """What is wrong with the residues that a change says the gene's protein has, and the cure."""
    for letter, position in change.residues if page.residue else ():
        known = page.residue(gene.text, position) if page.residue else None
        if known is not None and known != letter:
            has, said = RESIDUES.get(known, known), RESIDUES[letter]
            return (
                f"{printable(gene.text, 40)} has {has} at {position}, not {said}",
                "correct residue or position",
            )
    return None


@dataclass(frozen=True, slots=True)
class Reference:
    """A variant by its name, or written out."""

    shapes: Kind

    def read(self, node: Node, path: str, page: Page) -> Variant | None:
        """The variant, its residues held against those that are known."""
        found: Variant | None = self.shapes.read(node, path, page)
        if found is not None and found.protein is not None and isinstance(node, Scalar):
            wrong = wrong_residue(found.gene, protein_change(found.protein), page)
            if wrong:
                page.fault(node, path, *wrong)
                return None
        return found


def check_case(values: Values, place: Place) -> None:
    """The id and the publication agree, and variants are the same thing wherever they are named."""
    _check_pmid(values, place)
    findings: tuple[VariantFinding | None, ...] = values.get("variants") or ()
    listed: dict[str, Variant] = {}
    for finding in findings:
        if finding is not None:
            listed.setdefault(variant_name(finding.variant), finding.variant)
    if values.get("profiles"):
        _check_members(values["profiles"], findings, set(listed), place)
    for part, field in (("profiles", "members"), ("claims", "variants"), ("assertions", "profile")):
        if values.get(part):
            values[part] = tuple(_resolved(thing, field, listed) for thing in values[part])


def _check_pmid(values: Values, place: Place) -> None:
    """A PubMed id in the case's id is the publication's, too."""
    pmid = pmid_of(values.get("case") or "")
    publication = values.get("publication")
    if not pmid or ("publication" in values and publication is None):
        return
    if publication is None or publication.pmid is None:
        values["publication"] = replace(publication or Publication(), pmid=pmid)
    elif publication.pmid != pmid:
        what = f"{publication.pmid} contradicts the case's id, {values['case']}"
        place.fault("publication.pmid", what, "make them the same")


def _check_members(
    profiles: Iterable[Any], findings: Iterable[VariantFinding | None], names: set[str], place: Place
) -> None:
    """Every member of a profile is among the variants, and was found."""
    known = [finding for finding in findings if finding is not None]
    absent = names - {variant_name(one.variant) for one in known if one.modality is not Modality.ABSENT}
    for number, profile in enumerate(profiles):
        for position, member in enumerate(profile.members if profile else ()):
            path, name = f"profiles[{number}].members[{position}]", printable(variant_name(member), 80)
            if name in absent:
                place.fault(path, f"'{name}' is listed as absent", "leave it out of the profile")
            elif name not in names and len(known) == len(list(findings)):
                cure = did_you_mean(name, tuple(sorted(names))) or "add it to 'variants'"
                place.fault(path, f"'{name}' is not among the variants", cure)


def _resolved(thing: Any, field: str, listed: dict[str, Variant]) -> Any:
    """The profile, claim or assertion with its variants as the case lists them, where it does."""
    if thing is None:
        return None
    members: tuple[Variant, ...] = getattr(thing, field)
    found = tuple([_as_listed(member, listed) for member in members])
    return thing if found == members else replace(thing, **{field: found})


def _as_listed(member: Variant, listed: dict[str, Variant]) -> Variant:
    """The variant of that name, where the name is all that is said of the member."""
    same = listed.get(variant_name(member), member)
    return same if same != member and is_named_in_full(member) else member
