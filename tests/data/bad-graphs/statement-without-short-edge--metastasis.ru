# The patient has lost a direct edge, kg:hasMetastasisIn.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasMetastasisIn UBERON:0002107 .
} }
