# A second document with the same DOI.
INSERT DATA { GRAPH graph:other {
  DOI:other a fabio:JournalArticle ; rdfs:label "The same" ; kg:doi "10.1093/ONCOLO/oyad122" .
} }
