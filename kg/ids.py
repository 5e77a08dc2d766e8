"""Names for things: CURIEs, IRIs and the names that `kg` mints itself.

Prefixes are the ones the large graphs use (Biolink 4.4.4 prefix map, MONDO's SSSOM files); where
several IRI forms are in the wild the one in `PREFIXES` is written, and `LEGACY_FORMS` are still read.
A test holds them against a registry.
"""

from __future__ import annotations

import re
from functools import lru_cache

BASE = "https://w3id.org/casekg/"
"""Start of every IRI minted for data, unless the user gives another with `--base`."""

VOCABULARY = "https://w3id.org/casekg/vocab/"
"""Start of every class and property of our own; does not change with `--base`."""

_OBO = "http://purl.obolibrary.org/obo/"
_OBO_PREFIXES = [
    "BFO",
    "CHEBI",
    "DOID",
    "ECO",
    "GENO",
    "HP",
    "IAO",
    "MONDO",
    "NCBITaxon",
    "NCIT",
    "OBI",
    "OGMS",
    "PATO",
    "RO",
    "SEPIO",
    "SO",
    "UBERON",
]

PREFIXES: dict[str, str] = {
    **{prefix: f"{_OBO}{prefix}_" for prefix in _OBO_PREFIXES},
    "kg": VOCABULARY,
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "SIO": "http://semanticscience.org/resource/SIO_",
    "HGNC": "http://identifiers.org/hgnc/",
    "NCBIGene": "http://identifiers.org/ncbigene/",
    "ENSEMBL": "http://identifiers.org/ensembl/",
    "UniProtKB": "http://purl.uniprot.org/uniprot/",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "DRUGBANK": "http://identifiers.org/drugbank/",
    "CHEMBL.COMPOUND": "http://identifiers.org/chembl.compound/",
    "RXCUI": "https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm=",
    "OMIM": "https://omim.org/entry/",
    "UMLS": "http://identifiers.org/umls/",
    "SNOMEDCT": "http://snomed.info/id/",
    "ICD10CM": "http://purl.bioontology.org/ontology/ICD10CM/",
    "ONCOTREE": "http://oncotree.mskcc.org/api/tumorTypes/search/code/",
    "CLINVAR": "https://www.ncbi.nlm.nih.gov/clinvar/variation/",
    "CAID": "http://reg.clinicalgenome.org/redmine/projects/registry/genboree_registry/by_caid?caid=",
    "civic.vid": "https://civicdb.org/links/variant/",
    "civic.eid": "https://civicdb.org/links/evidence/",
    "civic.aid": "https://civicdb.org/links/assertions/",
    "civic.gid": "https://civicdb.org/links/gene/",
    "civic.tid": "https://civicdb.org/links/drugs/",
    "civic.mpid": "https://civicdb.org/links/molecular_profile/",
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
    "PMC": "http://europepmc.org/articles/PMC",
    "DOI": "https://doi.org/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "schema": "https://schema.org/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
}
"""Prefix -> IRI start, for every vocabulary that the graph speaks."""

LEGACY_FORMS: dict[str, str] = {
    "https://identifiers.org/hgnc:": "HGNC",
    "https://identifiers.org/hgnc/": "HGNC",
    "http://dx.doi.org/": "DOI",
    "http://doi.org/": "DOI",
    "https://pubmed.ncbi.nlm.nih.gov/": "PMID",
    "https://www.ncbi.nlm.nih.gov/pubmed/": "PMID",
    "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC": "PMC",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC": "PMC",
    "https://semanticscience.org/resource/SIO_": "SIO",
    "http://linkedlifedata.com/resource/umls/id/": "UMLS",
    "http://schema.org/": "schema",
}
"""Other IRI starts in the wild -> prefix."""

_CURIE = re.compile(
    r"(?P<prefix>[A-Za-z][\w.-]*):"
    # Names of publishers' older articles hold < and >: 10.5555/85:2<467::AID-X1>3.0.CO;2-T
    r"(?P<local>[^\s<>\"{}|\\^`]+|(?<=[Dd][Oo][Ii]:)10\.[0-9]{4,9}/\S+)\Z"
)
_FOLDED = {prefix.lower(): prefix for prefix in PREFIXES} | {
    "pubmed": "PMID",
    "pmcid": "PMC",
    "doi": "DOI",
    "mesh": "MESH",
    "sctid": "SNOMEDCT",
    "uniprot": "UniProtKB",
    "entrez": "NCBIGene",
    "rxnorm": "RXCUI",
    "chembl": "CHEMBL.COMPOUND",
    "dct": "dcterms",
}


def is_curie(text: str) -> bool:
    """True when the text is a CURIE with a prefix we know, in any letter case."""
    match = _CURIE.match(text)
    return bool(match and match["prefix"].lower() in _FOLDED)


