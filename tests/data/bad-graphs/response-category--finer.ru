# A plain response as a partial remission.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:category NCIT:C50995 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <response/2> kg:category NCIT:C18058 .
} }
