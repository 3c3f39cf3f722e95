"""One file that holds everything an installation knows, and the way back from it.

`schema` says what there is to keep, `values` and `rows` how a row is written so that either
database reads it, `archive` what the file looks like, `making` writes one while the system is
in use, `places` and `restoring` bring one back, `ageing` says which ones may go.
"""
