# Two lines at the third place.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/4> kg:order 4 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <line/4> kg:order 3 .
} }
