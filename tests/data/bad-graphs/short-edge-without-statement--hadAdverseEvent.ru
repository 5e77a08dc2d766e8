# kg:hadAdverseEvent leads to something that no statement of the case names.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hadAdverseEvent NCIT:C2987 .
} }
