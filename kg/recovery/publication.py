"""The document a case comes from, and what is stated of the person."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.builders.publication import CASE_REPORTS
from kg.case import Author, Patient, Publication
from kg.rdf import plain
from kg.recovery.concepts import codes, types
from kg.recovery.page import Page
from kg.recovery.statements import spans
from kg.vocabulary import DCTERMS, FABIO, FOAF, KG, SEX_TERMS

if TYPE_CHECKING:
    from kg.recovery.page import Resource


@cache
def _sexes() -> dict[str, str]:
    return codes(SEX_TERMS)


def publication(page: Page, node: Resource) -> Publication:
    """The publication as far as a graph holds it: without the text of its sections."""
    report = (CASE_REPORTS,) if plain(FABIO.ClinicalCaseReport) in types(page, node) else ()
    return Publication(
        title=page.text(node, DCTERMS.title),
        authors=_authors(page, node),
        journal=page.text(node, KG.journal),
        date=page.date(node, DCTERMS.issued),
        volume=page.text(node, KG.volume),
        issue=page.text(node, KG.issue),
        pages=page.text(node, KG.pages),
        doi=page.text(node, KG.doi),
        pmid=page.text(node, KG.pmid),
        pmcid=page.text(node, KG.pmcid),
        issn=page.text(node, KG.issn),
        language=page.text(node, DCTERMS.language),
        types=tuple(sorted({*report, *page.texts(node, KG.publicationTypeText)})),
        keywords=page.texts(node, KG.keyword),
        copyright=page.text(node, DCTERMS.rights),
        conflict_of_interest=page.text(node, KG.conflictOfInterest),
    )


def _authors(page: Page, node: Resource) -> tuple[Author, ...]:
    """The authors by their place in the list."""
    found = [(page.integer(one, KG.authorPosition) or 0, one) for one in page.nodes(node, DCTERMS.creator)]
    found.sort(key=lambda pair: (pair[0], str(pair[1])))
    named = ((page.text(one, FOAF.name), page.texts(one, KG.affiliation)) for _, one in found)
    return tuple(Author(name, affiliations) for name, affiliations in named if name)


def patient(page: Page, node: Resource | None) -> Patient:
    """What is stated of the person."""
    if node is None:
        return Patient()
    return Patient(
        sex=page.phrase(node, KG.sex, _sexes()),
        age=page.duration(node, KG.age),
        ethnicity=page.text(node, KG.ethnicity),
        evidence=spans(page, node),
    )
