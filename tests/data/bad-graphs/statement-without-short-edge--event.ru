# The patient has lost a direct edge, kg:hadAdverseEvent.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hadAdverseEvent NCIT:C3258 .
} }
