# A variant finding of the background, as a variant of the patient.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <variant/2> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <variant/2> kg:modality kg:background .
} }
