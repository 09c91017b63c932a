"""Whether a planted reporter can be found where nobody should find one."""
