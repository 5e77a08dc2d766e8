"""The whole reading on one screen: text → sentences → names and cues → findings → case."""

from __future__ import annotations

from kg.case import Publication
from kg.extract.alterations import Alterations
from kg.extract.assembly import assembled
from kg.extract.context import Context, settle
from kg.extract.document import Document, document
from kg.extract.facts import Facts
from kg.extract.given import settle_drugs
from kg.extract.mentions import Mentions, mentions
from kg.extract.model import Reading
from kg.extract.purposes import against_tumours
from kg.extract.receptors import receptors
from kg.extract.therapy import Therapy


def read(publication: Publication) -> Reading:
    """The cases of a publication's text and every mark on it; no text gives no case. Raises nothing."""
    whole = facts(publication)
    patients = whole.document.patients
    return assembled(whole, [whole] if patients == 1 else [told_of(whole, n) for n in range(patients)])


def facts(publication: Publication) -> Facts:
    """What was found in the text, before it becomes cases."""
    told = document(publication)
    context = Context(told)
    named = mentions(told)
    settle((*named.diseases, *named.events), told, context)
    settle_drugs(named.drugs, told, context)
    alterations = Alterations(told, context, named.genes).all()
    statuses = list(receptors(told, context))
    therapy = _therapy(told, context, named)
    return Facts(publication, told, context, named, alterations, statuses, therapy)


def told_of(whole: Facts, patient: int) -> Facts:
    """Of a report on several patients, what is told of one of them or of all."""
    sentences = whole.document.of(patient)
    document = whole.document.only(patient)
    named = whole.mentions.within(sentences)
    therapy = _therapy(document, whole.context, named)
    return Facts(
        whole.publication,
        document,
        whole.context,
        named,
        [one for one in whole.alterations if one.sentence in sentences],
        [one for one in whole.statuses if one.sentence in sentences],
        therapy,
        patient,
    )


def _therapy(document: Document, context: Context, named: Mentions) -> Therapy:
    return Therapy(document, context, list(against_tumours(named.drugs, document)), named.events)
