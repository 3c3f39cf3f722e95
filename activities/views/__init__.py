"""Pages of plans, activities and support requests: one module per group of screens."""
