# The patient has lost a direct edge, kg:respondedTo.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:respondedTo <../../regimen/NCIT:C111895+NCIT:C82492> .
} }
