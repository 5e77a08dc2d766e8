# A span that ends before it starts.
# faults: Position-start quote-length
DELETE { GRAPH ?g { ?selector oa:start ?start } }
INSERT { GRAPH ?g { ?selector oa:start 20 } }
WHERE { GRAPH ?g { ?selector oa:start ?start } }
