"""A curator's changes to a case file, kept when the text is read again.

The file says under `proposed` what an automatic reading put into it, each finding by its name and a
fingerprint of all it said: 'variant EGFR L858R ~3fa9c1d2'. From that alone follows whose everything is:

- A finding whose fingerprint is in the list is the reading's own. The next reading may say it anew,
  or take it back. `method: curated` on it makes it the curator's.
- Every other finding is the curator's: added, or changed in any word. It stays as it stands, in the
  place of whatever a reading says of the same thing (the same variant, receptor, drugs ...).
- A finding of the list that is no longer there was removed. Its name goes to `rejected`, where curators
  can write names themselves, and nothing of that name is put in again.

A file without `proposed` is a curator's from end to end. Running twice changes nothing more.

Comments: only the lines of what changes are rewritten, so comments, order and layout of the rest stay.
A remark inside lines that go is kept as a comment in their place. (ruamel.yaml would keep comments, too,
but lays out the whole file anew and loses those beside entries that are removed; so lines are replaced
here, and the result is read back and compared before it counts.)
"""

from kg.corrections.merging import Changes, merged, proposal
from kg.corrections.rewriting import rewritten, save

__all__ = ["Changes", "merged", "proposal", "rewritten", "save"]
