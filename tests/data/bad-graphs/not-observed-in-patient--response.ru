# A progression, as a response.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:respondedTo <../../regimen/NCIT:C82492> .
} }
