"""Which tumours a text gives its patient: tables of sentences and the terms' labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.case import Diagnosis, Publication, Section
from kg.extract.diseases import disease_named
from kg.extract.reading import read

# a text | the labels of the tumours that are the patient's
TUMOURS = """\
A 54-year-old man had an adenocarcinoma of the lung. | lung adenocarcinoma
A 54-year-old man had a squamous cell carcinoma of the left lateral tongue. | tongue squamous cell carcinoma
A woman had breast invasive ductal carcinoma with liver metastases. | invasive ductal breast carcinoma
A man had a GIST of the stomach. | gastrointestinal stromal tumor
A man had cutaneous squamous cell carcinoma of the scalp. | skin squamous cell carcinoma
A man presented with primary CNS lymphoma. | primary central nervous system lymphoma
He had renal cell carcinoma, clear cell type. | clear cell renal carcinoma
He was diagnosed with clear cell renal cell carcinoma (ccRCC) with sarcomatoid features. | clear cell renal carcinoma
A woman was diagnosed with cancer of unknown primary. | cancer of unknown primary site
A woman was diagnosed with carcinoma of unknown primary (CUP). | cancer of unknown primary site
CT revealed a mass in the pancreas. Biopsy showed adenocarcinoma. | pancreatic adenocarcinoma
CT revealed a 4 cm mass in the right upper lobe of the lung. Biopsy showed poorly differentiated squamous cell carcinoma. | squamous cell lung carcinoma
A 70-year-old man with a history of gastric cancer at age 36 was diagnosed with choriocarcinoma. | choriocarcinoma
A 60-year-old man with a history of metastatic melanoma presented with colitis after ipilimumab. | melanoma
The lesion was initially suspected to be lymphoma but proved to be metastatic melanoma. | melanoma
Pancreatic ductal adenocarcinoma mimicking lymphoma was found in a 40-year-old man. | pancreatic ductal adenocarcinoma
A man with AML relapsed after transplantation. | acute myeloid leukemia
A 33-year-old man with T-cell acute lymphoblastic leukaemia was given nelarabine. | T-cell acute lymphoblastic leukemia
A woman with EGFR-mutated lung adenocarcinoma transformed to small cell lung cancer. | lung adenocarcinoma; small cell lung carcinoma
His mother had breast cancer. He had colorectal cancer. | colorectal cancer
A man with bladder cancer received pembrolizumab. | urinary bladder cancer
A man with muscle-invasive urothelial carcinoma of the bladder received pembrolizumab. | bladder transitional cell carcinoma
A boy with Erdheim-Chester disease was given vemurafenib. | Erdheim-Chester disease
A woman with Langerhans cell histiocytosis was given cytarabine. | Langerhans cell histiocytosis
A man with multiple myeloma received bortezomib. | plasma cell myeloma
A man with Waldenström macroglobulinemia received ibrutinib. | Waldenstrom macroglobulinemia
A man with polycythemia vera received ruxolitinib. | acquired polycythemia vera
A man with blastic plasmacytoid dendritic cell neoplasm (BPDCN) received tagraxofusp. | CD4+/CD56+ hematodermic neoplasm
A woman with anaplastic thyroid carcinoma received dabrafenib. | thyroid gland undifferentiated (anaplastic) carcinoma
A man with intrahepatic cholangiocarcinoma received pemigatinib. | intrahepatic cholangiocarcinoma
A man with castration-resistant prostate cancer received olaparib. | castration-resistant prostate carcinoma
A man with metastatic castration-resistant prostate cancer (mCRPC) received olaparib. | prostate carcinoma
A girl with diffuse intrinsic pontine glioma was irradiated. | diffuse intrinsic pontine glioma
A 5-year-old boy with stage IV neuroblastoma received dinutuximab. | neuroblastoma
A man with malignant pleural mesothelioma received nivolumab. | malignant pleural mesothelioma
A man had mucosal melanoma of the anal canal. | mucosal melanoma
A man had uveal melanoma with liver metastases. | uveal melanoma
A woman with extramammary Paget's disease of the vulva received trastuzumab. | extramammary Paget disease
A woman had low-grade endometrial stromal sarcoma. | endometrioid stromal sarcoma
A man had alveolar soft part sarcoma of the thigh metastatic to the lung. | alveolar soft part sarcoma
A man had dedifferentiated liposarcoma of the retroperitoneum. | dedifferentiated liposarcoma
A man had neuroendocrine carcinoma of the esophagus. | neuroendocrine carcinoma
A man had large cell neuroendocrine carcinoma of the lung. | pulmonary large cell neuroendocrine carcinoma
A woman with triple-negative breast cancer (TNBC) got olaparib. | triple-negative breast carcinoma
A woman with ovarian clear cell carcinoma got olaparib. | ovarian clear cell cancer
A woman had a pT2N1M0 esophageal squamous cell carcinoma. | esophageal squamous cell carcinoma
A man had gastric adenocarcinoma with peritoneal dissemination; there was no evidence of colon cancer. | gastric adenocarcinoma
A man had thymic carcinoma. A bone scan ruled out prostate cancer. | thymic carcinoma
A man had pancreatic neuroendocrine tumor (pNET) and liver metastases. | pancreatic neuroendocrine tumor
A man had MDS with del(5q) that progressed to acute myeloid leukemia. | myelodysplastic syndrome; acute myeloid leukemia
A man with chronic lymphocytic leukemia (CLL) developed Richter's transformation to diffuse large B-cell lymphoma. | B-cell chronic lymphocytic leukemia; diffuse large B-cell lymphoma
A man with salivary duct carcinoma of the parotid gland received trastuzumab. | salivary duct carcinoma
A woman had hepatocellular carcinoma (hcc). The hcc progressed on sorafenib. | hepatocellular carcinoma
A man was diagnosed with a tumor of the liver; pathology was consistent with hepatoblastoma. | hepatoblastoma
A man had lung cancer. Bronchoscopy showed squamous cell carcinoma. | squamous cell lung carcinoma
A man had Merkel cell carcinoma of the cheek. | cutaneous neuroendocrine carcinoma
A man had basal cell carcinoma of the nose. | basal cell carcinoma
A man with NUT midline carcinoma was given birabresib. | nut midline carcinoma
A man with follicular lymphoma carrying IGH/BCL2 (B-cell lymphoma 2) received R-CHOP. | follicular lymphoma
Multiple liver metastases from colon cancer were found in a man. | malignant colon neoplasm
The patient's brain metastases shrank. She had HER2-positive gastric cancer. | gastric cancer
A woman with peripheral T-cell lymphoma, not otherwise specified, received romidepsin. | peripheral T-cell lymphoma, not otherwise specified
A woman with recurrent glioblastoma multiforme was given bevacizumab. | glioblastoma
A 3-year-old girl with infantile fibrosarcoma received larotrectinib. | congenital fibrosarcoma
A man with a perivascular epithelioid cell tumour (PEComa) of the kidney received sirolimus. | neoplasm with perivascular epithelioid cell differentiation
A man with inflammatory myofibroblastic tumour received crizotinib. | inflammatory myofibroblastic tumor
A man had secretory carcinoma of the salivary gland. | mammary analog secretory carcinoma
A man had non-small-cell lung carcinoma. | non-small cell lung carcinoma
A man had non–small cell lung cancer. | non-small cell lung carcinoma
A man had acute promyelocytic leukemia (APL). | acute promyelocytic leukemia
A man had essential thrombocythaemia. | essential thrombocythemia
A woman was found to have lung adenocarcinoma and synchronous papillary thyroid carcinoma. | lung adenocarcinoma; thyroid gland papillary carcinoma
A man had a colonic adenoma removed and later rectal adenocarcinoma. | rectum adenocarcinoma
A man with von Hippel-Lindau disease had a hemangioblastoma. | hemangioblastoma
A woman had cervical adenocarcinoma. | cervical adenocarcinoma
A woman had endometrial carcinoma. | endometrial carcinoma
A man had a germ cell tumor of the mediastinum. | mediastinal germ cell tumor
A woman had a desmoid tumor. | desmoid tumor
A man had adrenocortical carcinoma. | adrenal cortex carcinoma
A man with medullary thyroid cancer got vandetanib. | medullary thyroid gland carcinoma
A man had extraskeletal myxoid chondrosarcoma. | extraskeletal myxoid chondrosarcoma
A woman with Sezary syndrome received mogamulizumab. | Sezary syndrome
A woman with mycosis fungoides received mogamulizumab. | mycosis fungoides
A woman with chronic myelomonocytic leukemia received azacitidine. | chronic myelomonocytic leukemia
A woman with systemic mastocytosis received midostaurin. | systemic mastocytosis
A man had ampullary adenocarcinoma. | ampulla of vater adenocarcinoma
A man had gallbladder cancer. | gallbladder cancer
A man had small bowel adenocarcinoma. | small intestine adenocarcinoma
A man had appendiceal adenocarcinoma. | appendix adenocarcinoma
A man had urachal adenocarcinoma. | bladder urachal adenocarcinoma
A man had penile squamous cell carcinoma. | squamous cell carcinoma of penis
A man had tenosynovial giant cell tumor. | tenosynovial giant cell tumor
A man had angiosarcoma of the heart. | angiosarcoma
A man had cardiac angiosarcoma. | angiosarcoma
A man had carcinoma of the breast. | breast carcinoma
A man had cancer of the pancreas. | malignant pancreatic neoplasm
A man had Hodgkin's lymphoma. | Hodgkins lymphoma
A man had post-transplant lymphoproliferative disorder. | post-transplant lymphoproliferative disease
A man had a solitary fibrous tumor. | solitary fibrous tumor
A woman had vulvar squamous cell carcinoma. | vulvar squamous cell carcinoma
A man had nasopharyngeal carcinoma. | nasopharyngeal carcinoma
A man had oropharyngeal squamous cell carcinoma. | oropharynx squamous cell carcinoma
A man had head and neck squamous cell carcinoma. | head and neck squamous cell carcinoma
A man had epithelioid hemangioendothelioma. | epithelioid hemangioendothelioma
A man had undifferentiated pleomorphic sarcoma. | undifferentiated pleomorphic sarcoma
A man had malignant melanoma of the skin. | cutaneous melanoma
A man had BRAF-mutant papillary craniopharyngioma. | papillary craniopharyngioma
A man had pleomorphic xanthoastrocytoma. | pleomorphic xanthoastrocytoma
A man had anaplastic astrocytoma. | anaplastic astrocytoma
A man had anaplastic oligodendroglioma. | anaplastic oligodendroglioma
A man had Ewing sarcoma. | Ewing sarcoma
A man had Ewing's sarcoma. | Ewing sarcoma
A man had chordoma of the clivus. | clivus chordoma
A man had pheochromocytoma. | pheochromocytoma
A woman had invasive lobular breast cancer (ILC). The ILC grew. | invasive lobular breast carcinoma
A man had lung adenocrcinoma. | lung adenocarcinoma
His aunt and uncle had ovarian, breast and lung cancer. He had melanoma. | melanoma
The man's anaplastic lymphoma kinase-positive melanoma harboured a breast cancer 2 gene mutation. | melanoma
The man had metastatic melanoma with a Kirsten rat sarcoma viral oncogene mutation. | melanoma
"""

# a text | metastatic, stage, grade, site, sites of metastases; '-' for what is not told
SPREAD = """\
A woman had moderately differentiated adenocarcinoma of the lung (stage IV) with metastases to the brain, liver and left adrenal gland. | True, stage IV, moderately differentiated, lung, brain+liver+adrenal gland
A man had stage IIIB melanoma without metastases. | -, stage IIIB, -, -, -
A man had renal cell carcinoma with liver, lung and bone metastases. | True, -, -, kidney, liver+lung+bone element
A man with clear cell renal cell carcinoma metastatic to the pancreas received sunitinib. | True, -, -, kidney, pancreas
A woman with stage IV lung adenocarcinoma metastasizing to the cervix. | True, stage IV, -, lung, uterine cervix
A man had GIST. No metastases were found. | -, -, -, -, -
A man was diagnosed with pulmonary adenocarcinoma, cT1bN0M0. | -, cT1bN0M0, -, lung, -
"""


MORE = Path(__file__).parent / "data" / "extract_diseases.txt"
"""More lines like those of TUMOURS."""


def _rows(table: str) -> list[tuple[str, str]]:
    lines = (line.rpartition(" | ") for line in table.splitlines())
    return [(text, wanted) for text, _, wanted in lines]


def _diagnoses(text: str, title: str = "") -> tuple[Diagnosis, ...]:
    sections = [Section(name="title", text=title)] if title else []
    reading = read(Publication(sections=(*sections, Section(name="abstract", text=text))))
    return reading.cases[0].diagnoses


@pytest.mark.parametrize(("text", "wanted"), _rows(TUMOURS + MORE.read_text(encoding="utf-8")))
def test_a_text_gives_the_tumours_of_its_patient(text: str, wanted: str) -> None:
    assert "; ".join(one.disease.name for one in _diagnoses(text)) == wanted


@pytest.mark.parametrize(("text", "wanted"), _rows(SPREAD))
def test_stage_grade_and_spread_are_taken_as_stated(text: str, wanted: str) -> None:
    (one,) = _diagnoses(text)
    sites = "+".join(site.name for site in one.metastatic_sites)
    found = (one.metastatic, one.stage, one.grade, one.site.name if one.site else None, sites)
    assert ", ".join(str(part) if part else "-" for part in found) == wanted


def test_a_disease_only_in_the_title_counts_when_the_story_has_none() -> None:
    found = _diagnoses("A man was given imatinib. The mass shrank.", "Response of a chordoma to imatinib")
    assert [one.disease.name for one in found] == ["chordoma"]


def test_the_place_of_a_diagnosis_is_its_own_words() -> None:
    (one,) = _diagnoses("A man had a squamous cell carcinoma of the left lateral tongue.")
    assert one.evidence[0].quote == "squamous cell carcinoma of the left lateral tongue"


def test_ncits_class_for_disease_and_spread_stands_beside_the_disease() -> None:
    (one,) = _diagnoses("A woman had metastatic invasive lobular breast carcinoma.")
    assert one.disease.name == "invasive lobular breast carcinoma"
    assert one.specific is not None
    assert one.specific.name == "Metastatic Breast Lobular Carcinoma"


def test_of_several_terms_with_a_name_the_one_labelled_so_is_meant() -> None:
    term = disease_named("choriocarcinoma")
    assert term is not None
    assert term.label == "choriocarcinoma"
