"""What was done, in sentences: an activity, a series, and what stands under one heading."""
