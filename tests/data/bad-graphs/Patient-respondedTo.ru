# A response to one drug of a regimen.
# faults: Patient-respondedTo not-observed-in-patient
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:respondedTo NCIT:C111895 .
} }
