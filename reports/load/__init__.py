"""A made-up office of any size with its years of work: for benchmarks, pictures and looking around.

Nothing here is of a real place. The same arguments give the same records; tables are filled in
bulk, so that a million activities are a matter of minutes.
"""
