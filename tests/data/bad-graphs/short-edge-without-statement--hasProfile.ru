# A profile of the patient that no statement of the case names.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:hasProfile <../../profile/HGNC:3430:p.Asp769His> . <../../profile/HGNC:3430:p.Asp769His> a kg:MolecularProfile ; rdfs:label "ERBB2 D769H" ; kg:memberCount 1 ; kg:member <../../variant/HGNC:3430:p.Asp769His> .
} }
