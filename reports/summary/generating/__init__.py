"""A summary from the records of a year, by an outline."""
