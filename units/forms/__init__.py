"""Forms of units, groups, troops and accounts."""
