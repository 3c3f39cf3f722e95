"""核对: a text read against the records and against itself before it is handed in."""
