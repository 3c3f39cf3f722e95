"""Pages of standards, rounds and checklists."""
