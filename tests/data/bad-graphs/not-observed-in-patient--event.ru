# A feared adverse event, as suffered.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <adverse-event/1> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <adverse-event/1> kg:modality kg:hypothesis .
} }
