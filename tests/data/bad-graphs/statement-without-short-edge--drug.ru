# The patient has lost a direct edge, kg:receivedDrug.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:receivedDrug NCIT:C111895 .
} }
