"""Any message of the format, by its official descriptors alone: each field, choice and enumeration value may come."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.json_format import MessageToDict

Json = dict[str, Any]
DEEPEST = 9
WORDS = ("", " ", "left  out ", "ERBB2", "breast cancer", "a|b\\|c", 'say "so"', "tab\tline\r\nend", "é e\u0301", "\u202eabc",
         "\U0001f9ec", "\ufeff", "HP:0000118", "@en", '"^^<x>', "{}", "null", "0", "False", "<b>&amp;",
         "casekg:unmapped/x", "p.Val777Leu", "c.2329G>T", "GRCh38", "NC_000017.11:g.39724771G>T", "missense variant")  # fmt: skip
IDS = ("HP:0000118", "MONDO:0005051", "DOID:3457", "NCIT:C1647", "DrugCentral:1", "UO:0000021", "UCUM:mm[Hg]", "MADEUP:1",
       "a b:c d", "http://purl.obolibrary.org/obo/HP_0000118", "HGNC:3430", "hgnc:3430", ":", "x:",
       "é:1", "", "casekg:receptor/her2", "OMIM:114480", "LOINC:94500-6", "GENO:0000135", "NCBITaxon:9606",
       "casekg:drugs-not-stated", "casekg:variants", "NCIT:C15220", "SO:0001583", "s1", "s2", "DOI:10.1000/x<y>")  # fmt: skip
REFERENCES = (
    "PMID:1",
    "PMID:37120151",
    "DOI:10.1000/x<y>",
    "PMC123",
    "PMC:PMC5",
    "pmid: 1",
    "",
    "OMIM:1",
    "é",
)
DURATIONS = (
    "P3Y",
    "P1Y2M3D",
    "P8M2W",
    "PT0S",
    "P0D",
    "P3.5Y",
    "-P1Y",
    "P3Y4M5DT6H",
    "sixty",
    "",
    "P99999D",
    "P15M",
)
NUMBERS = (
    0.0,
    -0.0,
    1.0,
    0.1,
    1e-300,
    1e300,
    123456789.123,
    -5.0,
    3.0,
    2.0**53 + 2,
    float("inf"),
    float("-inf"),
    float("nan"),
)
SECONDS = (0, 1, -62135596800, 253402300799, 1577836800, 1580515199, 1609459199, 951782400)
BOUNDS = {
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT64: (0, 2**64 - 1),
}


def message(kind: type, seed: int) -> Any:
    """A message of that class; its members have ids of their own, as the reader wants them."""
    made = kind()
    _fill(Random(seed), made, 0)
    made.id = (made.id.strip() and made.id) or "p1"
    for name in ("members", "relatives"):
        for number, one in enumerate(getattr(made, name, ())):
            one.id = f"{name}-{number}"
    if hasattr(made, "proband"):
        made.proband.id = "proband"
    return made


def value(kind: type, seed: int) -> Json:
    """The same as its JSON."""
    return MessageToDict(message(kind, seed))


def _fill(chance: Random, made: Any, depth: int) -> None:
    """Set some of the message's fields."""
    described = made.DESCRIPTOR
    fields = [one for one in described.fields if not one.containing_oneof]
    fields += [chance.choice(list(group.fields)) for group in described.oneofs]
    for field in fields:
        if field.message_type and depth >= DEEPEST:
            continue
        wanted = depth == 0 and field.name in {"proband", "members", "subject"}
        if wanted or chance.random() < (0.6 if depth < 3 else 0.4):
            _set(chance, made, field, depth)


def _set(chance: Random, made: Any, field: FieldDescriptor, depth: int) -> None:
    place = getattr(made, field.name)
    if field.message_type and field.message_type.GetOptions().map_entry:
        place.update({chance.choice(WORDS): chance.choice(WORDS) for _ in range(2)})
    elif field.message_type and field.is_repeated:
        for _ in range(chance.randint(1, 2)):
            _fill(chance, place.add(), depth + 1)
    elif field.message_type and field.message_type.full_name == "google.protobuf.Timestamp":
        place.seconds, place.nanos = chance.choice(SECONDS), chance.choice((0, 0, 0, 5, 500_000_000))
        place.SetInParent()
    elif field.message_type:
        place.SetInParent()
        _fill(chance, place, depth + 1)
    elif field.is_repeated:
        place.extend(_scalar(chance, field) for _ in range(chance.randint(0, 3)))
    else:
        setattr(made, field.name, _scalar(chance, field))


def _scalar(chance: Random, field: FieldDescriptor) -> Any:
    if field.enum_type:
        return chance.choice([one.number for one in field.enum_type.values])
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return chance.random() < 0.5
    if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE:
        return chance.choice(NUMBERS)
    if field.cpp_type in BOUNDS:
        return chance.choice((0, 1, 5, *BOUNDS[field.cpp_type]))
    if field.name == "iso8601duration":
        return chance.choice(DURATIONS)
    if field.containing_type.name == "ExternalReference" and field.name == "id":
        return chance.choice(REFERENCES)
    ids = ("id", "value_id", "individual_id", "derived_from_id", "subject_or_biosample_id")
    return chance.choice(IDS if field.name in ids else WORDS)


def same(one: Any, other: Any) -> bool:
    """True for equal JSON; of 0.0 and -0.0, and of 1 and True, that is not so."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return type(one) is type(other) and bool(one == other)
