# A response that is only hoped for.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:modality kg:hypothesis .
} }
