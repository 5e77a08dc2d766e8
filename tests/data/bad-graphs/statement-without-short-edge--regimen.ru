# The patient has lost a direct edge, kg:receivedRegimen.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:receivedRegimen <../../regimen/NCIT:C82492> .
} }
