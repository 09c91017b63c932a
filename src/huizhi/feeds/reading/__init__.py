"""Readers: every format becomes chunks of text cells with row numbers, and rows too broken to be cells."""
