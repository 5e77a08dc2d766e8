"""GA4GH phenopackets, version 2, as cases and cases as phenopackets; see docs/phenopackets.md."""
