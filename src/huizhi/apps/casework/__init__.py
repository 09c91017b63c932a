"""What every matter shares: its number, clocks, timeline, documents, who works it, and the list it waits on."""
