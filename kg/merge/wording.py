"""Names of drugs that say more than the bare substance: a salt, a conjugate, a formulation.

Two names that differ in one of these words are two things, whatever a mapping says. The words are
parts of names as the open vocabularies write them, gathered for this purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[a-z]+")


def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.lower()))


SALTS = _words(
    """
    acetate aspartate benzoate besylate besilate bitartrate bromide calcium camsylate carbonate chloride
    citrate dihydrochloride dimaleate dimesylate diphosphate disodium ditosylate edisylate ethanesulfonate
    fumarate gluconate hcl hemihydrate hemifumarate hydrobromide hydrochloride isethionate lactate magnesium
    malate maleate mesilate mesylate methanesulfonate monohydrate napsylate nitrate oxalate pamoate phosphate
    potassium sodium succinate sulfate sulphate tartrate tosilate tosylate trihydrate tromethamine
    """
)
CONJUGATES = _words(
    """
    brengitecan deruxtecan duocarmazine emtansine govitecan mafodotin mertansine ozogamicin pasudotox
    ravtansine rezetecan soravtansine talirine tesirine tiuxetan tirumotecan vedotin
    """
)
FORMS = _words("biosimilar depot hyaluronidase implant liposomal liposome nanoparticle pegylated prodrug")
_SORTS = ((SALTS, "a salt and its base"), (CONJUGATES, "a conjugate and its antibody"), (FORMS, "two forms"))


def difference(some: Iterable[str], others: Iterable[str]) -> str:
    """Why no name of the first can mean what a name of the second means; '' when nothing speaks against it.

    >>> difference(["imatinib"], ["Imatinib Mesylate"])
    'a salt and its base'
    >>> difference(["trastuzumab"], ["ado-trastuzumab emtansine"])
    'a conjugate and its antibody'
    >>> difference(["imatinib", "imatinib mesylate"], ["Imatinib Mesylate"])
    ''
    """
    left, right = [*map(_words, some)], [*map(_words, others)]
    if not left or not right:
        return ""
    for words, said in _SORTS:
        ours, theirs = {one & words for one in left}, {one & words for one in right}
        if ours.isdisjoint(theirs):
            return said
    return ""
