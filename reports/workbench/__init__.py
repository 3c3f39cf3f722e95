"""工作台: what each role finds on its first page.

`desks.py` chooses; `steps.py`, `year.py` and `matrix.py` are what the pages are made of.
"""
