# A quote longer than its span.
DELETE { GRAPH ?g { ?selector oa:exact ?quote } }
INSERT { GRAPH ?g { ?selector oa:exact "far more words" } }
WHERE { GRAPH ?g { ?selector oa:exact ?quote } }
