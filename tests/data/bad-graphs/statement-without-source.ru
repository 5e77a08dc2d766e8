# A diagnosis that does not name its document.
DELETE WHERE { GRAPH graph:PMID:37120151 { <diagnosis/1> prov:hadPrimarySource ?document } }
