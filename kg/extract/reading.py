"""The whole reading on one screen: text → sentences → names and cues → findings → case."""

from __future__ import annotations

from kg.case import Publication
from kg.extract.alterations import Alterations
from kg.extract.assembly import assembled
from kg.extract.context import Context, settle
from kg.extract.document import document
from kg.extract.facts import Facts
from kg.extract.given import against_tumours, settle_drugs
from kg.extract.mentions import mentions
from kg.extract.model import Reading
from kg.extract.receptors import receptors
from kg.extract.therapy import Therapy


def read(publication: Publication) -> Reading:
    """The cases of a publication's text and every mark on it; no text gives no case. Raises nothing."""
    return assembled(facts(publication))


def facts(publication: Publication) -> Facts:
    """What was found in the text, before it becomes cases."""
    told = document(publication)
    context = Context(told)
    named = mentions(told)
    settle((*named.diseases, *named.events), told, context)
    settle_drugs(named.drugs, told, context)
    alterations = Alterations(told, context, named.genes).all()
    statuses = list(receptors(told, context))
    therapy = Therapy(told, context, list(against_tumours(named.drugs, told)), named.events)
    return Facts(publication, told, context, named, alterations, statuses, therapy)
