"""A case and its variants as people write them: the YAML of a case file, and names such as 'ERBB2 D769H'."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kg.case import (
    VARIANT_KINDS,
    Assertion,
    Author,
    Case,
    Claim,
    Concept,
    Finding,
    Profile,
    Publication,
    Span,
    TherapyLine,
    Variant,
    VariantFinding,
)
from kg.errors import printable
from kg.hgvs import HgvsError, coding_change, is_splice_site, protein_change

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_EXON_WORDS = {
    "deletion": "exon deletion",
    "skipping": "exon skipping",
    "insertion": "in-frame insertion",
}
"""What people say after 'exon 19' -> the kind of variant."""

_FUSION = re.compile(r".-.|.::.")
_EXON = re.compile(r"exon ([1-9][0-9]{0,2}) (.+)")
_OF_A_CHANGE = re.compile(r"[0-9*?=]")
_FORMS = "write it like ERBB2 D769H, EML4-ALK fusion, MET amplification or EGFR exon 19 deletion"


@lru_cache(maxsize=10_000)
def variant_reference(text: str) -> Variant:
    """The variant that a name stands for; HgvsError when it names none.

    >>> variant_reference("ERBB2 V777L").protein, variant_reference("EML4-ALK fusion").partner.text
    ('p.Val777Leu', 'EML4')
    """
    words = text.split()
    if not words:
        raise HgvsError("the variant has no name", _FORMS)
    gene, rest = words[0], " ".join(words[1:])
    if rest in {"fusion", "rearrangement"} and _FUSION.search(gene):
        partner, gene = fusion_partners(gene)
        return Variant(gene=Concept(gene), partner=Concept(partner), kind=rest)
    if not rest or rest in {"mutation", "mutations"}:
        return Variant(gene=Concept(gene), kind="mutation")
    if rest.startswith("c."):
        coding = coding_change(rest)
        return Variant(gene=Concept(gene), coding=coding, kind=natural_kind(None, coding, None))
    if exon := _EXON.fullmatch(rest):
        kind = _EXON_WORDS.get(exon[2], exon[2])
        return Variant(gene=Concept(gene), exon=int(exon[1]), kind=_known_kind(kind, text))
    if rest in VARIANT_KINDS or not _OF_A_CHANGE.search(rest):
        return Variant(gene=Concept(gene), kind=_known_kind(rest, text))
    change = protein_change(rest)
    return Variant(gene=Concept(gene), protein=change.normal, kind=change.kind)


def natural_kind(protein: str | None, coding: str | None, partner: Concept | None) -> str:
    """The kind of a variant of which nothing else is stated; 'mutation' when that says nothing.

    >>> natural_kind("p.Arg213Ter", None, None), natural_kind(None, "c.3028+1G>T", None)
    ('nonsense', 'splice site')
    """
    if protein is not None:
        return protein_change(protein).kind
    if partner is not None:
        return "fusion"
    return "splice site" if coding is not None and is_splice_site(coding) else "mutation"


def fusion_partners(text: str) -> tuple[str, str]:
    """The two genes of 'EML4-ALK' or 'EML4::ALK', 5' first; HgvsError when there are not two.

    >>> fusion_partners("EML4::ALK")
    ('EML4', 'ALK')
    """
    parts = [part.strip() for part in text.split("::" if "::" in text else "-")]
    if len(parts) != 2 or not all(parts):
        raise HgvsError(
            f"{printable(text, 60)!r} does not name two genes", "write it like EML4-ALK or EML4::ALK"
        )
    return parts[0], parts[1]


def _known_kind(kind: str, text: str) -> str:
    """The kind, when it is one; HgvsError with the nearest ones when not."""
    if kind in VARIANT_KINDS:
        return kind
    near = get_close_matches(kind[:100], VARIANT_KINDS, 1, 0.6)
    said = repr(printable(text, 80))
    raise HgvsError(f"{said} names no change", f"did you mean '{near[0]}'?" if near else _FORMS)


def variant_name(variant: Variant) -> str:
    """The shortest name that people use: 'ERBB2 D769H', 'EML4-ALK fusion', 'EGFR exon 19 deletion'.

    >>> variant_name(Variant(gene=Concept("ERBB2"), protein="p.Asp769His", kind="missense"))
    'ERBB2 D769H'
    """
    gene, kind = variant.gene.text, variant.kind or "mutation"
    if variant.partner is not None:
        joint = "::" if "-" in variant.partner.text + gene else "-"
        return f"{variant.partner.text}{joint}{gene} {kind}"
    if variant.protein is not None:
        return f"{gene} {protein_change(variant.protein).short}"
    if variant.coding is not None:
        return f"{gene} {variant.coding}"
    if variant.exon is not None:
        words = {kind: word for word, kind in _EXON_WORDS.items()}
        return f"{gene} exon {variant.exon} {words.get(kind, kind)}"
    return f"{gene} {kind}"


_LINE_WIDTH = 100
_NEVER_WRITTEN: set[tuple[type, str]] = {
    (Case, "source"),
    (Case, "lines"),
    (Publication, "sections"),
    (Publication, "hints"),
    (Publication, "name"),
}
_FINDING_FIELDS = [field.name for field in fields(Finding)]
_REFERENCES = {(Profile, "members"), (Claim, "variants"), (Assertion, "profile")}


def to_yaml(case: Case) -> str:
    """The case as a case file, from which the same case is read again.

    What the file has no place for is left out: ids found by grounding, and the document's own text.
    A reference to a variant that the case lists is read as that variant, with all that is listed of it.
    """
    return dumped(mapping(case))


def dumped(parts: dict[str, Any]) -> str:
    """Those keys and values as they stand in a case file, each top-level key on a line of its own."""
    import yaml

    plain, quick = _dumpers()
    # default_flow_style=None writes the innermost lists and mappings on one line.
    how: dict[str, Any] = {"sort_keys": False, "allow_unicode": True, "default_flow_style": None}
    text: str = yaml.dump(parts, Dumper=quick, width=_LINE_WIDTH, **how)
    if quick is not plain and "\\" in text:  # libyaml escapes more than PyYAML does, and nothing else differs
        text = yaml.dump(parts, Dumper=plain, width=_LINE_WIDTH, **how)
    return text


@cache
def _dumpers() -> tuple[Any, Any]:
    """PyYAML's own dumper, and the one of libyaml, some five times as quick, where PyYAML was built with it.

    Both write every value out where it stands, for people read this.
    """
    import yaml

    kinds = (yaml.SafeDumper, getattr(yaml, "CSafeDumper", yaml.SafeDumper))
    plain, quick = (type("Dumper", (kind,), {"ignore_aliases": lambda *_: True}) for kind in kinds)
    return plain, quick if kinds[0] is not kinds[1] else plain


def mapping(thing: DataclassInstance) -> dict[str, Any]:
    """The stated fields of a part of a case, in the file's names and order."""
    if isinstance(thing, VariantFinding):
        return _variant_mapping(thing.variant) | _stated(thing, {"variant"})
    if isinstance(thing, Variant):
        return _variant_mapping(thing)
    if isinstance(thing, Publication):
        return _publication_mapping(thing)
    if isinstance(thing, Case):
        return {"case": thing.id} | _stated(thing, {"id"})
    if isinstance(thing, TherapyLine):
        drugs = {} if thing.drugs_stated else {"drugs": "unknown"}
        return drugs | _stated(thing, {"drugs_stated"})
    return _stated(thing)


