"""A seeded sample city that delivers files exactly as departments would."""
