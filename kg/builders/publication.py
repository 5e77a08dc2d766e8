"""The document a case comes from: bibliography, authors in order, sections."""

from __future__ import annotations

from kg.builders.names import Names, publication_node
from kg.case import Case, Publication
from kg.ids import expand, slug
from kg.rdf import Node, Triple, integer, iri, moment, text
from kg.vocabulary import DCTERMS, FABIO, FOAF, KG, MESH, OBO, RDF, SKOS

CASE_REPORTS = "Case Reports"
"""PubMed's publication type; only a record or curator that states it makes a case report."""


def triples(case: Case, names: Names) -> list[Triple]:
    """The publication and its authors; nothing when the case names none."""
    out: list[Triple] = []
    publication, node = case.publication, names.document
    if publication is None or node is None:
        return out
    out += kind(publication, node)
    out += bibliography(publication, node)
    out += identifiers(publication, node)
    out += authors(publication, node, names)
    for section in publication.sections:
        part = Node(f"<{names.document_start}{slug(section.name)}>")
        out.append(f"{part} {RDF.type} {KG.TextSection}")
        out.append(f"{part} {DCTERMS.isPartOf} {node}")
        out.append(f"{part} {RDF.label} {text(section.name)}")
    return out


def kind(publication: Publication, node: Node) -> list[Triple]:
    """What kind of document it is."""
    out: list[Triple] = []
    if CASE_REPORTS in publication.types:
        out.append(f"{node} {RDF.type} {FABIO.ClinicalCaseReport}")
        out.append(f"{node} {DCTERMS.type} {MESH.case_reports}")
    else:
        out.append(f"{node} {RDF.type} {FABIO.JournalArticle if publication.journal else OBO.document}")
    for name in publication.types:
        if name != CASE_REPORTS:
            out.append(f"{node} {KG.publicationTypeText} {text(name)}")
    return out


def bibliography(publication: Publication, node: Node) -> list[Triple]:
    """The plain bibliographic fields that are stated."""
    out: list[Triple] = []
    if publication.title:
        out.append(f"{node} {DCTERMS.title} {text(publication.title)}")
        out.append(f"{node} {RDF.label} {text(publication.title)}")
    if publication.date:
        out.append(f"{node} {DCTERMS.issued} {moment(publication.date)}")
    for predicate, value in (
        (KG.journal, publication.journal),
        (KG.volume, publication.volume),
        (KG.issue, publication.issue),
        (KG.pages, publication.pages),
        (KG.issn, publication.issn),
        (KG.conflictOfInterest, publication.conflict_of_interest),
        (DCTERMS.rights, publication.copyright),
        (DCTERMS.language, publication.language),
    ):
        if value:
            out.append(f"{node} {predicate} {text(value)}")
    for keyword in publication.keywords:
        out.append(f"{node} {KG.keyword} {text(keyword)}")
    return out


def identifiers(publication: Publication, node: Node) -> list[Triple]:
    """Each identifier as a plain string, a CURIE and, beside the main one, an exact match."""
    out: list[Triple] = []
    for prefix, predicate, value in (
        ("PMID", KG.pmid, publication.pmid),
        ("DOI", KG.doi, publication.doi),
        ("PMC", KG.pmcid, publication.pmcid),
    ):
        if value:
            out.append(f"{node} {predicate} {text(value)}")
            out.append(f"{node} {DCTERMS.identifier} {text(f'{prefix}:{value}')}")
            same = iri(expand(f"{prefix}:{value}"))
            if same != publication_node(publication):
                out.append(f"{node} {SKOS.exactMatch} {same}")
    return out


def authors(publication: Publication, node: Node, names: Names) -> list[Triple]:
    """The authors with their place in the order."""
    out: list[Triple] = []
    for position, author in enumerate(publication.authors, 1):
        person = Node(f"<{names.document_start}author/{position}>")
        out.append(f"{node} {DCTERMS.creator} {person}")
        out.append(f"{person} {RDF.type} {FOAF.Person}")
        out.append(f"{person} {FOAF.name} {text(author.name)}")
        out.append(f"{person} {RDF.label} {text(author.name)}")
        out.append(f"{person} {KG.authorPosition} {integer(position)}")
        for affiliation in author.affiliations:
            out.append(f"{person} {KG.affiliation} {text(affiliation)}")
    return out
