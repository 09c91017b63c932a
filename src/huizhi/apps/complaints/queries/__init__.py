"""The reads of complaints and reports, by who asks."""
