"""考核细则 as sheets: xlsx as offices write them read in, and written as offices print them."""
