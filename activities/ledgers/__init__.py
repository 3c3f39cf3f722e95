"""Ledgers 台账: activities that come in as tables, and leave as tables."""
