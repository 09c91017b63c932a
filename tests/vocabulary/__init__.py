"""Tests of the words every room speaks."""
