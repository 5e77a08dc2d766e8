# A prediction for a therapy that the patient never had.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../regimen/NCIT:C1647> a kg:Regimen ; rdfs:label "Trastuzumab" ; kg:drug NCIT:C1647 . NCIT:C1647 rdfs:label "Trastuzumab" .
} } ;
DELETE DATA { GRAPH graph:PMID:37120151 {
  <evidence-statement/1> kg:therapy <../../regimen/NCIT:C111895+NCIT:C82492> .
} } ;
INSERT DATA { GRAPH graph:PMID:37120151 {
  <evidence-statement/1> kg:therapy <../../regimen/NCIT:C1647> .
} }
