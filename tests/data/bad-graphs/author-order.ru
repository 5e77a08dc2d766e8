# Two first authors.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../publication/PMID:37120151/author/2> kg:authorPosition 2 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../publication/PMID:37120151/author/2> kg:authorPosition 1 .
} }
