"""Dated legal values with citations, clocks, computations."""
