"""Draws: published records anyone can re-run."""
