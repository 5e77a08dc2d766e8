"""Names made alike: what differs only in case, hyphens, Greek letters, spelling or number becomes one key."""

from __future__ import annotations

import re
import unicodedata

_GREEK = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "epsilon",
        "ζ": "zeta",
        "η": "eta",
        "θ": "theta",
        "ι": "iota",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "σ": "sigma",
        "τ": "tau",
        "χ": "chi",
        "ψ": "psi",
        "ω": "omega",
    }
)

_AMERICAN = {
    "aemi": "emi",
    "aetiol": "etiol",
    "anaem": "anem",
    "anaesth": "anesth",
    "caec": "cec",
    "centre": "center",
    "coeliac": "celiac",
    "colour": "color",
    "faec": "fec",
    "fibre": "fiber",
    "foetal": "fetal",
    "foetus": "fetus",
    "gynaec": "gynec",
    "haem": "hem",
    "isation": "ization",
    "leukaem": "leukem",
    "localised": "localized",
    "naev": "nev",
    "oedem": "edem",
    "oesoph": "esoph",
    "oestr": "estr",
    "orthopaed": "orthoped",
    "paediatr": "pediatr",
    "rrhoea": "rrhea",
    "sulph": "sulf",
    "tumour": "tumor",
}
"""British stem -> American stem; no American stem holds a British one, so that folding comes to rest."""

_BRITISH = re.compile("|".join(sorted(_AMERICAN, key=lambda stem: (-len(stem), stem))))
_PLUS = re.compile(r"(?<=[^\W_])\s?\+(?![^\W_+])")
_MINUS = re.compile(r"(?<=[^\W_])[-\u2010-\u2013\u2212](?=\s|$)")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_SEPARATOR = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_PLURAL = (
    (re.compile(r"(?i)omata$"), "oma"),
    (re.compile(r"(?i)(?<=[a-z]{2}[stn])ases$"), "asis"),
    (re.compile(r"(?i)ies$"), "y"),
    (re.compile(r"(?i)(?<=ch|sh|ss)es$"), ""),
    (re.compile(r"(?i)(?<=x)es$"), ""),
    (re.compile(r"(?i)(?<![siu])s$"), ""),
)


def fold(name: str) -> str:
    """The key under which a name is found: letters and digits only, lower case, American spelling.

    A `+` or `-` after a word is a result and is kept as a word. Folding twice changes nothing.

    >>> fold("T-DM1"), fold("Oestrogen-Receptor Positive"), fold("ER+"), fold("β-catenin")
    ('tdm1', 'estrogenreceptorpositive', 'erpositive', 'betacatenin')
    """
    key = _folded(name)
    while (again := _folded(key)) != key:
        key = again
    return key


def _folded(name: str) -> str:
    text = name.strip()
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(ch for ch in text if not unicodedata.combining(ch)).translate(_GREEK)
    if "+" in text:
        text = _PLUS.sub(" positive", text)
    if not text.isalnum():
        text = _SEPARATOR.sub("", _MINUS.sub(" negative", _POSSESSIVE.sub("", text)))
    return _BRITISH.sub(lambda stem: _AMERICAN[stem[0]], text)


def singular(name: str) -> str:
    """The name with each word in the singular, as far as its ending tells.

    >>> singular("lung carcinomas"), singular("bone metastases"), singular("biopsies of the breast")
    ('lung carcinoma', 'bone metastasis', 'biopsy of the breast')
    """
    return _WORD.sub(lambda word: _one(word[0]), name)


def _one(word: str) -> str:
    for ending, instead in _PLURAL:
        if ending.search(word):
            return ending.sub(instead, word)
    return word
