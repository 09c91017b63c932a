"""Every act, in order, each sealed to the one before it."""
