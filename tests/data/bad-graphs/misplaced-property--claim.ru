# A claim that has a response category like a finding.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <claim/1> kg:category NCIT:C18058 .
} }
