"""Pages of complaints and reports."""
