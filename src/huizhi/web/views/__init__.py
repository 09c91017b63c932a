"""One file per group of pages. A view asks facades, hands the answers to a presenter, and renders."""
