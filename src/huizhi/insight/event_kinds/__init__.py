"""The kinds of events, one file per source: each function returns rows of the event shape."""
