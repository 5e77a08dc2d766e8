# A supposed profile, as a profile of the patient.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <profile/1> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <profile/1> kg:modality kg:hypothesis .
} }
