# The patient has lost a direct edge, kg:progressedOn.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:progressedOn <../../regimen/NCIT:C82492> .
} }
