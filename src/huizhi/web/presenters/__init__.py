"""Turns what the facades answer into what templates show: words, links and charts. No queries here."""
