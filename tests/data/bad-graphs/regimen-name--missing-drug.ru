# A regimen that has lost one of its drugs.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../regimen/NCIT:C111895+NCIT:C82492> kg:drug NCIT:C82492 .
} }
