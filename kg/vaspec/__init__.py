"""GA4GH VA-Spec 1.0: evidence statements as JSON, and JSON as evidence statements.

`propositions` holds what VA-Spec calls our predicates, `concepts` genes, diseases and therapies, `graph`
what the writer asks of a store; `writing` makes a statement of a node, `reading` takes it back.
"""

from kg.vaspec.graph import Graph
from kg.vaspec.reading import Found, Taken, taken
from kg.vaspec.writing import Writer

__all__ = ["Found", "Graph", "Taken", "Writer", "taken"]
