# A prediction from a variant that was looked for in vain.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../profile/HGNC:3430:amplification> a kg:MolecularProfile ; rdfs:label "ERBB2 amplification" ; kg:memberCount 1 ;
    kg:member <../../variant/HGNC:3430:amplification> .
} } ;
DELETE DATA { GRAPH graph:PMID:37120151 {
  <evidence-statement/1> kg:profile <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <evidence-statement/1> kg:profile <../../profile/HGNC:3430:amplification> .
} }
