"""The terms that cases are spoken in: diseases, genes, drugs, responses, sites, with their hierarchy.

Facts of open vocabularies, kept as tables in `ontology/terms` (see its README for sources, versions
and licences). `kg.ground` turns the names of a case into these terms.
"""

from kg.terms.folding import fold, singular
from kg.terms.lookup import all_terms, ancestors, find, get, graph_facts, mapped, named
from kg.terms.model import Kind, Term, UnknownTermError
from kg.terms.molecules import reference_residue, variant_mappings

__all__ = [
    "Kind",
    "Term",
    "UnknownTermError",
    "all_terms",
    "ancestors",
    "find",
    "fold",
    "get",
    "graph_facts",
    "mapped",
    "named",
    "reference_residue",
    "singular",
    "variant_mappings",
]