def normal_curie(text: str) -> str:
    """The CURIE in our spelling of its prefix; ValueError when the prefix is unknown.

    >>> normal_curie("mondo:0005051"), normal_curie("pubmed:37120151")
    ('MONDO:0005051', 'PMID:37120151')
    """
    match = _CURIE.match(text)
    if not match or match["prefix"].lower() not in _FOLDED:
        raise ValueError(f"{text!r} is not a CURIE with a known prefix")
    return f"{_FOLDED[match['prefix'].lower()]}:{match['local']}"


@lru_cache(maxsize=200_000)
def expand(curie: str) -> str:
    """The IRI of a CURIE; ValueError when the prefix is unknown.

    >>> expand("HGNC:3430")
    'http://identifiers.org/hgnc/3430'
    >>> expand("DOI:10.5555/85:2<467::AID-X1>3.0")
    'https://doi.org/10.5555/85:2%3C467::AID-X1%3E3.0'
    """
    prefix, _, local = normal_curie(curie).partition(":")
    if prefix == "PMC":
        local = local.removeprefix("PMC")
    from urllib.parse import quote  # here, because few start-ups need it

    return PREFIXES[prefix] + quote(local, safe="/:@!$&'()*+,;=-._~%#?")


FOREIGN = "https://bioregistry.io/"
"""Start of the IRIs of terms whose prefix is not in `PREFIXES`: the resolver that knows most prefixes."""

_FOREIGN = re.compile(r"[A-Za-z][\w.-]*:(?!//)\S+\Z")


def is_foreign(text: str) -> bool:
    """True when the text has the form of a CURIE and its prefix is none of ours.

    >>> is_foreign("UCUM:mm[Hg]"), is_foreign("HP:0001250"), is_foreign("https://example.org/a")
    (True, False, False)
    """
    return bool(_FOREIGN.match(text)) and text.partition(":")[0].lower() not in _FOLDED


@lru_cache(maxsize=200_000)
def foreign_iri(curie: str) -> str:
    """The IRI of a CURIE with a prefix that is not ours; `compress` finds the CURIE again.

    >>> foreign_iri("UCUM:mm[Hg]")
    'https://bioregistry.io/UCUM:mm%5BHg%5D'
    """
    from urllib.parse import quote

    return FOREIGN + quote(curie, safe=":@!$&'()*+,;=-._~")


def iri_for(curie: str) -> str:
    """The IRI of a CURIE, whether its prefix is ours or not."""
    return expand(curie) if is_curie(curie) else foreign_iri(curie)


def iris_for(text: str) -> tuple[str, ...]:
    """The IRIs that a text may stand for: of a CURIE its expansion, and the text itself, which may be one.

    >>> iris_for("MONDO:0005051")[0], iris_for("urn:uuid:1")[1]
    ('http://purl.obolibrary.org/obo/MONDO_0005051', 'urn:uuid:1')
    """
    return (iri_for(text), text) if is_curie(text) or is_foreign(text) else (text,)


_BY_START = sorted(
    [(start, prefix) for prefix, start in PREFIXES.items()] + list(LEGACY_FORMS.items()),
    key=lambda pair: (-len(pair[0]), pair[0]),
)


@lru_cache(maxsize=200_000)
def compress(iri: str) -> str | None:
    """The CURIE of an IRI, or None when no prefix fits.

    >>> compress("http://purl.obolibrary.org/obo/MONDO_0005051")
    'MONDO:0005051'
    """
    for start, prefix in _BY_START:
        if iri.startswith(start) and len(iri) > len(start):
            local = iri[len(start) :]
            return f"{prefix}:PMC{local}" if prefix == "PMC" else f"{prefix}:{local}"
    if iri.startswith(FOREIGN):
        from urllib.parse import unquote

        found = unquote(iri[len(FOREIGN) :])
        return found if is_foreign(found) else None
    return None


@lru_cache(maxsize=10_000)
def faithful(iri: str) -> str | None:
    """The CURIE of an IRI from which the same IRI is made again, or None.

    >>> faithful("https://bioregistry.io/UCUM:mm%5BHg%5D"), faithful("https://bioregistry.io/UCUM")
    ('UCUM:mm[Hg]', None)
    """
    curie = compress(iri)
    return curie if curie and iri_for(curie) == iri else None


@lru_cache(maxsize=100_000)
def slug(name: str) -> str:
    """A name made fit for an IRI path, without losing the difference between two names.

    Letters are folded to lower case and runs of white space to one hyphen; everything else that an
    IRI segment may not hold is percent-encoded.

    >>> slug("EML4-ALK  fusion"), slug("p.Val777Leu/x")
    ('eml4-alk-fusion', 'p.val777leu%2Fx')
    """
    from urllib.parse import quote

    return quote(re.sub(r"\s+", "-", name.strip().casefold()), safe="-._~:+*=")


@lru_cache(maxsize=500_000)
def segment(identifier: str) -> str:
    """An id as a segment of an IRI, letter for letter where an IRI may hold it.

    >>> segment("HGNC:3430"), segment("UCUM:mm[Hg]")
    ('HGNC:3430', 'UCUM:mm%5BHg%5D')
    """
    from urllib.parse import quote

    return quote(identifier, safe=":._-~()*=,")
