"""Complaints and reports: one filing, each half under its own procedure."""
