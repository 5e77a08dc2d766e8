# The label of the disease says that it is obsolete.
DELETE WHERE { GRAPH graph:terms { MONDO:0005051 rdfs:label ?label } } ;
INSERT DATA { GRAPH graph:terms {
  MONDO:0005051 rdfs:label "obsolete lobular cancer" .
} }