def _stated(thing: DataclassInstance, leave_out: Container[str] = ()) -> dict[str, Any]:
    """The fields that differ from their defaults, those that every finding has at the end."""
    return {
        name: _written(value, reference)
        for name, default, reference in _fields(type(thing))
        if name not in leave_out and (value := getattr(thing, name)) != default
    }


@cache
def _fields(kind: type[DataclassInstance]) -> tuple[tuple[str, Any, bool], ...]:
    """Of each field that is written: its name, its default, and whether it holds references to variants."""
    own = sorted(fields(kind), key=lambda field: field.name in _FINDING_FIELDS)
    return tuple(
        (field.name, _default(field), (kind, field.name) in _REFERENCES)
        for field in own
        if (kind, field.name) not in _NEVER_WRITTEN
    )


def _default(field: Field[Any]) -> Any:
    """What a field holds when nothing is stated."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _written(value: Any, reference: bool = False) -> Any:
    """The value as plain lists, mappings, words and numbers."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        items = [_written(item, reference) for item in value]
        return items[0] if len(items) == 1 and isinstance(value[0], Span) else items
    if isinstance(value, Concept):
        return value.text
    if isinstance(value, Span):
        return _span(value)
    if isinstance(value, int | float):
        return value
    return _reference(value) if reference else mapping(value)


def _span(span: Span) -> str | dict[str, Any]:
    """'abstract 640-1012', or a mapping when there is more or less to say."""
    short = f"{span.section} {span.start}-{span.end}"
    if span.quote is None and span.start is not None and "\n" not in span.section:
        return short
    return {name: value for name, value in vars(span).items() if value is not None}


def _reference(variant: Variant) -> str | dict[str, Any]:
    """The variant's name when that says all, else the variant written out."""
    return variant_name(variant) if is_named_in_full(variant) else _variant_mapping(variant)


def is_named_in_full(variant: Variant) -> bool:
    """True when the variant's name says all that is known of it."""
    try:
        return variant_reference(variant_name(variant)) == variant
    except HgvsError:
        return False


def _variant_mapping(variant: Variant) -> dict[str, Any]:
    """The variant's fields, the two genes of a plain fusion as one, the kind only when it says more."""
    partner, gene = variant.partner, variant.gene.text
    written = _stated(variant, {"kind"})
    if variant.kind is not None and variant.kind != natural_kind(variant.protein, variant.coding, partner):
        written["kind"] = variant.kind
    if partner is not None and not re.search("-|:", gene + partner.text):
        rest = {key: value for key, value in written.items() if key not in {"gene", "partner"}}
        return {"fusion": f"{partner.text}-{gene}"} | rest
    return written


def _publication_mapping(publication: Publication) -> dict[str, Any]:
    """The publication's fields, an affiliation shared by all authors written once."""
    written = _stated(publication)
    shared = {author.affiliations for author in publication.authors}
    if len(shared) == 1:
        written["authors"] = [author.name for author in publication.authors]
        if affiliations := shared.pop():
            written["affiliations"] = list(affiliations)
    elif shared:
        written["authors"] = [_author(author) for author in publication.authors]
    return written


def _author(author: Author) -> str | dict[str, Any]:
    return _stated(author) if author.affiliations else author.name
