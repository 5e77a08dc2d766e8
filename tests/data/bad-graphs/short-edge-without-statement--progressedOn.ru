# kg:progressedOn leads to a regimen that no statement of the case names.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <patient> kg:progressedOn <../../regimen/NCIT:C1647> . <../../regimen/NCIT:C1647> a kg:Regimen ; rdfs:label "Trastuzumab" ; kg:drug NCIT:C1647 . NCIT:C1647 rdfs:label "Trastuzumab" .
} }
