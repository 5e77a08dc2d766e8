# A disease that is only supposed, as the disease of the patient.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/1> kg:modality kg:observed .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/1> kg:modality kg:hypothesis .
} }
