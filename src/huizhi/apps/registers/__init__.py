"""Market entities and what the last night knew about them."""
