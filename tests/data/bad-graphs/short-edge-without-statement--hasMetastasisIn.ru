# kg:hasMetastasisIn leads to something that no statement of the case names.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasMetastasisIn UBERON:0000955 .
} }
