"""Numbers in words, as reports write counts, ages and lengths."""

from __future__ import annotations

_IN_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
ONES = {word: number for number, word in enumerate(_IN_WORDS.split(), 1)}
"""'one' to 'nineteen'."""
