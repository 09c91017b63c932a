"""Benchmarks; see `make bench`."""
