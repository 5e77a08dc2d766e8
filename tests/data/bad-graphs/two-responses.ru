# The third line with the response of the fourth.
# faults: two-responses response-regimen statement-without-short-edge not-observed-in-patient
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/4> kg:responseTo <line/4> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/4> kg:responseTo <line/3> .
} }
