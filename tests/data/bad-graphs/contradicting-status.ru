# HER2 both negative and positive by the same assay.
INSERT DATA { GRAPH graph:PMID:37120151 {
  <biomarker/2> a kg:BiomarkerFinding ; kg:inCase <../PMID:37120151> ; rdfs:label "HER2 positive" ; kg:modality kg:observed ;
    kg:method kg:curated ; prov:hadPrimarySource PMID:37120151 ; kg:evidence <../../publication/PMID:37120151/abstract#char=10,14> ;
    kg:receptor "HER2" ; kg:status "positive" ; kg:assay "IHC" .
} }
