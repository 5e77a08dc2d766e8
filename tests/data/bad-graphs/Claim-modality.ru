# A claim as if it had been seen in the patient.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <claim/1> kg:modality kg:background .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <claim/1> kg:modality kg:observed .
} }
