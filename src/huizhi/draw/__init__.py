"""A draw anyone can re-run: commit, seed, select, officers, record, verify. Standard library only."""
