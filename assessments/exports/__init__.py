"""Workbooks of a round: a unit's score sheet, all units' scores, a unit's evidence."""
