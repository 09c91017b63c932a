"""The phone's page and what it asks the office for."""
