# A receptor status of others, as a status of the patient.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <biomarker/1> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <biomarker/1> kg:modality kg:background .
} }
