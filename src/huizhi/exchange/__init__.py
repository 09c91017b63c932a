"""Carries rows from the office to the lake and results back; the nightly run; one file per cargo."""
