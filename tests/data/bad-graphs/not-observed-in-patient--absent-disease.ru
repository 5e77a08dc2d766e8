# A disease that was excluded, as the disease of the patient.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> RO:0016002 MONDO:0008903 .
} }
