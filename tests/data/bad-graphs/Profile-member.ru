# A profile without members.
DELETE WHERE { GRAPH graph:PMID:37120151 { <../../profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu> kg:member ?member } }
