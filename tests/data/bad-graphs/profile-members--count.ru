# A profile that counts three members and has two.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> kg:memberCount 2 .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> kg:memberCount 3 .
} }
