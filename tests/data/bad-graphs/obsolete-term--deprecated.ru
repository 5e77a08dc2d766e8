# The vocabulary marks the disease as withdrawn.
INSERT DATA { GRAPH graph:terms {
  MONDO:0005051 owl:deprecated true .
} }
