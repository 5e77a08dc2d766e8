"""A case and its variants as people write them: the YAML of a case file, and names such as 'ERBB2 D769H'."""

from __future__ import annotations

import re
from difflib import get_close_matches

from kg.case import VARIANT_KINDS, Concept, Variant
from kg.errors import printable
from kg.hgvs import HgvsError, coding_change, is_splice_site, protein_change

_EXON_WORDS = {
    "deletion": "exon deletion",
    "skipping": "exon skipping",
    "insertion": "in-frame insertion",
}
"""What people say after 'exon 19' -> the kind of variant."""

_FORMS = "write it like ERBB2 D769H, EML4-ALK fusion, MET amplification or EGFR exon 19 deletion"


def variant_reference(text: str) -> Variant:
    """The variant that a name stands for; HgvsError when it names none.

    >>> variant_reference("ERBB2 V777L").protein, variant_reference("EML4-ALK fusion").partner.text
    ('p.Val777Leu', 'EML4')
    """
    words = text.split()
    if not words:
        raise HgvsError("the variant has no name", _FORMS)
    gene, rest = words[0], " ".join(words[1:])
    if rest in {"fusion", "rearrangement"} and re.search(r".-.|.::.", gene):
        partner, gene = fusion_partners(gene)
        return Variant(gene=Concept(gene), partner=Concept(partner), kind=rest)
    if not rest or rest in {"mutation", "mutations"}:
        return Variant(gene=Concept(gene), kind="mutation")
    if rest.startswith("c."):
        coding = coding_change(rest)
        return Variant(gene=Concept(gene), coding=coding, kind=kind_of_coding(coding))
    if exon := re.fullmatch(r"exon ([1-9][0-9]{0,2}) (.+)", rest):
        kind = _EXON_WORDS.get(exon[2], exon[2])
        return Variant(gene=Concept(gene), exon=int(exon[1]), kind=_known_kind(kind, text))
    if rest in VARIANT_KINDS or not re.search(r"[0-9*?=]", rest):
        return Variant(gene=Concept(gene), kind=_known_kind(rest, text))
    change = protein_change(rest)
    return Variant(gene=Concept(gene), protein=change.normal, kind=change.kind)


def kind_of_coding(coding: str) -> str:
    """What is known of a variant's kind when only its coding change is known."""
    return "splice site" if is_splice_site(coding) else "mutation"


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
    near = get_close_matches(kind, VARIANT_KINDS, 1, 0.6)
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
