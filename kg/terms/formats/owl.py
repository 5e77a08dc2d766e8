"""Reader of OWL in RDF/XML: OBO ontologies (`mondo.owl`) and the NCI Thesaurus (`Thesaurus.owl`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import ParseError

from kg.terms.formats.entry import Entry, Release, curie_of, mapping_of, unreadable
from kg.terms.formats.files import opened

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_RDFS = "{http://www.w3.org/2000/01/rdf-schema#}"
_OWL = "{http://www.w3.org/2002/07/owl#}"
_OBO = "{http://purl.obolibrary.org/obo/}"
_IN_OWL = "{http://www.geneontology.org/formats/oboInOwl#}"
_SKOS = "{http://www.w3.org/2004/02/skos/core#}"
_NCIT = "{http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#}"

_SYNONYMS = (f"{_IN_OWL}hasExactSynonym", f"{_NCIT}P90")
_PREFERRED = (f"{_RDFS}label", f"{_NCIT}P108")


def read(path: Path) -> Release:
    """The classes of the file; FaultsError when it is not well-formed or declares XML entities."""
    from defusedxml import EntitiesForbidden, ExternalReferenceForbidden

    try:
        with opened(path) as stream:
            return _read(stream)
    except ParseError as error:
        raise unreadable(path, f"not well-formed XML: {error}", line=error.position[0]) from error
    except (EntitiesForbidden, ExternalReferenceForbidden) as error:
        raise unreadable(path, "it declares XML entities, which are not expanded") from error


def _read(stream: BinaryIO) -> Release:
    from defusedxml.ElementTree import iterparse

    version, entries, open_elements = "", list[Entry](), list["Element"]()
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=False):
        if event == "start":
            open_elements.append(element)
            continue
        open_elements.pop()
        if len(open_elements) == 1:
            version = version or _version(element)
            if entry := _entry(element):
                entries.append(entry)
            open_elements[0].clear()
    return Release(version, tuple(entries))


def _version(element: Element) -> str:
    """The release's version when the element is the ontology's heading, else ''."""
    if not _is(element, "Ontology"):
        return ""
    info = element.findtext(f"{_OWL}versionInfo")
    iri = element.find(f"{_OWL}versionIRI")
    resource = iri.get(f"{_RDF}resource") if iri is not None else None
    return info or resource or ""


def _is(element: Element, kind: str) -> bool:
    """True when the element describes an OWL thing of that kind, by its tag or by its type."""
    return element.tag == f"{_OWL}{kind}" or (
        element.tag == f"{_RDF}Description" and _OWL[1:-1] + kind in _resources(element, f"{_RDF}type")
    )


def _entry(element: Element) -> Entry | None:
    if not _is(element, "Class"):
        return None
    about = element.get(f"{_RDF}about")
    label = next(filter(None, (element.findtext(tag) for tag in _PREFERRED)), None)
    if not about or not label:
        return None
    replaced = [curie_of(value) for value in _values(element, f"{_OBO}IAO_0100001")]
    return Entry(
        id=curie_of(about),
        label=label.strip(),
        synonyms=tuple(name for tag in _SYNONYMS for name in _values(element, tag)),
        parents=tuple(curie_of(iri) for iri in _resources(element, f"{_RDFS}subClassOf")),
        mappings=tuple(filter(None, map(mapping_of, _values(element, f"{_SKOS}exactMatch")))),
        obsolete=element.findtext(f"{_OWL}deprecated") == "true",
        replaced_by=replaced[0] if len(replaced) == 1 else None,
    )


def _values(element: Element, tag: str) -> Iterator[str]:
    """What the element's children of that tag say, as resource or as text."""
    for child in element.findall(tag):
        if said := child.get(f"{_RDF}resource") or (child.text or "").strip():
            yield said


def _resources(element: Element, tag: str) -> Iterator[str]:
    for child in element.findall(tag):
        if iri := child.get(f"{_RDF}resource"):
            yield iri
