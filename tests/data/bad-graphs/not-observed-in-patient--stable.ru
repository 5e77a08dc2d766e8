# A progression, as stable disease.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hadStableDiseaseOn <../../regimen/NCIT:C82492> .
} }
