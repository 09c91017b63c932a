"""Analytical tables, one file each: every result is a function (lake, as_of) -> table."""
