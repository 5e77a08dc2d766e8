# A planned line of therapy, as given.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <line/2> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <line/2> kg:modality kg:hypothesis .
} }
