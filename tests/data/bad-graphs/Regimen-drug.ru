# A regimen without drugs.
DELETE WHERE { GRAPH graph:PMID:37120151 { <../../regimen/NCIT:C82492> kg:drug ?drug } }
