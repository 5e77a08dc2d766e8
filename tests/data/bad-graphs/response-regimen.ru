# A response with the regimen of another line.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:regimen <../../regimen/NCIT:C111895+NCIT:C82492> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:regimen <../../regimen/NCIT:C111895> .
} }
