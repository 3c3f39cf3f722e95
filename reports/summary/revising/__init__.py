"""A summary as it was, as it is, and as the records would have it now."""
