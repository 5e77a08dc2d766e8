# A profile with a member that its IRI does not name.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> kg:member <../../variant/HGNC:3430:p.Val777Leu> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> kg:member <../../variant/HGNC:4567::HGNC:3430:fusion> .
} }
