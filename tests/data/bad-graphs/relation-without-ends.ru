# A claim that something is promising, but not what.
DELETE WHERE { GRAPH graph:PMID:37120151 { <claim/1> kg:subject ?subject } } ;
DELETE WHERE { GRAPH graph:PMID:37120151 { <claim/1> kg:inVariantContext ?variant } }
