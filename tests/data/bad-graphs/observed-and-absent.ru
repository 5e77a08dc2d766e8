# An observed variant that is absent, too.
DELETE DATA { GRAPH graph:PMID:37120151 {
  <variant/4> kg:variant <../../variant/HGNC:3430:amplification> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <variant/4> kg:variant <../../variant/HGNC:3430:p.Val777Leu> .
} }
