# A diagnosis that no longer says where it stands.
DELETE WHERE { GRAPH graph:PMID:37120151 { <diagnosis/1> kg:evidence ?place } }
