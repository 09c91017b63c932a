"""One folder per operational app."""
