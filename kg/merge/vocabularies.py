"""Whose identifiers these are, what kind of thing they name, and which of several leads.

An IRI belongs to the vocabulary of its prefix in `kg.ids`; one without a known prefix belongs to the
vocabulary of everything before its last `/`, `#` or, in the OBO manner, `_`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.ids import compress

DISEASE, GENE, PROTEIN, DRUG, VARIANT = "disease", "gene", "protein", "drug", "variant"
SITE, PHENOTYPE, PUBLICATION, DRUG_CLASS = "site", "phenotype", "publication", "drug class"

KINDS: dict[str, str] = {
    "MONDO": DISEASE,
    "DOID": DISEASE,
    "ONCOTREE": DISEASE,
    "ICD10CM": DISEASE,
    "HGNC": GENE,
    "NCBIGene": GENE,
    "UniProtKB": PROTEIN,
    "DRUGBANK": DRUG,
    "CHEBI": DRUG,
    "CHEMBL.COMPOUND": DRUG,
    "RXCUI": DRUG,
    "CAID": VARIANT,
    "CLINVAR": VARIANT,
    "civic.vid": VARIANT,
    "UBERON": SITE,
    "HP": PHENOTYPE,
    "PMID": PUBLICATION,
    "PMC": PUBLICATION,
    "DOI": PUBLICATION,
}
"""Prefix -> the one kind of thing that its identifiers name; prefixes of mixed vocabularies are absent."""

ORDER: dict[str, tuple[str, ...]] = {
    DISEASE: ("MONDO", "DOID", "NCIT", "EFO", "ONCOTREE", "MESH", "UMLS", "SNOMEDCT", "ICD10CM", "OMIM"),
    GENE: ("HGNC", "NCBIGene", "ENSEMBL", "OMIM"),
    PROTEIN: ("UniProtKB", "ENSEMBL"),
    DRUG: ("NCIT", "DRUGBANK", "CHEBI", "CHEMBL.COMPOUND", "RXCUI", "MESH", "UMLS"),
    DRUG_CLASS: ("kg", "NCIT", "MESH", "CHEBI"),
    SITE: ("UBERON", "NCIT", "MESH"),
    PHENOTYPE: ("HP", "NCIT", "MESH", "UMLS"),
    PUBLICATION: ("PMID", "PMC", "DOI"),
    "response": ("NCIT", "EFO", "MESH"),
    "receptor status": ("NCIT",),
    "sex": ("PATO", "NCIT"),
    "evidence": ("ECO", "SEPIO", "kg"),
    "variant type": ("SO", "GENO"),
}
"""Kind -> prefixes, the one that leads a clique first; prefixes that are not named follow by name."""

VARIANT_ORDER = ("CAID", "CLINVAR", "civic.vid")
"""Behind the names that a change itself makes (gene and change), which lead among variants."""

TYPES: dict[str, str] = {
    "biolink/vocab/Disease": DISEASE,
    "biolink/vocab/Gene": GENE,
    "biolink/vocab/Protein": PROTEIN,
    "biolink/vocab/Drug": DRUG,
    "biolink/vocab/SmallMolecule": DRUG,
    "biolink/vocab/ChemicalEntity": DRUG,
    "biolink/vocab/SequenceVariant": VARIANT,
    "biolink/vocab/PhenotypicFeature": PHENOTYPE,
    "biolink/vocab/AnatomicalEntity": SITE,
    "biolink/vocab/GrossAnatomicalStructure": SITE,
    "casekg/vocab/Variant": VARIANT,
    "casekg/vocab/DrugClass": DRUG_CLASS,
}
"""End of a class's IRI -> the kind of its members; classes that are not named say nothing."""

_NAMED_BY_CHANGE = ("/variant/", "/variant-category/")
_DBSNP = re.compile(r"(?:dbsnp[/:]|/snp/|DBSNP:)(?:rs)?\d+/?\Z", re.IGNORECASE)
_OBO_STYLE = re.compile(r"[A-Za-z]+_(?=[\w.-]*\Z)")


@lru_cache(maxsize=100_000)
def vocabulary(iri: str) -> str:
    """The prefix of a known vocabulary, else the start of the IRI that its kin share.

    >>> vocabulary("http://purl.obolibrary.org/obo/MONDO_0005051")
    'MONDO'
    >>> vocabulary("http://purl.obolibrary.org/obo/CL_0000084"), vocabulary("https://example.org/a#b")
    ('http://purl.obolibrary.org/obo/CL_', 'https://example.org/a#')
    """
    if curie := compress(iri):
        return curie.partition(":")[0]
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    obo = _OBO_STYLE.match(iri, cut)
    return iri[: obo.end() if obo else cut]


@lru_cache(maxsize=100_000)
def kind_of(iri: str) -> str:
    """The kind of thing that an identifier names by its prefix alone; '' where that is open.

    >>> kind_of("http://identifiers.org/hgnc/3430"), kind_of("http://purl.obolibrary.org/obo/NCIT_C7950")
    ('gene', '')
    """
    prefix = vocabulary(iri)
    if prefix == "ENSEMBL":
        return GENE if "/ENSG" in iri else ""
    if prefix.endswith(_NAMED_BY_CHANGE):
        return VARIANT
    return KINDS.get(prefix, "")


def kind_of_type(iri: str) -> str:
    """The kind of the members of a class; '' for a class that says nothing.

    >>> kind_of_type("https://w3id.org/biolink/vocab/Gene")
    'gene'
    """
    return TYPES.get("/".join(iri.rsplit("/", 3)[1:]), "")


def is_dbsnp(iri: str) -> bool:
    """True for a dbSNP id, which names a place in the genome and never one change.

    >>> is_dbsnp("http://identifiers.org/dbsnp/rs121913468")
    True
    """
    return _DBSNP.search(iri) is not None


def rank(kind: str, iri: str) -> tuple[int, str, int, str]:
    """The sort key by which the first of a clique's members leads it.

    >>> min(["http://purl.obolibrary.org/obo/DOID_1612", "http://purl.obolibrary.org/obo/MONDO_0007254"],
    ...     key=lambda iri: rank("disease", iri))
    'http://purl.obolibrary.org/obo/MONDO_0007254'
    """
    return _rank(kind, vocabulary(iri), iri)


def curie_rank(kind: str, curie: str) -> tuple[int, str, int, str]:
    """As `rank`, of a CURIE in our spelling."""
    return _rank(kind, curie.partition(":")[0], curie)


def _rank(kind: str, prefix: str, name: str) -> tuple[int, str, int, str]:
    if kind == VARIANT:
        place = 0 if prefix.endswith(_NAMED_BY_CHANGE) else 1 + _place(VARIANT_ORDER, prefix)
    else:
        place = _place(ORDER.get(kind, ()), prefix)
    return place, prefix, len(name), name


def _place(order: tuple[str, ...], prefix: str) -> int:
    return order.index(prefix) if prefix in order else len(order)


def shown(iri: str) -> str:
    """The identifier for people: its CURIE where there is one."""
    return compress(iri) or iri
