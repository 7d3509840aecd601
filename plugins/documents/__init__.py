"""Letters: a motion as the paper that is filed with the office, as PDF or for a word processor.

    tree.py       the HTML of a text → a small tree
    letter.py     a motion → all that its letter says, as data; amendments with the old text beside, decisions as a paper of their own
    signs.py      which signs the letters' font has
    typeset.py    data → PDF, in a process of its own (Typst); letter.typ: where everything stands (DIN 5008, form B)
    office.py     data → .docx
    pages.py      which letters the site has; collection.py: many in one

Nothing is imported here: the process that sets letters starts with this package and needs none of the rest.
"""
