"""Who complained and who reported, and what they wrote: sealed, opened only with a reason, erased in time."""
