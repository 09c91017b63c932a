"""The plan's scoreboard: indicators, their values, and the records they count."""
