"""Pages that join rooms: home, scoreboard, entity file, search, draws, the public site."""
