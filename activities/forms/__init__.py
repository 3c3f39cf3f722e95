"""Forms of plans, activities and support requests."""
