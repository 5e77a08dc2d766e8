"""Languages as PubMed names them, and the codes of its MEDLINE and XML forms."""

from __future__ import annotations

_TABLE = """
    afr:Afrikaans alb:Albanian ara:Arabic arm:Armenian aze:Azerbaijani baq:Basque ben:Bengali
    bos:Bosnian bul:Bulgarian cat:Catalan chi:Chinese cze:Czech dan:Danish dut:Dutch eng:English
    epo:Esperanto est:Estonian fin:Finnish fre:French geo:Georgian ger:German gla:Scottish_Gaelic
    glg:Galician gre:Greek heb:Hebrew hin:Hindi hrv:Croatian hun:Hungarian ice:Icelandic ind:Indonesian
    ita:Italian jpn:Japanese kin:Kinyarwanda kor:Korean lat:Latin lav:Latvian lit:Lithuanian
    mac:Macedonian mal:Malayalam mao:Maori may:Malay nor:Norwegian per:Persian pol:Polish por:Portuguese
    pus:Pushto rum:Romanian rus:Russian san:Sanskrit slo:Slovak slv:Slovenian spa:Spanish srp:Serbian
    swe:Swedish tha:Thai tur:Turkish ukr:Ukrainian urd:Urdu vie:Vietnamese wel:Welsh
"""
LANGUAGES: dict[str, str] = {
    name.replace("_", " "): code for code, _, name in (pair.partition(":") for pair in _TABLE.split())
}
"""English name -> ISO 639-2 code, bibliographic form (Debian iso-codes 4.15, iso_639-2.json)."""


def code(name: str) -> str:
    """The ISO 639-2 code of a language's English name; a name not in the table comes back as it is.

    >>> code("Chinese"), code("Klingon")
    ('chi', 'Klingon')
    """
    return LANGUAGES.get(name.strip().title(), name.strip())
