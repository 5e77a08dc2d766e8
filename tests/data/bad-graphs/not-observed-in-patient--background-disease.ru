# The lung cancer of a background claim as the disease of the patient.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/2> kg:disease MONDO:0008903 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <diagnosis/2> kg:disease MONDO:0000552 . <patient> RO:0016002 MONDO:0008903 .
} }
