# A regimen with a third drug.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <../../regimen/NCIT:C111895+NCIT:C82492> kg:drug NCIT:C1647 . NCIT:C1647 rdfs:label "Trastuzumab" . <patient> kg:receivedDrug NCIT:C1647 .
} }
