# Two responses that both follow the first one.
# faults: two-responses line-order
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/2/3> <http://purl.obolibrary.org/obo/BFO_0000062> <response/2/2> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/2/3> <http://purl.obolibrary.org/obo/BFO_0000062> <response/2> .
} }
