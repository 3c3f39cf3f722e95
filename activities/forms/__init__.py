"""Forms of plans, activities and support requests; imports check their rows with the same ones."""
