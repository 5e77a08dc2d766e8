# The line of therapy points to a regimen that is not described.
# faults: dangling TherapyLine-regimen statement-without-short-edge not-observed-in-patient response-regimen
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../regimen/NCIT:C0+NCIT:C1> rdfs:label "two drugs" .
} } ;
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/3> kg:regimen <../../regimen/NCIT:C111895> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <line/3> kg:regimen <../../regimen/NCIT:C0+NCIT:C1> .
} }
