"""One contract per outside source: land unchanged, validate, type, quarantine."""
