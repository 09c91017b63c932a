"""Settings, root URLs and the server entry points: the only room that wires everything."""
