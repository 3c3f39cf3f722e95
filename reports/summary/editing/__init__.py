"""What people type into a summary: kept field by field, beside what others type."""
