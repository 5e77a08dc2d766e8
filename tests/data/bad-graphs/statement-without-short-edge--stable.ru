# The patient has lost a direct edge, kg:hadStableDiseaseOn.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hadStableDiseaseOn <../../regimen/NCIT:C111895> .
} }
