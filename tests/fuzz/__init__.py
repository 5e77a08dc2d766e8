"""Every reader and parser against damaged inputs: none may fail, hang, or point outside of the text.

`python -m tests.fuzz --seconds 60` runs all of it for so long each; `tests/test_fuzz.py` a few examples.
"""
