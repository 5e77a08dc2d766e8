"""The targets and the prefixes that they expect, the preferred one first."""

from __future__ import annotations

from typing import Final, NamedTuple

from kg.terms import Kind

VARIANTS: Final = "variant"
OWN_VARIANT = "casekg.variant:"
"""Start of the CURIEs of variants that `kg` names, as `kg.biolink` writes them."""


class Target(NamedTuple):
    """What one target expects."""

    prefixes: dict[Kind | str, tuple[str, ...]]
    """Kind of term, or `VARIANTS` -> prefixes."""
    remark: str = ""
    """What a user should know whenever the profile is used."""


PROFILES: dict[str, Target] = {
    "monarch": Target(
        {
            Kind.DISEASE: ("MONDO",),
            Kind.GENE: ("HGNC",),
            Kind.DRUG: ("CHEBI", "DRUGBANK"),
            Kind.SITE: ("UBERON",),
            Kind.ADVERSE_EVENT: ("HP",),
            VARIANTS: ("CLINVAR", "CAID"),
        }
    ),
    "hetionet": Target(
        {
            Kind.DISEASE: ("DOID",),
            Kind.GENE: ("NCBIGene",),
            Kind.DRUG: ("DRUGBANK",),
            Kind.SITE: ("UBERON",),
            Kind.ADVERSE_EVENT: ("UMLS", "MESH"),
        }
    ),
    "civic": Target(
        {
            Kind.DISEASE: ("DOID",),
            Kind.GENE: ("NCBIGene",),
            Kind.DRUG: ("NCIT",),
            VARIANTS: ("civic.vid", "CAID", "CLINVAR"),
        }
    ),
    "primekg": Target(
        {
            Kind.DISEASE: ("MONDO",),
            Kind.GENE: ("NCBIGene",),
            Kind.DRUG: ("DRUGBANK",),
            Kind.SITE: ("UBERON",),
            Kind.ADVERSE_EVENT: ("HP",),
        },
        "PrimeKG writes ids without prefix and leading zeros, beside their source (MONDO, NCBI, DrugBank …)",
    ),
    "wikidata": Target(
        {
            Kind.DISEASE: ("DOID", "MESH", "OMIM"),
            Kind.GENE: ("HGNC",),
            Kind.DRUG: ("DRUGBANK", "CHEBI", "MESH"),
            VARIANTS: ("civic.vid",),
        },
        "the term tables hold no items of Wikidata (Q…): these are ids that it keeps as external identifiers",
    ),
}
"""Name -> target."""
