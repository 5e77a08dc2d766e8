"""What was read, shown to the person who is to check it: on a terminal and as one page.

`terminal.marked` gives a document's text with its marks and the findings beneath; `page.write` makes an
HTML file that stands alone, the marked text beside the case.
"""
