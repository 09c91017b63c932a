"""The verbs of complaints and reports, by subject."""
