"""Reading releases of vocabularies; the form of a file is told by its content, not its suffix."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from kg.errors import Fault, FaultsError
from kg.terms.formats import flat, hgnc, obo, obographs, owl, sssom
from kg.terms.formats.entry import Entry, Release, looks_like_curie
from kg.terms.formats.files import head

__all__ = ["Entry", "Release", "read"]

_FIRST_KEY = re.compile(r'\s*\{\s*"(?P<key>[^"]*)"')


def read(path: Path) -> Release:
    """The terms of a release in OBO, OBO Graphs JSON, OWL (RDF/XML), SSSOM or HGNC's form.

    FaultsError when the file is none of these or is damaged.
    """
    if reader := _reader(head(path)):
        return reader(path)
    cure = "give a release in OBO, OBO Graphs JSON, OWL (RDF/XML), SSSOM or HGNC's tab-separated form"
    raise FaultsError([Fault(str(path), "", "the file is in no form that terms are read from", cure)])


def _reader(start: str) -> Callable[[Path], Release] | None:
    if found := _FIRST_KEY.match(start):
        return flat.read if looks_like_curie(found["key"]) else obographs.read
    if start.lstrip().startswith("<") and "http://www.w3.org/1999/02/22-rdf-syntax-ns#" in start:
        return owl.read
    if re.search(r"^(?:format-version:|\[Term\])", start, re.MULTILINE):
        return obo.read
    if re.search(r"^subject_id\t", start, re.MULTILINE):
        return sssom.read
    if re.match(r'"?(?:hgnc_id|HGNC ID)"?\t', start):
        return hgnc.read
    return None
