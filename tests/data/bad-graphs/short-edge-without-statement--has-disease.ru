# A disease of the patient that no statement of the case names.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> RO:0016002 MONDO:0004992 .
} }
