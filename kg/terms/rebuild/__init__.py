"""Making the bundled tables from the vocabularies' own releases: `python -m kg.terms.rebuild FOLDER`."""
