# A diagnosis without a label.
DELETE WHERE { GRAPH graph:PMID:37120151 { <diagnosis/1> rdfs:label ?label } }
