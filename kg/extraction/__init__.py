"""Reading many texts at once: from files to cases on disk, a step at a time, over several processes.

`cases_of` reads one document. `run` carries a whole job: the steps of `steps`, what `rendering` makes of
each, in the worker processes of `workers`, into an output of `outputs`, which keeps a journal, so that a
run that was cut short goes on where it was.
"""
