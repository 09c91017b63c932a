"""Stored files, rendered documents and exports: what a matter keeps on paper."""
