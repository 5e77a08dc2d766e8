# The case in a second graph.
INSERT DATA { GRAPH graph:again {
  <../PMID:37120151> a kg:Case .
} }
