# A blank node that says something.
INSERT DATA { GRAPH graph:PMID:37120151 {
  [] rdfs:comment "left over" .
} }
