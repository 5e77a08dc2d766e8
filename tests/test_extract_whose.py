"""Whose a fact is: the part each sentence plays, and how far negation, suspicion and history reach."""

from __future__ import annotations

import pytest

from kg.case import Publication, Section
from kg.extract.document import document
from kg.extract.reading import read

# a text | the role of each sentence: Background, Narrative, Conclusion
ROLES = """\
BACKGROUND: Thymoma is rare. CASE PRESENTATION: A 40-year-old man had thymoma. CONCLUSION: Sunitinib may help. | BNC
Crizotinib is an orally available ALK inhibitor. ALK rearrangements occur in 5% of lung cancers. We report a man with lung cancer. He received crizotinib. Crizotinib is a potent oral inhibitor of ALK. The tumor shrank. In conclusion, our patient had a complete response to crizotinib. Crizotinib should be considered in such patients. | BBNNBNNC
A 61-year-old man was given imatinib. The mass shrank by half. Imatinib may be an option. Further studies are needed. | NNCC
We treated a woman with olaparib. Of 12 patients 5 responded. The patient's tumor shrank. | NBN
A woman was diagnosed with lung cancer. In a trial of 347 patients, crizotinib prolonged survival. She received crizotinib. | NBN
Imatinib 400 mg/day was started. The tumor shrank. Surgery was performed. | NNN
Histological proof of GIST is crucial. A man with GIST was given imatinib. | BN
The median overall survival is 12 months. We present a man with glioblastoma. | BN
A woman had melanoma. These findings suggest that vemurafenib works. To our knowledge, this is the first report of vemurafenib in this setting. | NCC
We report the first case of a man with thymic carcinoma treated with lenvatinib. He responded. | NN
A man had a mass. Biopsy revealed sarcoma. Next-generation sequencing showed an NTRK3 fusion. Larotrectinib was initiated. Complete remission was achieved after 3 months. | NNNNN
A 50-year-old woman had breast cancer. The dose was reduced, which may have contributed to progression. Dose reductions were required. | NNN
Patients with BRAF mutations have a poor prognosis. Here we report a patient with BRAF V600E colorectal cancer. This case suggests that encorafenib is effective. | BNC
A boy had neuroblastoma. Lorlatinib has been approved for lung cancer. Lorlatinib was given. | NBN
"""

# a text | the labels of the tumours that are the patient's
WHOSE = """\
There was no evidence of lymphoma, but melanoma was found in the man. | melanoma
The man's tumour was not a lymphoma but a sarcoma. | sarcoma
Biopsy showed no residual lymphoma in the man. | lymphoma
A man with suspected lymphoma had a biopsy; it showed thymoma. | thymoma
A biopsy was done to rule out lymphoma and showed thymoma in this man. | thymoma
Lymphoma could not be excluded in this man. | lymphoma
A man had a family history of breast cancer and presented with melanoma. | melanoma
His father died of gastric cancer. He had melanoma. | melanoma
She had a past medical history of breast cancer and was diagnosed with acute myeloid leukemia. | acute myeloid leukemia
The scan suggested lymphoma but biopsy of the man proved thymoma. | thymoma
Findings in the woman were consistent with melanoma. | melanoma
A man without recurrence of his melanoma was seen. | melanoma
The woman, initially diagnosed with breast cancer in 2010, had metastases. | breast cancer
A man was initially misdiagnosed as having lymphoma; revision showed thymoma. | thymoma
In cell lines of melanoma it works. The man had thymoma. | thymoma
The man had no history of cancer and was diagnosed with thymoma. | thymoma
The differential diagnosis included lymphoma and sarcoma. The man had thymoma. | thymoma
A patient treated for Hodgkin lymphoma 10 years ago developed breast cancer. | breast cancer
"""


def _publication(text: str, title: str = "") -> Publication:
    sections = [Section(name="title", text=title)] if title else []
    return Publication(sections=(*sections, Section(name="abstract", text=text)))


def _rows(table: str) -> list[tuple[str, str]]:
    lines = (line.rpartition(" | ") for line in table.splitlines())
    return [(text, wanted) for text, _, wanted in lines]


@pytest.mark.parametrize(("text", "wanted"), _rows(ROLES))
def test_each_sentence_plays_its_part(text: str, wanted: str) -> None:
    assert "".join(one.role.value[0].upper() for one in document(_publication(text)).sentences) == wanted


@pytest.mark.parametrize(("text", "wanted"), _rows(WHOSE))
def test_only_the_patients_own_tumours_are_taken(text: str, wanted: str) -> None:
    (case,) = read(_publication(text)).cases
    assert "; ".join(one.disease.name for one in case.diagnoses) == wanted


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Response to crizotinib in a patient with lung cancer", "title"),
        ("Thymoma in two sisters: a case report and review of the literature", "title"),
        ("Thymic carcinoma: a systematic review", "background"),
        ("Is crizotinib safe in thymoma?", "conclusion"),
    ],
)
def test_a_title_tells_of_the_patient_unless_it_asks_or_surveys(title: str, role: str) -> None:
    assert document(_publication("A man had thymoma.", title)).sentences[0].role.value == role
