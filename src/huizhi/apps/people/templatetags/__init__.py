"""Tags for forms of officers."""
