"""Tests of the dated legal values and the deadlines reckoned from them."""
