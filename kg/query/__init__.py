"""Questions to a graph: the library in `queries/`, and any SPARQL query."""
