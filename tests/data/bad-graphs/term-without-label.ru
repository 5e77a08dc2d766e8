# The disease of the diagnosis has lost its label.
DELETE WHERE { GRAPH graph:terms { MONDO:0008903 rdfs:label ?label } }
