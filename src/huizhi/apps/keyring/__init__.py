"""Seals what must not be read from the database alone: keys in files, apart from the data."""
