"""Input: rounds, and the two sides of a checklist."""
