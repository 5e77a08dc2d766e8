# The patient has lost a direct edge, RO:0016002.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <patient> RO:0016002 MONDO:0005051 .
} }
