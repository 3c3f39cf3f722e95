"""Pages of units, groups, troops, accounts and the audit trail."""
