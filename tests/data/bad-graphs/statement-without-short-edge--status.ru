# The patient has lost a direct edge, kg:hasReceptorStatus.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasReceptorStatus NCIT:C68749 .
} }
