# All that was said of the document is gone.
DELETE WHERE { GRAPH graph:PMID:37120151 { PMID:37120151 ?property ?value } }
