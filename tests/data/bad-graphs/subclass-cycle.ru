# The root of the diseases below a leaf.
INSERT DATA { GRAPH graph:terms {
  MONDO:0004992 rdfs:subClassOf MONDO:0005051 .
} }
