# A response, as a progression.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:progressedOn <../../regimen/NCIT:C111895+NCIT:C82492> .
} }
